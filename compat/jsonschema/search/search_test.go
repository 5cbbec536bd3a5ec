package search_test

import (
	"testing"

	"github.com/concord-registry/concord/compat/jsonschema/evaluate"
	"github.com/concord-registry/concord/compat/jsonschema/schematest"
	"github.com/concord-registry/concord/compat/jsonschema/search"
	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/schema/jsontree"
)

// TestSolve looks for values that satisfy one schema and violate another.
func TestSolve(t *testing.T) {
	const none, unknown = "none", "unknown"
	tests := []struct{ name, satisfied, violated, want string }{
		{"itself", `{"type":"string"}`, `{"type":"string"}`, none},
		{"another type", `{"type":["string","null"]}`, `{"type":"string"}`, `null`},
		{"an integer", `{"type":"number"}`, `{"type":"integer"}`, `0.5`},
		{"a number between limits", `{"type":"integer","minimum":0,"maximum":9}`, `{"maximum":5}`, `6`},
		{"a limit itself", `{"type":"integer","minimum":0,"maximum":5}`, `{"exclusiveMaximum":5}`, `5`},
		{"a number of a narrower range", `{"minimum":0,"maximum":5,"type":"number"}`, `{"maximum":9}`, none},
		{"multiples", `{"type":"integer","multipleOf":6}`, `{"multipleOf":3}`, none},
		{"a length", `{"type":"string","maxLength":3}`, `{"maxLength":2}`, `"aaa"`},
		{"a pattern", `{"type":"string","pattern":"^ab*$"}`, `{"pattern":"^a$"}`, `"ab"`},
		{"a pattern that looks ahead", `{"type":"string","pattern":"^a(?=b)"}`, `{"type":"string"}`, none},
		{"a value of a list", `{"enum":["a","b"]}`, `{"enum":["a"]}`, `"b"`},
		{"a missing property", `{"type":"object","properties":{"a":{"type":"string"}}}`, `{"required":["a"]}`, `{}`},
		{"a property of another type", `{"type":"object","required":["a"]}`, `{"properties":{"a":{"type":"null"}}}`, `{"a":true}`},
		{"a name", `{"type":"object","minProperties":1}`, `{"propertyNames":{"pattern":"^[a-z]"}}`, ""},
		{"an item", `{"type":"array","items":{"type":"integer"},"minItems":1}`, `{"items":{"minimum":0}}`, `[-1]`},
		{"items that repeat", `{"type":"array","items":{"type":"null"}}`, `{"uniqueItems":true}`, `[null,null]`},
		{"both alternatives", `{"anyOf":[{"type":"integer"},{"type":"null"}]}`, `{"oneOf":[{"type":"integer"},{"type":"number"},{"type":"null"}]}`, `0`},
		{"a recursive schema", `{"type":"object","properties":{"next":{"$ref":"#"}}}`, `{"type":"object","properties":{"next":{"type":"object"}}}`, none},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			satisfied, violated := schematest.Node(t, test.satisfied), schematest.Node(t, test.violated)
			out := search.New().Solve([]search.Literal{search.Satisfy(satisfied), search.Violate(violated)})
			got := unknown
			switch {
			case out.None:
				got = none
			case out.Value != nil:
				got = value.Text(out.Value)
			}
			if got != test.want && (test.want != "" || out.Value == nil) {
				t.Errorf("got %s, want %s", got, test.want)
			}
			if out.Value == nil {
				return
			}
			e := evaluate.New()
			if answer, _ := e.Accepts(satisfied, out.Value); answer == evaluate.No {
				t.Errorf("%s does not satisfy %s", got, test.satisfied)
			}
			if answer, _ := e.Accepts(violated, out.Value); answer == evaluate.Yes {
				t.Errorf("%s does not violate %s", got, test.violated)
			}
		})
	}
}

// TestFind: values are offered until one is agreed to, and no longer than there are some.
func TestFind(t *testing.T) {
	wanted := []search.Literal{search.Satisfy(schematest.Node(t, `{"enum":["a","b","c"]}`))}
	var offered []string
	out := search.New().Find(wanted, func(v *jsontree.Value) bool {
		offered = append(offered, v.Text)
		return v.Text == "b"
	})
	if out.Value == nil || out.Value.Text != "b" || len(offered) != 2 {
		t.Errorf("found %v after %v were offered, want b after two", out.Value, offered)
	}
	if out := search.New().Find(wanted, func(*jsontree.Value) bool { return false }); out.Value != nil || out.None {
		t.Errorf("got %+v, want neither a value nor a proof when none is agreed to", out)
	}
}

// TestSteps: a search that may take no steps proves nothing.
func TestSteps(t *testing.T) {
	f := search.New()
	f.Allow(0)
	n := schematest.Node(t, `{"type":"string"}`)
	if out := f.Solve([]search.Literal{search.Satisfy(n), search.Violate(n)}); out.None || !f.Exhausted() {
		t.Errorf("got %+v, exhausted %v; want no proof, and to be exhausted", out, f.Exhausted())
	}
}
