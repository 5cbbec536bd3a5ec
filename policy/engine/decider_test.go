package engine_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/policy/engine"
	"github.com/concord-registry/concord/policy/set"
	"github.com/concord-registry/concord/schema"
)

// badName complains about every field that is called bad.
const badName = `
violation contains v if {
	some f in input.schema.fields
	f.name == "bad"
	v := {"path": f.path, "message": $"{f.name} is bad"}
}
`

// load is the set of the one rule R1 and further files.
func load(t *testing.T, body string, more map[string]string) *engine.Program {
	t.Helper()
	files := set.Files{"policy.yaml": []byte(policyYAML), "rules/r/rule.rego": []byte(ruleHead + body)}
	for name, text := range more {
		files[name] = []byte(text)
	}
	program, err := engine.Load("test", files)
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// with are the files of a roll-out and of exemptions.
func with(rollout, exemptions string) map[string]string {
	return map[string]string{"rollout.yaml": "rules: {R1: " + rollout + "}", "exemptions.yaml": exemptions}
}

const exemption = `[{id: EX-1, rule: R1, subject: "invoice-*", path: "R.*", owner: team, approved_by: council, reason: legacy, expires: 2026-11-25, grace: %t}]`

func TestEffects(t *testing.T) {
	bad := document(field("bad", "string", "string"))
	good := document(field("good", "string", "string"))
	until := func(grace string) string { return strings.Replace(exemption, "%t", grace, 1) }
	tests := []struct {
		name     string
		files    map[string]string
		previous *schema.Document
		change   func(*policy.Request)
		want     string
		why      policy.Why
	}{
		{"enforce", with("{level: enforce}", ""), nil, nil, "rejected R1=enforce@R.bad", policy.ByLevel},
		{"warn", with("{level: warn}", ""), nil, nil, "accepted_with_warnings R1=warn@R.bad", policy.ByLevel},
		{"dry run", with("{level: dry_run}", ""), nil, nil, "accepted R1=dry_run@R.bad", policy.ByLevel},
		{"off", with("{level: off}", ""), nil, nil, "accepted", ""},
		{"not in the roll-out", nil, nil, nil, "accepted_with_warnings R1=warn@R.bad", policy.ByLevel},
		{"the version before has it", with("{level: enforce}", ""), bad, nil, "accepted_with_warnings R1=warn@R.bad", policy.Existing},
		{"the version before has it not", with("{level: enforce}", ""), good, nil, "rejected R1=enforce@R.bad", policy.ByLevel},
		{"existing ones are enforced", with("{level: enforce, existing: enforce}", ""), bad, nil, "rejected R1=enforce@R.bad", policy.ByLevel},
		{"promoted today", with("{level: warn, then: {level: enforce, after: 2026-11-25}}", ""), nil, nil, "rejected R1=enforce@R.bad", policy.ByDate},
		{"promoted tomorrow", with("{level: warn, then: {level: enforce, after: 2026-11-26}}", ""), nil, nil, "accepted_with_warnings R1=warn@R.bad", policy.ByLevel},
		{"exempt on the last day", with("{level: enforce}", until("false")), nil, nil, "accepted R1=exempt@R.bad", policy.ByExemption},
		{"exemption expired", with("{level: enforce}", until("false")), nil, later(24 * time.Hour), "rejected R1=enforce@R.bad", policy.ByLevel},
		{"exemption in grace", with("{level: enforce}", until("true")), nil, later(24 * time.Hour), "accepted_with_warnings R1=warn@R.bad", policy.ByExemption},
		{"exemption past grace", with("{level: enforce}", until("true")), nil, later(15 * 24 * time.Hour), "rejected R1=enforce@R.bad", policy.ByLevel},
		{"grace does not raise a dry run", with("{level: dry_run}", until("true")), nil, later(24 * time.Hour), "accepted R1=dry_run@R.bad", policy.ByLevel},
		{"exemption of another subject", with("{level: enforce}", until("false")), nil, func(r *policy.Request) { r.Subject.Name = "order-value" }, "rejected R1=enforce@R.bad", policy.ByLevel},
		{"review", with("{level: review}", ""), nil, nil, "review R1=review@R.bad", policy.ByLevel},
		{"review, the version before has it", with("{level: review}", ""), bad, nil, "accepted_with_warnings R1=warn@R.bad", policy.Existing},
		{"review, approved", with("{level: review}", until("false")), nil, nil, "accepted R1=exempt@R.bad", policy.ByExemption},
		{"review, approved until a while ago", with("{level: review}", until("true")), nil, later(24 * time.Hour), "accepted_with_warnings R1=warn@R.bad", policy.ByExemption},
		{"review, import", with("{level: review}", ""), nil, func(r *policy.Request) { r.Action = "import" }, "accepted R1=dry_run@R.bad", policy.ByAction},
		{"promoted to review", with("{level: warn, then: {level: review, after: 2026-11-25}}", ""), nil, nil, "review R1=review@R.bad", policy.ByDate},
		{"import only records", with("{level: enforce}", ""), nil, func(r *policy.Request) { r.Action = "import" }, "accepted R1=dry_run@R.bad", policy.ByAction},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			req := request(schema.Avro, bad)
			if test.previous != nil {
				req.Previous = &policy.Previous{Version: 1, Document: test.previous}
			}
			if test.change != nil {
				test.change(&req)
			}
			d := starting(load(t, badName, test.files)).Evaluate(context.Background(), req)
			if got := summary(d); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			if len(d.Findings) > 0 && d.Findings[0].Why != test.why {
				t.Errorf("why %s, want %s", d.Findings[0].Why, test.why)
			}
		})
	}
}

func later(d time.Duration) func(*policy.Request) {
	return func(r *policy.Request) { r.Time = r.Time.Add(d) }
}

// TestReview: what refuses for good is worse than what is to be approved, and that worse than what could not be asked. The
// fix says who approves.
func TestReview(t *testing.T) {
	const head = "# METADATA\n# title: t\n# organizations: [owners]\n# custom: {id: %s, severity: high, match: all}\npackage policy.council.%s\nimport rego.v2\n"
	const fires = "violation contains v if {\n\tsome f in input.schema.fields\n\tv := {\"path\": f.path, \"message\": \"no\", \"fix\": \"%s\"}\n}\n"
	const fails = "violation contains v if {\n\tsome f in input.schema.fields\n\tto_number(f.name) > 0\n\tv := {\"path\": f.path, \"message\": \"no\"}\n}\n"
	compiled := func(levels string, rules map[string]string) *engine.Program {
		files := set.Files{"policy.yaml": []byte(policyYAML), "rollout.yaml": []byte("rules: " + levels)}
		for id, body := range rules {
			folder := strings.ToLower(id)
			files["rules/"+folder+"/rule.rego"] = []byte(fmt.Sprintf(head, id, folder) + body)
		}
		s, err := engine.Load("test", files)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	a, b := fmt.Sprintf(fires, "drop it"), fmt.Sprintf(fires, "")
	for _, test := range []struct {
		name, levels string
		rules        map[string]string
		want         policy.Outcome
	}{
		{"review and warn", "{A1: {level: review}, B1: {level: warn}}", map[string]string{"A1": a, "B1": b}, policy.Parked},
		{"review and enforce", "{A1: {level: review}, B1: {level: enforce}}", map[string]string{"A1": a, "B1": b}, policy.Rejected},
		{"review, and a failure", "{A1: {level: review}, B1: {level: enforce}}", map[string]string{"A1": a, "B1": fails}, policy.Parked},
		{"a failure under review", "{A1: {level: warn}, B1: {level: review}}", map[string]string{"A1": a, "B1": fails}, policy.Failed},
	} {
		d := starting(compiled(test.levels, test.rules)).Evaluate(context.Background(), request(schema.Avro, document(field("bad", "string", "string"))))
		if d.Outcome != test.want {
			t.Errorf("%s: %s, want %s", test.name, d.Outcome, test.want)
		}
	}
	d := starting(compiled("{A1: {level: review}, B1: {level: review}}", map[string]string{"A1": a, "B1": b})).
		Evaluate(context.Background(), request(schema.Avro, document(field("bad", "string", "string"))))
	for i, want := range []string{
		"drop it; or have owners approve it: an exemption from A1 for the subject invoice-value and the path R.bad",
		"have owners approve it: an exemption from B1 for the subject invoice-value and the path R.bad",
	} {
		if got := d.Findings[i].Fix; got != want || !d.Findings[i].Blocks() {
			t.Errorf("the fix is %q, want %q", got, want)
		}
	}
}

func TestExemptionIsNamed(t *testing.T) {
	program := load(t, badName, with("{level: enforce}", strings.Replace(exemption, "%t", "false", 1)))
	d := starting(program).Evaluate(context.Background(), request(schema.Avro, document(field("bad", "string", "string"))))
	if len(d.Exemptions) != 1 || d.Exemptions[0] != "EX-1" || d.Findings[0].Exemption != "EX-1" {
		t.Errorf("got %v and %q, want EX-1", d.Exemptions, d.Findings[0].Exemption)
	}
}

// TestRatchetSeesChanges: what a rule finds in a change is never old, whatever the version before was.
func TestRatchetSeesChanges(t *testing.T) {
	program := load(t, `
violation contains v if {
	some f in input.schema.fields
	"type" in f.changed
	v := {"path": f.path, "message": "changed"}
}
`, with("{level: enforce}", ""))
	req := request(schema.Avro, document(field("a", "string", "string")))
	req.Previous = &policy.Previous{Version: 1, Document: document(field("a", "int32", "int"))}
	if got, want := summary(starting(program).Evaluate(context.Background(), req)), "rejected R1=enforce@R.a"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestPreviousIsInTheInput(t *testing.T) {
	program := load(t, `
violation contains v if {
	some f in input.schema.fields
	before := input.previous.fields[input.previous.by_path[f.path]]
	before.type.canonical != f.type.canonical
	v := {"path": f.path, "message": $"was {before.type.canonical} in {input.previous.version}"}
}
`, nil)
	req := request(schema.Avro, document(field("a", "string", "string")))
	req.Previous = &policy.Previous{Version: 7, Document: document(field("a", "int32", "int"))}
	d := starting(program).Evaluate(context.Background(), req)
	if len(d.Findings) != 1 || d.Findings[0].Message != "was int32 in 7" {
		t.Errorf("got %+v", d.Findings)
	}
}

func TestDomainRulesSeeTheirDomain(t *testing.T) {
	rule := strings.NewReplacer("council.r", "domain.billing.b", "R1", "B1").Replace(ruleHead) + badName
	program := load(t, "violation contains v if { input.action == \"never\"; v := {\"path\": \"\", \"message\": \"\"} }\n",
		map[string]string{"domains/billing/rules/b/rule.rego": rule, "rollout.yaml": "rules: {B1: {level: enforce}}"})
	for domain, want := range map[string]string{"billing": "rejected B1=enforce@R.bad", "orders": "accepted", policy.DefaultDomain: "accepted"} {
		req := request(schema.Avro, document(field("bad", "string", "string")))
		req.Subject.Domain = domain
		if got := summary(starting(program).Evaluate(context.Background(), req)); got != want {
			t.Errorf("domain %q: got %s, want %s", domain, got, want)
		}
	}
}

func TestBindings(t *testing.T) {
	term := "{id: key, title: Key, definition: d, owner: council, types: [uuid], names: {default: the_key}}"
	body := `
violation contains v if {
	some f in input.schema.fields
	some t in f.terms
	v := {"path": f.path, "message": $"{t.id} by {t.source}, overruled {f.overruled}"}
}
`
	program := load(t, body, map[string]string{
		"terms/key.yaml":        term,
		"terms/other.yaml":      strings.NewReplacer("key", "other", "Key", "Other").Replace(term),
		"bindings/billing.yaml": `[{subject: "invoice-*", fields: {R.a: key}}]`,
		"bindings/default.yaml": `[{subject: "*-value", fields: {R.a: key}}]`,
	})
	text := field("a", "string", "string")
	text.Terms = []string{"other"}
	tests := []struct {
		name, domain, subject string
		field                 schema.Field
		want                  string
	}{
		{"bound", "billing", "invoice-value", field("a", "string", "string"), "key by binding, overruled []"},
		{"default domain", policy.DefaultDomain, "order-value", field("a", "string", "string"), "key by binding, overruled []"},
		{"another subject", "billing", "order-value", field("a", "string", "string"), ""},
		{"another domain", "orders", "invoice-value", field("a", "string", "string"), ""},
		{"by name", "orders", "invoice-value", field("the_key", "string", "string"), "key by name, overruled []"},
		{"the text wins", "billing", "invoice-value", text, `other by schema, overruled ["key"]`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			req := request(schema.Avro, document(test.field))
			req.Subject.Domain, req.Subject.Name = test.domain, test.subject
			d := starting(program).Evaluate(context.Background(), req)
			got := ""
			if len(d.Findings) > 0 {
				got = d.Findings[0].Message
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestNothingActive(t *testing.T) {
	d := engine.New(engine.Config{}).Evaluate(context.Background(), request(schema.Avro, document()))
	if d.Outcome != policy.Failed || len(d.Findings) != 1 || !d.Findings[0].Blocks() {
		t.Errorf("got %+v, want a failure that blocks", d)
	}
	if got, want := d.Reasons(), "no policies are active yet: try again when the policy repository has been read"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTooManyFields(t *testing.T) {
	e := engine.New(engine.Config{Fields: 1})
	e.Activate(load(t, badName, nil), noon)
	d := e.Evaluate(context.Background(), request(schema.Avro, document(field("a", "string", "string"), field("b", "string", "string"))))
	if want := "the schema has 2 fields; policies are evaluated for at most 1"; d.Outcome != policy.Failed || d.Findings[0].Message != want {
		t.Errorf("got %+v, want %q", d, want)
	}
}

// TestManyFindings: a decision stays small enough to be stored, and its outcome counts what was left out.
func TestManyFindings(t *testing.T) {
	program := load(t, `
violation contains v if {
	some f in input.schema.fields
	v := {"path": f.path, "message": "found"}
}
`, with("{level: enforce}", ""))
	d := starting(program).Evaluate(context.Background(), request(schema.Avro, manyFields()))
	if len(d.Findings) != 100 || d.Dropped != 200 || d.Outcome != policy.Rejected {
		t.Errorf("%d findings, %d dropped, %s; want 100, 200, rejected", len(d.Findings), d.Dropped, d.Outcome)
	}
}
