package clientgo_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	concord "github.com/concord-registry/concord/clients/go"
	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
)

// files are those that have services.
var files = []protoreflect.FileDescriptor{
	concordv1.File_concord_v1_registry_proto, concordv1.File_concord_v1_audit_proto, concordv1.File_concord_v1_policy_proto,
	concordv1.File_concord_v1_access_proto, concordv1.File_concord_v1_server_proto,
}

// methods are all methods of the API, each with the function of the client that sends it. The server has the subjects
// order (versions 1 and 2) and invoice (refers to order) of the domain billing, and gone (soft-deleted).
var methods = map[string]func(*testing.T, context.Context, *world){
	"ListDomains": func(t *testing.T, ctx context.Context, w *world) {
		domains := all(t, w.Domains(ctx, concord.ListOptions{Filter: "domain:bil*"}))
		if len(domains) != 1 || domains[0].Name != "domains/billing" || domains[0].Context != ".billing" {
			t.Errorf("domains = %+v", domains)
		}
	},
	"CreateDomain": func(t *testing.T, ctx context.Context, w *world) {
		d := must(w.CreateDomain(ctx, concord.Domain{
			Domain: "crm", Owner: "group:crm", Description: "customers", Contacts: []concord.Contact{{Kind: "email", Address: "crm@example.org"}},
		}))(t)
		if d.Domain != "crm" || d.Owner != "group:crm" || d.Description != "customers" || len(d.Contacts) != 1 || d.Etag == "" || d.CreateTime.IsZero() {
			t.Errorf("domain = %+v", d)
		}
	},
	"GetDomain": func(t *testing.T, ctx context.Context, w *world) {
		d := must(w.Domain("billing").Describe(ctx))(t)
		if d.Domain != "billing" || d.SubjectCount == nil || *d.SubjectCount != 2 {
			t.Errorf("domain = %+v", d)
		}
	},
	"UpdateDomain": func(t *testing.T, ctx context.Context, w *world) {
		d := must(w.Domain("shop").Update(ctx, concord.Domain{Owner: "group:shop", Description: "carts"}, concord.UpdateOptions{AllowMissing: true}))(t)
		d.Owner = ""
		d = must(w.Domain("shop").Update(ctx, d, concord.Fields("owner")))(t)
		if d.Owner != "" || d.Description != "carts" {
			t.Errorf("domain = %+v", d)
		}
	},
	"DeleteDomain": func(t *testing.T, ctx context.Context, w *world) {
		d := must(w.CreateDomain(ctx, concord.Domain{Domain: "empty", Owner: "ada"}))(t)
		old := d.Etag
		d = must(w.Domain("empty").Update(ctx, concord.Domain{Owner: "bob"}))(t)
		if err := w.Domain("empty").Delete(ctx, concord.DeleteOptions{Etag: old}); !errors.Is(err, concord.Stale) || !errors.Is(err, concord.Reason("ETAG_MISMATCH")) {
			t.Errorf("with an old etag: %v", err)
		}
		if err := w.Domain("empty").Delete(ctx, concord.DeleteOptions{Etag: d.Etag}); err != nil {
			t.Error(err)
		}
	},
	"ListSubjects": func(t *testing.T, ctx context.Context, w *world) {
		subjects := all(t, w.SubjectsEverywhere(ctx, concord.ListOptions{ShowDeleted: true, PageSize: 1}))
		if len(subjects) != 3 || subjects[0].Subject != "gone" || subjects[0].DeleteTime.IsZero() || subjects[1].Name != "domains/billing/subjects/invoice" {
			t.Errorf("subjects = %+v", subjects)
		}
		equal(t, "live ones", len(all(t, w.Domain("billing").Subjects(ctx))), 2)
	},
	"GetSubject": func(t *testing.T, ctx context.Context, w *world) {
		s := must(w.Domain("billing").Subject(ctx, "order"))(t)
		if s.LatestVersion != 2 || s.VersionCount != 2 || s.Type != concord.Avro || s.Etag == "" {
			t.Errorf("subject = %+v", s)
		}
		_, err := w.Domain("").Subject(ctx, "gone")
		if !errors.Is(err, concord.NotFound) {
			t.Errorf("a deleted subject: %v", err)
		}
		must(w.Domain("").Subject(ctx, "gone", concord.GetOptions{ShowDeleted: true}))(t)
	},
	"DeleteSubject": func(t *testing.T, ctx context.Context, w *world) {
		w.register(t, "default", "old", order1)
		for _, o := range []concord.DeleteOptions{{}, {Permanent: true}} {
			d := must(w.Domain("").DeleteSubject(ctx, "old", o))(t)
			if d.Name != "domains/default/subjects/old" || !slices.Equal(d.Versions, []int{1}) {
				t.Errorf("deleted %+v", d)
			}
		}
	},
	"UndeleteSubject": func(t *testing.T, ctx context.Context, w *world) {
		w.register(t, "default", "back", order1)
		must(w.Domain("").DeleteSubject(ctx, "back"))(t)
		u := must(w.Domain("").UndeleteSubject(ctx, "back"))(t)
		if u.Subject.LatestVersion != 1 || !slices.Equal(u.Versions, []int{1}) {
			t.Errorf("undeleted %+v", u)
		}
	},
	"ListVersions": func(t *testing.T, ctx context.Context, w *world) {
		versions := all(t, w.Domain("billing").Versions(ctx, "order", concord.ListOptions{PageSize: 1}))
		if len(versions) != 2 || versions[1].Version != 2 || versions[1].Schema != nil {
			t.Errorf("versions = %+v", versions)
		}
		versions = all(t, w.Domain("billing").Versions(ctx, "order", concord.ListOptions{View: concord.ViewFull, Filter: "version>1"}))
		if len(versions) != 1 || versions[0].Schema == nil || !strings.Contains(versions[0].Schema.Text, "note") {
			t.Errorf("full versions = %+v", versions)
		}
	},
	"RegisterVersion": func(t *testing.T, ctx context.Context, w *world) {
		r := registration("a/b", order1)
		r.Schema.Metadata = &concord.Metadata{Properties: map[string]string{"owner": "ada"}, Tags: map[string]concord.Tags{"Order.id": {Values: []string{"PII"}}}}
		first := must(w.Domain("billing").Register(ctx, r))(t)
		v := first.Version
		if !first.Created || v.Name != "domains/billing/subjects/a%2Fb/versions/1" || v.Version != 1 || v.ID == 0 || v.GUID == "" || v.CreateTime.IsZero() || v.Entry == "" || v.Decision == "" {
			t.Errorf("registered %+v", first)
		}
		if f := first.Verdict.Findings; first.Verdict.Outcome != concord.OutcomeWarned || len(f) != 1 || f[0].Policy == nil || f[0].Policy.Severity != concord.SeverityHigh || f[0].Fix == nil {
			t.Errorf("verdict %+v", first.Verdict)
		}
		if again := must(w.Domain("billing").Register(ctx, r))(t); again.Created || again.Version.ID != v.ID {
			t.Errorf("registered again %+v", again)
		}
		must(w.Domain("billing").DeleteSubject(ctx, "a/b"))(t)
	},
	"GetVersion": func(t *testing.T, ctx context.Context, w *world) {
		for _, number := range []int{concord.Latest, 2} {
			v := must(w.Domain("billing").Version(ctx, "order", number))(t)
			if v.Version != 2 || v.Schema == nil || v.Schema.GUID != v.GUID {
				t.Errorf("version %d = %+v", number, v)
			}
		}
		if _, err := w.Domain("billing").Version(ctx, "order", 0); !errors.Is(err, concord.Invalid) {
			t.Errorf("version 0: %v", err)
		}
	},
	"DeleteVersion": func(t *testing.T, ctx context.Context, w *world) {
		w.register(t, "default", "short", order1)
		w.register(t, "default", "short", order2)
		d := must(w.Domain("").DeleteVersion(ctx, "short", concord.Latest))(t)
		if d.Version != 2 || d.Name != "domains/default/subjects/short/versions/2" {
			t.Errorf("deleted %+v", d)
		}
		must(w.Domain("").DeleteVersion(ctx, "short", 2, concord.DeleteOptions{Permanent: true}))(t)
	},
	"UndeleteVersion": func(t *testing.T, ctx context.Context, w *world) {
		w.register(t, "default", "again", order1)
		must(w.Domain("").DeleteVersion(ctx, "again", 1))(t)
		equal(t, "number", must(w.Domain("").UndeleteVersion(ctx, "again", 1))(t).Version, 1)
	},
	"RenderVersion": func(t *testing.T, ctx context.Context, w *world) {
		r := must(w.Domain("billing").Render(ctx, "invoice", concord.Latest, concord.RenderingResolved))(t)
		equal(t, "form", r.Format, concord.RenderingResolved)
		contains(t, "text", r.Text, `"note"`)
	},
	"ListDependents": func(t *testing.T, ctx context.Context, w *world) {
		versions := all(t, w.Domain("billing").Dependents(ctx, "order", concord.Latest))
		if len(versions) != 1 || versions[0].Subject != "invoice" {
			t.Errorf("dependents = %+v", versions)
		}
	},
	"CheckVersion": func(t *testing.T, ctx context.Context, w *world) {
		c := must(w.Domain("billing").Check(ctx, registration("order", broken)))(t)
		if c.Verdict.Outcome != concord.OutcomeRefused || c.Version != nil || c.Verdict.Level != concord.Backward {
			t.Errorf("check = %+v", c)
		}
		f := c.Verdict.Findings // compatibility's first, then the policy's
		if len(f) != 2 || f[0].Compatibility == nil || f[0].Compatibility.Direction != concord.DirectionBackward || f[0].Place == nil || f[0].Place.Span == nil {
			t.Errorf("findings = %+v", f)
		}
		c = must(w.Domain("billing").Check(ctx, registration("order", broken), concord.CheckOptions{Against: []int{1, concord.Latest}}))(t)
		if c.Verdict.Outcome != concord.OutcomeRefused || !slices.Contains(c.Verdict.ComparedWith, "domains/billing/subjects/order/versions/1") {
			t.Errorf("against = %+v", c)
		}
	},
	"LookUpVersion": func(t *testing.T, ctx context.Context, w *world) {
		l := must(w.Domain("billing").LookUp(ctx, "order", concord.Schema{Text: order1}))(t)
		if l.Version.Version != 1 || !l.Exact {
			t.Errorf("looked up %+v", l)
		}
		_, err := w.Domain("").LookUp(ctx, "gone", concord.Schema{Text: order1})
		if !errors.Is(err, concord.NotFound) {
			t.Errorf("in a deleted subject: %v", err)
		}
		must(w.Domain("").LookUp(ctx, "gone", concord.Schema{Text: order1}, concord.LookUpOptions{ShowDeleted: true}))(t)
	},
	"CheckDependents": func(t *testing.T, ctx context.Context, w *world) {
		dependents := all(t, w.Domain("billing").CheckDependents(ctx, "order", concord.Schema{Text: broken}, concord.CheckDependentsOptions{PageSize: 1}))
		if len(dependents) != 1 || !dependents[0].Direct || dependents[0].Verdict.Outcome != concord.OutcomeRefused {
			t.Errorf("dependents = %+v", dependents)
		}
	},
	"GetSchema": func(t *testing.T, ctx context.Context, w *world) {
		v := must(w.Domain("billing").Version(ctx, "order", 1))(t)
		s := must(w.Schema(ctx, v.GUID))(t)
		if s.GUID != v.GUID || s.Text != v.Schema.Text || s.Type != concord.Avro || s.Name != "schemas/"+string(v.GUID) {
			t.Errorf("schema = %+v", s)
		}
	},
	"GetSchemaById": func(t *testing.T, ctx context.Context, w *world) {
		v := must(w.Domain("billing").Version(ctx, "order", 1))(t)
		for _, domain := range []string{"billing", "-"} {
			equal(t, "text", must(w.Domain(domain).Schema(ctx, v.ID))(t).Text, v.Schema.Text)
		}
	},
	"ListSchemaVersions": func(t *testing.T, ctx context.Context, w *world) {
		v := must(w.Domain("billing").Version(ctx, "order", 1))(t)
		versions := all(t, w.SchemaVersions(ctx, v.GUID, concord.ListOptions{Filter: "domain:billing"}))
		if len(versions) != 1 || versions[0].Name != v.Name {
			t.Errorf("versions = %+v", versions)
		}
	},
	"BatchGetSchemas": func(t *testing.T, ctx context.Context, w *world) {
		v := must(w.Domain("billing").Version(ctx, "order", 1))(t)
		results := must(w.Schemas(ctx, concord.SchemaKey{GUID: v.GUID}, concord.SchemaKey{Domain: "billing", ID: v.ID}, concord.SchemaKey{Domain: "billing", ID: 99}))(t)
		if len(results) != 3 || results[0].Schema == nil || results[1].Schema == nil || results[2].Missing == nil || results[2].Missing.Reason != "SCHEMA_NOT_FOUND" {
			t.Errorf("results = %+v", results)
		}
	},
	"GetSettings": func(t *testing.T, ctx context.Context, w *world) {
		equal(t, "level", must(w.Settings(ctx))(t).Effective.Level, concord.Backward)
		must(w.Domain("billing").Settings(ctx, ""))(t)
		s := must(w.Domain("billing").Settings(ctx, "order"))(t)
		if s.Own.Level != "" || s.Effective.Mode != concord.ModeReadWrite || s.Effective.Normalize == nil {
			t.Errorf("settings = %+v", s)
		}
	},
	"UpdateSettings": updateSettings,
	"ListSettings": func(t *testing.T, ctx context.Context, w *world) {
		must(w.Domain("billing").UpdateSettings(ctx, "listed", concord.Settings{Level: concord.None}))(t)
		settings := all(t, w.ListSettings(ctx, concord.ListOptions{Filter: "subject:listed"}))
		if len(settings) != 1 || settings[0].Name != "domains/billing/subjects/listed/settings" || settings[0].Level != concord.None {
			t.Errorf("settings = %+v", settings)
		}
	},
	"PlanChanges":  planAndApply,
	"ApplyChanges": planAndApply,
	"ListCompatibilityRules": func(t *testing.T, ctx context.Context, w *world) {
		rules := all(t, w.Compatibility.Rules(ctx, concord.ListOptions{Filter: "type:AVRO breaks:WIRE"}))
		if len(rules) == 0 || rules[0].Type != concord.Avro || !slices.Contains(rules[0].Breaks, concord.AxisWire) {
			t.Errorf("rules = %+v", rules)
		}
	},
	"GetCompatibilityRule": func(t *testing.T, ctx context.Context, w *world) {
		for _, name := range []string{"AvroTypeMismatch", "compatibility/rules/AvroTypeMismatch"} {
			r := must(w.Compatibility.Rule(ctx, name))(t)
			if r.Code != "AvroTypeMismatch" || r.Title == "" || r.OldExample == "" {
				t.Errorf("rule = %+v", r)
			}
		}
	},
	"ListEntries": func(t *testing.T, ctx context.Context, w *world) {
		entries := all(t, w.Audit.Entries(ctx, concord.ListOptions{Filter: "subject:order action:version.register", PageSize: 1}))
		if len(entries) != 2 || entries[0].Changes[0].Resource != "domains/billing/subjects/order/versions/1" || entries[0].IdempotencyKey == "" {
			t.Errorf("entries = %+v", entries)
		}
	},
	"GetEntry": func(t *testing.T, ctx context.Context, w *world) {
		v := must(w.Domain("billing").Version(ctx, "order", 1))(t)
		e := must(w.Audit.Entry(ctx, v.Entry))(t)
		if e.Name != v.Entry || e.Seq == 0 || e.Time.IsZero() || len(e.Changes) != 1 || e.Changes[0].ID != v.ID || e.Changes[0].Decision != v.Decision || e.Changes[0].After == nil || e.Hash == "" {
			t.Errorf("entry = %+v", e)
		}
	},
	"WatchEntries": func(t *testing.T, ctx context.Context, w *world) {
		ctx, stop := context.WithTimeout(ctx, 10*time.Second)
		defer stop()
		for step, err := range w.Watch(ctx, concord.WatchOptions{Filter: "subject:order"}) {
			if err != nil || step.Entry == nil || step.Entry.Changes[0].Resource != "domains/billing/subjects/order/versions/1" || step.Position == "" {
				t.Errorf("step = %+v, %v", step, err)
			}
			break
		}
	},
	"GetPolicyStatus": func(t *testing.T, ctx context.Context, w *world) {
		if s := must(w.Policy.Status(ctx))(t); !s.Active || s.RuleCount == 0 {
			t.Errorf("status = %+v", s)
		}
	},
	"ListPolicyRules": func(t *testing.T, ctx context.Context, w *world) {
		listed := all(t, w.Policy.Rules(ctx))
		if len(listed) == 0 {
			t.Fatal("no rules")
		}
		rule := must(w.Policy.Rule(ctx, listed[0].Name))(t)
		if rule != listed[0] || rule.Title == "" || rule.Severity == "" || rule.Enforcement == "" {
			t.Errorf("rule = %+v, listed as %+v", rule, listed[0])
		}
	},
	"GetPolicyRule": func(t *testing.T, ctx context.Context, w *world) {
		if _, err := w.Policy.Rule(ctx, "NONE"); !errors.Is(err, concord.NotFound) {
			t.Errorf("a rule that nobody has: %v", err)
		}
	},
	"ListDecisions": func(t *testing.T, ctx context.Context, w *world) {
		decisions := all(t, w.Policy.Decisions(ctx, concord.ListOptions{Filter: "subject:order"}))
		if len(decisions) != 2 || decisions[0].Version != "domains/billing/subjects/order/versions/1" {
			t.Errorf("decisions = %+v", decisions)
		}
	},
	"GetDecision": func(t *testing.T, ctx context.Context, w *world) {
		v := must(w.Domain("billing").Version(ctx, "order", 1))(t)
		d := must(w.Policy.Decision(ctx, v.Decision))(t)
		if d.Name != v.Decision || d.Version != v.Name || d.Verdict.Outcome != concord.OutcomeWarned || d.Action != "version.register" || d.Time.IsZero() {
			t.Errorf("decision = %+v", d)
		}
	},
	"WhoAmI": func(t *testing.T, ctx context.Context, w *world) {
		equal(t, "caller", must(w.Access.WhoAmI(ctx))(t).ID, "")
	},
	"ListActions": func(t *testing.T, ctx context.Context, w *world) {
		actions := all(t, w.Access.Actions(ctx, concord.ListOptions{Filter: "action:version.register"}))
		if len(actions) != 1 || !actions[0].Writes || actions[0].Description == "" || !slices.Contains(actions[0].Methods, "RegisterVersion") {
			t.Errorf("actions = %+v", actions)
		}
	},
	"GetStatus": func(t *testing.T, ctx context.Context, w *world) {
		s := must(w.Status(ctx))(t)
		if !s.Connected || s.Position == "" || s.Limits.RequestBytes == 0 || s.Limits.ChangeCount == 0 || s.FreshTime.IsZero() {
			t.Errorf("status = %+v", s)
		}
	},
}

// without are methods that no function of the client sends, each with the reason.
var without = map[string]string{}

func updateSettings(t *testing.T, ctx context.Context, w *world) {
	billing, yes := w.Domain("billing"), true
	full := concord.Settings{
		Level: concord.Full, Judge: concord.JudgeSound, Policy: concord.PolicyLenient, Group: "major", Normalize: &yes,
		ValidateNewSchemas: &yes, ValidateFields: &yes, ValidateRules: &yes, Alias: "order", Mode: concord.ModeReadOnly,
	}
	own := must(billing.UpdateSettings(ctx, "alias", full))(t)
	if own.Level != concord.Full || own.Alias != "order" || own.Mode != concord.ModeReadOnly || own.ValidateRules == nil || !*own.ValidateRules {
		t.Errorf("settings = %+v", own)
	}
	for _, field := range []string{"mode", "level", "judge", "policy", "group", "normalize", "validateNewSchemas", "validateFields", "validateRules", "alias"} {
		must(billing.UpdateSettings(ctx, "alias", concord.Settings{}, concord.Fields(field)))(t)
	}
	left := must(billing.Settings(ctx, "alias"))(t).Own
	if left.Etag = ""; left != (concord.Settings{Name: "domains/billing/subjects/alias/settings"}) {
		t.Errorf("left over: %+v", left)
	}
	_, err := billing.UpdateSettings(ctx, "alias", own) // its etag is old
	if !errors.Is(err, concord.Stale) {
		t.Errorf("with an old etag: %v", err)
	}
	must(w.UpdateSettings(ctx, concord.Settings{Judge: concord.JudgeSound}))(t)
	must(billing.UpdateSettings(ctx, "", concord.Settings{Level: concord.Backward}))(t)
	equal(t, "origin", must(billing.Settings(ctx, "order"))(t).Origins["level"], "domains/billing/settings")
	equal(t, "origin", must(w.Domain("").Settings(ctx, ""))(t).Origins["judge"], "settings")
}

func planAndApply(t *testing.T, ctx context.Context, w *world) {
	first, second := registration("planned", order1), registration("planned", order2)
	first.Domain, second.Domain = "plans", "plans"
	plan := must(w.Plan(ctx,
		concord.Change{Domain: &concord.DomainUpdate{Domain: "plans", Owner: "ada", AllowMissing: true}},
		concord.Change{Settings: &concord.SettingsUpdate{Domain: "plans", Settings: concord.Settings{Level: concord.Full}}},
		concord.Change{Register: &first}, concord.Change{Register: &second},
		concord.Change{DeleteVersion: &concord.VersionDeletion{Domain: "plans", Subject: "planned", Version: "latest"}},
		concord.Change{UndeleteVersion: &concord.VersionUndeletion{Domain: "plans", Subject: "planned", Version: "2"}},
		concord.Change{DeleteSubject: &concord.SubjectDeletion{Domain: "plans", Subject: "planned"}},
		concord.Change{UndeleteSubject: &concord.SubjectUndeletion{Domain: "plans", Subject: "planned"}},
	))(t)
	if plan.PlanToken == "" || plan.ExpireTime.IsZero() || len(plan.Results) != 8 || plan.Results[2].Verdict == nil || plan.Results[3].Version.Version != 2 {
		t.Fatalf("plan = %+v", plan)
	}
	other := must(w.Plan(ctx, plan.Changes...))(t)
	applied := must(w.Apply(ctx, plan))(t)
	if applied.Entry == "" || len(applied.Results) != 8 || applied.Results[2].Kind != concord.ChangeAdd {
		t.Errorf("applied = %+v", applied)
	}
	if _, err := w.Apply(ctx, other); !errors.Is(err, concord.Reason("PLAN_STALE")) || !errors.Is(err, concord.Stale) {
		t.Errorf("a stale plan: %v", err)
	}
	for _, o := range []bool{false, true} {
		must(w.Apply(ctx, concord.Plan{Changes: []concord.Change{
			{DeleteSubject: &concord.SubjectDeletion{Domain: "plans", Subject: "planned", Permanent: o}},
		}}))(t)
	}
	must(w.Apply(ctx, concord.Plan{Changes: []concord.Change{
		{Settings: &concord.SettingsUpdate{Domain: "plans", UpdateMask: "level"}}, {DeleteDomain: &concord.DomainDeletion{Domain: "plans"}},
	}}))(t)
}

// TestMethods calls every method of the API on a real server, and sees that the call arrives.
func TestMethods(t *testing.T) {
	known := map[string]bool{}
	for _, file := range files {
		for i := range file.Services().Len() {
			service := file.Services().Get(i)
			for j := range service.Methods().Len() {
				method := service.Methods().Get(j)
				name := string(method.Name())
				known[name] = true
				t.Run(name, func(t *testing.T) { testMethod(t, method) })
			}
		}
	}
	for name := range methods {
		if !known[name] {
			t.Errorf("the API has no method %s", name)
		}
	}
	for name := range without {
		if !known[name] || methods[name] != nil {
			t.Errorf("%s is no exception", name)
		}
	}
}

func testMethod(t *testing.T, method protoreflect.MethodDescriptor) {
	call := methods[string(method.Name())]
	if call == nil {
		if without[string(method.Name())] == "" {
			t.Error("no function of the client sends it: write one, or say why not in without")
		}
		return
	}
	w := open(t)
	w.register(t, "billing", "order", order1)
	w.register(t, "billing", "order", order2)
	invoice := registration("invoice", `{"type":"record","name":"Invoice","fields":[{"name":"order","type":"Order"}]}`)
	invoice.Schema.References = []concord.Reference{{Name: "Order", Subject: "order", Version: 2}}
	must(w.Domain("billing").Register(t.Context(), invoice))(t)
	w.register(t, "default", "gone", order1)
	must(w.Domain("").DeleteSubject(t.Context(), "gone"))(t)
	w.took()
	call(t, t.Context(), w)
	asked := w.took()
	rule := proto.GetExtension(method.Options(), annotations.E_Http).(*annotations.HttpRule)
	if !slices.ContainsFunc(asked, func(request string) bool { return matches(request, rule) }) {
		t.Errorf("the server was asked %q, never %s", asked, method.Name())
	}
}

// matches reports whether a request has the path and verb of a method's first binding.
func matches(request string, rule *annotations.HttpRule) bool {
	verb, path, _ := strings.Cut(request, " ")
	want, wantPath := "GET", rule.GetGet()
	switch rule.GetPattern().(type) {
	case *annotations.HttpRule_Post:
		want, wantPath = "POST", rule.GetPost()
	case *annotations.HttpRule_Patch:
		want, wantPath = "PATCH", rule.GetPatch()
	case *annotations.HttpRule_Delete:
		want, wantPath = "DELETE", rule.GetDelete()
	}
	return verb == want && slices.EqualFunc(strings.Split(path, "/"), strings.Split(wantPath, "/"), func(got, want string) bool {
		return got == want || strings.HasPrefix(want, "{")
	})
}
