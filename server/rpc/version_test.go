package rpc_test

import (
	"strings"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/rpc"
	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

// register makes a version and returns it.
func (w *world) register(t *testing.T, r *concordv1.RegisterVersionRequest) *concordv1.RegisterVersionResponse {
	t.Helper()
	done, err := w.registry.RegisterVersion(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func record(fields string) *concordv1.Schema {
	return &concordv1.Schema{Text: `{"type":"record","name":"R","fields":[` + fields + `]}`}
}

// TestRegister: a schema is new once, and says who made it, where and why.
func TestRegister(t *testing.T) {
	memory := &storetest.Memory{}
	c := rpc.Config{Caller: caller("user:ada")}
	w := openOn(t, c, registry.Config{Policy: accepting{}}, memory, memory)
	request := &concordv1.RegisterVersionRequest{Domain: "billing", Subject: "s", Schema: record("")}
	first := w.register(t, request)
	v := first.GetVersion()
	if !first.GetCreated() || v.GetName() != "domains/billing/subjects/s/versions/1" || v.GetCreator() != "user:ada" || v.GetEntry() != "log/entries/1" || v.GetDecision() == "" {
		t.Errorf("first = %v", first)
	}
	verdict := first.GetVerdict()
	if verdict.GetOutcome() != concordv1.Outcome_WARNED || verdict.GetRevision() != "r1" || verdict.GetDecision() != v.GetDecision() || verdict.GetLevel() != concordv1.Level_BACKWARD {
		t.Errorf("verdict = %v", verdict)
	}
	if f := verdict.GetFindings()[0]; f.GetSource() != concordv1.Source_POLICY || f.GetEffect() != concordv1.Effect_WARNS || f.GetPolicy().GetSeverity() != concordv1.Severity_HIGH ||
		f.GetPolicy().GetScope() != "registry" || f.GetPolicy().GetEnforcement() != concordv1.Enforcement_WARN || f.GetPolicy().GetWhy() != concordv1.Why_LEVEL || f.GetFix().GetText() == "" {
		t.Errorf("finding = %v", f)
	}
	again := w.register(t, request)
	if again.GetCreated() || again.GetVersion().GetVersion() != 1 || again.GetVerdict().GetOutcome() != concordv1.Outcome_ACCEPTED || again.GetVerdict().GetLevel() != concordv1.Level_BACKWARD {
		t.Errorf("again = %v", again)
	}
	decision, err := w.policy.GetDecision(t.Context(), &concordv1.GetDecisionRequest{Decision: strings.TrimPrefix(v.GetDecision(), "decisions/")})
	if d := decision.GetDecision(); err != nil || d.GetVersion() != v.GetName() || d.GetCaller().GetId() != "user:ada" || d.GetAction() != "version.register" || d.GetVerdict().GetOutcome() != concordv1.Outcome_WARNED {
		t.Errorf("decision = %v, %v", decision, err)
	}
	list, err := w.policy.ListDecisions(t.Context(), &concordv1.ListDecisionsRequest{Filter: "domain:billing outcome:WARNED rule:SEM*"})
	if err != nil || len(list.GetDecisions()) != 1 {
		t.Errorf("decisions = %v, %v", list, err)
	}
}

// TestRegisterRefuses tries what cannot be registered.
func TestRegisterRefuses(t *testing.T) {
	w := open(t, rpc.Config{})
	w.register(t, &concordv1.RegisterVersionRequest{Domain: "default", Subject: "s", Schema: record("")})
	tests := []struct{ name, path, body, reason string }{
		{"an incompatible schema", "default/subjects/s", `{"schema":{"text":"{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}"}}`, "SCHEMA_INCOMPATIBLE"},
		{"no schema", "default/subjects/s", `{"schema":{"text":"{"}}`, "SCHEMA_INVALID"},
		{"a version that is not next", "default/subjects/s", `{"expectedVersion":7,"schema":{"text":"\"int\""},"skipCompatibility":true}`, "EXPECTED_VERSION"},
		{"version 0", "default/subjects/s", `{"expectedVersion":0,"schema":{"text":"\"int\""}}`, "FIELD_INVALID"},
		{"an id outside of an import", "default/subjects/s", `{"id":7,"schema":{"text":"\"int\""}}`, "MODE_FORBIDS"},
		{"a GUID", "default/subjects/s", `{"schema":{"guid":"x","text":"\"int\""}}`, "FIELD_INVALID"},
		{"a reference to nothing", "default/subjects/n", `{"schema":{"text":"\"X\"","references":[{"name":"X","subject":"nobody","version":1}]}}`, "REFERENCE_NOT_FOUND"},
		{"a reference without a subject", "default/subjects/n", `{"schema":{"text":"\"X\"","references":[{"name":"X"}]}}`, "schema.references[0].subject"},
		{"two dots", "default/subjects/%2E%2E", `{"schema":{"text":"\"int\""}}`, "NAME_INVALID"},
		{"a name that turns", "default/subjects/a%E2%80%AEb", `{"schema":{"text":"\"int\""}}`, "NAME_INVALID"},
		{"a name that is not NFC", "default/subjects/u%CC%88", `{"schema":{"text":"\"int\""}}`, "NAME_INVALID"},
		{"a long name", "default/subjects/" + strings.Repeat("n", 256), `{"schema":{"text":"\"int\""}}`, "NAME_INVALID"},
		{"every domain", "-/subjects/s", `{"schema":{"text":"\"int\""}}`, "NAME_INVALID"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := w.send(t, "POST", "/api/v1/domains/"+test.path+"/versions", test.body)
			if a.code < 400 || a.code >= 500 || !strings.Contains(a.body, test.reason) {
				t.Errorf("%d %s, want %s", a.code, a.body, test.reason)
			}
		})
	}
}

// TestCheck: what would be refused is an answer, and what would be accepted says which version it would be.
func TestCheck(t *testing.T) {
	w := open(t, rpc.Config{})
	w.register(t, &concordv1.RegisterVersionRequest{Domain: "default", Subject: "s", Schema: record("")})
	w.register(t, &concordv1.RegisterVersionRequest{Domain: "default", Subject: "s", Schema: record(`{"name":"a","type":"int","default":0}`)})
	tests := []struct {
		name    string
		schema  *concordv1.Schema
		against []string
		outcome concordv1.Outcome_Value
		version int32
		source  concordv1.Source_Value
	}{
		{"the same", record(""), nil, concordv1.Outcome_ACCEPTED, 1, 0},
		{"a compatible one", record(`{"name":"b","type":"int","default":0}`), nil, concordv1.Outcome_ACCEPTED, 3, 0},
		{"an incompatible one", record(`{"name":"b","type":"int"}`), nil, concordv1.Outcome_REFUSED, 0, concordv1.Source_COMPATIBILITY},
		{"none", &concordv1.Schema{Text: `{`}, nil, concordv1.Outcome_REFUSED, 0, concordv1.Source_SCHEMA},
		{"against one", record(`{"name":"a","type":"int"}`), []string{"2"}, concordv1.Outcome_ACCEPTED, 0, 0},
		{"against two", record(`{"name":"a","type":"int"}`), []string{"latest", "1"}, concordv1.Outcome_REFUSED, 0, concordv1.Source_COMPATIBILITY},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := w.registry.CheckVersion(t.Context(), &concordv1.CheckVersionRequest{Domain: "default", Subject: "s", Schema: test.schema, Against: test.against})
			v := got.GetVerdict()
			if err != nil || v.GetOutcome() != test.outcome || got.GetVersion().GetVersion() != test.version || v.GetLevel() != concordv1.Level_BACKWARD || v.GetResource() != "domains/default/subjects/s" {
				t.Errorf("check = %v, %v", got, err)
			}
			if test.source != 0 && v.GetFindings()[0].GetSource() != test.source {
				t.Errorf("findings = %v", v.GetFindings())
			}
		})
	}
	_, err := w.registry.CheckVersion(t.Context(), &concordv1.CheckVersionRequest{Domain: "default", Subject: "s", Schema: record(""), Against: []string{"9"}})
	if status.Code(err) != codes.NotFound {
		t.Errorf("against nothing: %v", err)
	}
}

// TestDefaultDomain: the default domain is called default, a context of that name keeps its dot, and a subject is looked for
// where the request says and nowhere else.
func TestDefaultDomain(t *testing.T) {
	w := open(t, rpc.Config{})
	w.register(t, &concordv1.RegisterVersionRequest{Domain: "default", Subject: "here", Schema: record("")})
	w.register(t, &concordv1.RegisterVersionRequest{Domain: ".default", Subject: "there", Schema: record("")})
	if v := w.store.View(); v.Subject(store.Subject{Name: "here"}) == nil || v.Subject(store.Subject{Domain: "default", Name: "there"}) == nil {
		t.Error("the names mean other domains")
	}
	for path, want := range map[string]int{
		"domains/default/subjects/here": 200, "domains/.default/subjects/there": 200, "domains/default/subjects/there": 404,
		"domains/.default/subjects/here": 404, "domains/default/subjects/there/versions/1": 404,
	} {
		if a := w.get(t, path); a.code != want {
			t.Errorf("%s: %d, want %d", path, a.code, want)
		}
	}
	a := w.send(t, "POST", "/api/v1/domains/default/subjects/there/lookup", `{"schema":{"text":"{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}"}}`)
	if a.code != 404 {
		t.Errorf("a look-up elsewhere: %d %s", a.code, a.body)
	}
}

// TestReferences: a reference says its domain, and one into the own domain makes the same schema whether said or not.
func TestReferences(t *testing.T) {
	w := open(t, rpc.Config{})
	w.register(t, &concordv1.RegisterVersionRequest{Domain: "billing", Subject: "r", Schema: record("")})
	with := func(domain string) *concordv1.Schema {
		return &concordv1.Schema{Text: `{"type":"record","name":"X","fields":[{"name":"r","type":"R"}]}`,
			References: []*concordv1.Reference{{Name: "R", Domain: domain, Subject: "r"}}}
	}
	bare := w.register(t, &concordv1.RegisterVersionRequest{Domain: "billing", Subject: "x", Schema: with("")})
	said := w.register(t, &concordv1.RegisterVersionRequest{Domain: "billing", Subject: "x", Schema: with("billing")})
	if said.GetCreated() || said.GetVersion().GetGuid() != bare.GetVersion().GetGuid() {
		t.Errorf("%v and %v differ", bare, said)
	}
	w.register(t, &concordv1.RegisterVersionRequest{Domain: "crm", Subject: "x", Schema: with("billing")})
	for _, domain := range []string{"billing", "crm"} {
		got, err := w.registry.GetVersion(t.Context(), &concordv1.GetVersionRequest{Domain: domain, Subject: "x", Version: "1"})
		if ref := got.GetVersion().GetSchema().GetReferences()[0]; err != nil || ref.GetDomain() != "billing" || ref.GetSubject() != "r" || ref.GetVersion() != 1 {
			t.Errorf("%s: %v, %v", domain, got, err)
		}
	}
	got, err := w.registry.GetSchema(t.Context(), &concordv1.GetSchemaRequest{Guid: bare.GetVersion().GetGuid()})
	if ref := got.GetSchema().GetReferences()[0]; err != nil || ref.GetDomain() != "" {
		t.Errorf("by GUID: %v, %v", got, err)
	}
	list, err := w.registry.ListDependents(t.Context(), &concordv1.ListDependentsRequest{Domain: "billing", Subject: "r", Version: "latest", Filter: "domain:crm"})
	if err != nil || len(list.GetVersions()) != 1 || list.GetVersions()[0].GetDomain() != "crm" {
		t.Errorf("dependents = %v, %v", list, err)
	}
	checked, err := w.registry.CheckDependents(t.Context(), &concordv1.CheckDependentsRequest{Domain: "billing", Subject: "r", Schema: &concordv1.Schema{Text: `"int"`}, PageSize: 1})
	if err != nil || len(checked.GetDependents()) != 1 || checked.GetNextPageToken() == "" || checked.GetDependents()[0].GetVerdict().GetFindings()[0].GetCode() != "DEPENDENT_UNREADABLE" {
		t.Errorf("checked = %v, %v", checked, err)
	}
	checked, err = w.registry.CheckDependents(t.Context(), &concordv1.CheckDependentsRequest{Domain: "billing", Subject: "r", Schema: &concordv1.Schema{Text: `"int"`}, PageSize: 1, PageToken: checked.GetNextPageToken()})
	if err != nil || len(checked.GetDependents()) != 1 || checked.GetNextPageToken() != "" || checked.GetDependents()[0].GetVersion().GetDomain() != "crm" {
		t.Errorf("the second page = %v, %v", checked, err)
	}
}
