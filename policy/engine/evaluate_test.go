package engine_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/policy/engine"
	"github.com/concord-registry/concord/schema"
)

// TestNoSilentPass: what makes a rule undefined in plain Rego must show here. Mistyped paths, sprintf and the classic
// `not` do not even load: see testdata/policy/broken.
func TestNoSilentPass(t *testing.T) {
	tests := []struct {
		name, body, want, message string
	}{
		{"undefined in a message", `
violation contains v if {
	some f in input.schema.fields
	v := {"path": f.path, "message": $"{f.name} is {f.annotations.missing}"}
}`, "rejected R1=enforce@R.a", "a is <undefined>"},
		{"not of a function of undefined", `
violation contains v if {
	some f in input.schema.fields
	not lower(f.annotations.missing) == "x"
	v := {"path": f.path, "message": "m"}
}`, "rejected R1=enforce@R.a", "m"},
		{"a built-in that fails", `
violation contains v if {
	some f in input.schema.fields
	to_number(f.name) > 3
	v := {"path": f.path, "message": "m"}
}`, "error R1=enforce@", "the rule could not be evaluated: rules/r/rule.rego:10: to_number: strconv.ParseFloat: parsing \"a\": invalid syntax; tell council"},
		{"a violation that is not one", `violation contains "bad" if input.action == "register"`,
			"error R1=enforce@", `the rule could not be evaluated: a violation must be an object with path and message, not "bad"; tell council`},
		{"a violation without a message", `violation contains {"path": "R.a"} if input.action == "register"`,
			"error R1=enforce@", "the rule could not be evaluated: a violation has no message; tell council"},
		{"a violation that sets its level", `violation contains {"path": "R.a", "message": "m", "level": "off"} if input.action == "register"`,
			"error R1=enforce@", `the rule could not be evaluated: a violation has path, message, fix and key, but no "level"; tell council`},
		{"functions in conflict", `
violation contains v if {
	some f in input.schema.fields
	v := {"path": f.path, "message": say(f)}
}
say(f) := "one" if f.name == "a"
say(f) := "two" if f.type.canonical == "string"`,
			"error R1=enforce@", "the rule could not be evaluated: rules/r/rule.rego:13: function data.policy.council.r.say produced conflicting values for the same inputs; tell council"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			program := load(t, test.body, with("{level: enforce}", ""))
			d := starting(program).Evaluate(context.Background(), request(schema.Avro, document(field("a", "string", "string"))))
			if got := summary(d); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			if len(d.Findings) > 0 && d.Findings[0].Message != test.message {
				t.Errorf("got  %q\nwant %q", d.Findings[0].Message, test.message)
			}
		})
	}
}

// TestOneBrokenRule: the others keep their findings, and on_error and the level say what the failure means.
func TestOneBrokenRule(t *testing.T) {
	broken := "violation contains v if {\n\tto_number(input.action) > 1\n\tv := {\"path\": \"\", \"message\": \"m\"}\n}\n"
	other := strings.NewReplacer("council.r", "council.s", "R1", "S1").Replace(ruleHead) + badName
	tests := []struct{ name, level, onError, want string }{
		{"enforce", "enforce", "", "error R1=enforce@ S1=warn@R.bad"},
		{"warn", "warn", "", "accepted_with_warnings R1=warn@ S1=warn@R.bad"},
		{"dry run", "dry_run", "", "accepted_with_warnings R1=warn@ S1=warn@R.bad"},
		{"warn but deny", "warn", "deny", "error R1=enforce@ S1=warn@R.bad"},
		{"enforce but warn", "enforce", "warn", "accepted_with_warnings R1=warn@ S1=warn@R.bad"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			files := with("{level: "+test.level+"}", "")
			files["rules/s/rule.rego"] = other
			if test.onError != "" {
				files["rules/r/rule.rego"] = strings.Replace(ruleHead, "severity", "on_error: "+test.onError+", severity", 1) + broken
			}
			d := starting(load(t, broken, files)).Evaluate(context.Background(), request(schema.Avro, document(field("bad", "string", "string"))))
			if got := summary(d); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			if len(d.Rules.Failed) != 1 || d.Rules.Failed[0] != "R1" {
				t.Errorf("failed rules %v, want R1", d.Rules.Failed)
			}
		})
	}
}

// endless loops for hours over what the input holds; it can be told to stop.
const endless = `
violation contains v if {
	some a in input.schema.fields
	some b in input.schema.fields
	some c in input.schema.fields
	some d in input.schema.fields
	count({a.name, b.name, c.name, d.name}) == 5
	v := {"path": a.path, "message": "never"}
}
`

func manyFields() *schema.Document {
	fields := make([]schema.Field, 300)
	for i := range fields {
		fields[i] = field("f"+strings.Repeat("x", i), "string", "string")
	}
	return document(fields...)
}

func TestWatchdog(t *testing.T) {
	tests := []struct{ name, severity, want, last string }{
		{"quarantined", "low", "error R1=enforce@", "accepted R1=dry_run@"},
		{"a critical rule still refuses", "critical", "error R1=enforce@", "error R1=enforce@"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			files := with("{level: enforce}", "")
			files["rules/r/rule.rego"] = strings.Replace(ruleHead, "severity: low", "severity: "+test.severity, 1) + endless
			e := engine.New(engine.Config{Deadline: 10 * time.Millisecond, Grace: 5 * time.Second})
			e.Activate(load(t, endless, files), noon)
			req := request(schema.Avro, manyFields())
			for range 3 {
				d := e.Evaluate(context.Background(), req)
				if got := summary(d); got != test.want || !strings.Contains(d.Findings[0].Message, "it ran over its time") {
					t.Fatalf("got %s %+v, want %s", got, d.Findings, test.want)
				}
			}
			d := e.Evaluate(context.Background(), req)
			if got := summary(d); got != test.last {
				t.Errorf("after three: got %s, want %s", got, test.last)
			}
			s := e.Status()
			if len(d.Rules.Quarantined) != 1 || len(s.Quarantined) != 1 || s.Late["R1"] != 3 {
				t.Errorf("decision %+v, status %+v; want R1 in quarantine", d.Rules, s)
			}
		})
	}
}

// TestAbandoned: an evaluation that cannot be stopped is left behind, and the request is answered.
func TestAbandoned(t *testing.T) {
	e := engine.New(engine.Config{Deadline: time.Nanosecond, Grace: time.Nanosecond})
	e.Activate(load(t, endless, with("{level: enforce}", "")), noon)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	d := e.Evaluate(ctx, request(schema.Avro, manyFields()))
	if ctx.Err() != nil || d.Outcome != policy.Failed || !strings.Contains(d.Findings[0].Message, "it ran over its time") {
		t.Errorf("got %+v (%v), want a failure in time", d, ctx.Err())
	}
}

func TestCancelledRequestBlamesNobody(t *testing.T) {
	e := starting(load(t, endless, with("{level: enforce}", "")))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	d := e.Evaluate(ctx, request(schema.Avro, manyFields()))
	if d.Outcome != policy.Failed || len(e.Status().Late) != 0 {
		t.Errorf("outcome %s, late %v; want error and none", d.Outcome, e.Status().Late)
	}
}

// TestHostileValues: numbers and nesting that a schema brings cannot blow up a rule's arithmetic.
func TestHostileValues(t *testing.T) {
	f := field("a", "int64", "long")
	f.Default = schema.Default{Set: true, Value: map[string]any{"n": json.Number("1e999999999"), "m": json.Number("-" + strings.Repeat("9", 1000))}}
	deep := any("x")
	for range 100_000 {
		deep = []any{deep}
	}
	f.Annotations = map[string]any{"deep": deep, "odd": struct{}{}}
	f.Doc = strings.Repeat("ä", 1<<20)
	program := load(t, `
violation contains v if {
	some f in input.schema.fields
	v := {"path": f.path, "message": $"{type_name(f.default.value.n)} {type_name(f.default.value.m)} {f.annotations.odd} {count(f.doc)}"}
}
`, nil)
	d := starting(program).Evaluate(context.Background(), request(schema.Avro, document(f)))
	if len(d.Findings) != 1 || d.Findings[0].Message != "string string null 32768" {
		t.Errorf("got %+v", d.Findings)
	}
}
