package evaluate_test

import (
	"testing"

	"github.com/concord-registry/concord/compat/jsonschema/evaluate"
	"github.com/concord-registry/concord/compat/jsonschema/schematest"
)

const modern = `"$schema":"https://json-schema.org/draft/2020-12/schema",`

// schemas hold every keyword once, and what validators differ about.
var schemas = []string{
	`{"type":"string","minLength":2,"maxLength":3}`,
	`{"maxLength":1}`,
	`{"pattern":"^a"}`,
	`{"type":"integer","minimum":1,"exclusiveMaximum":3}`,
	`{"multipleOf":0.5}`,
	`{"enum":[1,"a",null]}`,
	`{"const":{"a":1}}`,
	`{"not":{"type":"string"}}`,
	`{"if":{"type":"number"},"then":{"minimum":2},"else":{"type":"string"}}`,
	`{"oneOf":[{"type":"number"},{"minimum":2}]}`,
	`{"allOf":[{"minLength":1},{"maxLength":2}]}`,
	`{"anyOf":[{"type":"null"},{"type":"array"}]}`,
	`{"type":"object","properties":{"a":{"type":"number"}},"required":["a"],"additionalProperties":false}`,
	`{"patternProperties":{"^a":{"type":"string"}},"additionalProperties":{"type":"number"}}`,
	`{"propertyNames":{"maxLength":1},"minProperties":1}`,
	`{"dependencies":{"a":["b"]}}`,
	`{"items":[{"type":"number"}],"additionalItems":false}`,
	`{"items":{"type":"number"},"uniqueItems":true}`,
	`{` + modern + `"contains":{"type":"string"},"minContains":2}`,
	`{` + modern + `"properties":{"a":{}},"unevaluatedProperties":false}`,
	`{` + modern + `"properties":{"a":{"type":"integer"},"c":{"$dynamicRef":"#"}}}`,
	`{"$ref":"#/definitions/a","definitions":{"a":{"type":"boolean"}}}`,
}

var values = []string{
	`null`, `true`, `0`, `1`, `1.0`, `2`, `2.5`, `3`, `""`, `"a"`, `"ab"`, `"abcd"`, `"é"`, `[]`, `[1]`, `[1,1.0]`, `["a","b"]`, `[1,"a"]`,
	`{}`, `{"a":1}`, `{"a":1.0}`, `{"a":"x"}`, `{"b":1}`, `{"a":1,"b":2}`, `{"ab":"x"}`, `{"a":1,"c":"x"}`,
}

// TestAccepts holds every answer against that of a validator. An answer may be unknown, but not often.
func TestAccepts(t *testing.T) {
	unknown := 0
	for _, text := range schemas {
		validator, err := schematest.Parse(t, text).Validator()
		if err != nil {
			t.Fatal(err)
		}
		node := schematest.Node(t, text)
		for _, datum := range values {
			answer, steps := evaluate.New().Accepts(node, schematest.Value(t, datum))
			if steps == 0 {
				t.Errorf("%s on %s took no steps", datum, text)
			}
			switch want := validator.Accepts(datum); {
			case answer == evaluate.Unknown:
				unknown++
			case (answer == evaluate.Yes) != want:
				t.Errorf("%s accepts %s: %v, the validator says %v", text, datum, answer == evaluate.Yes, want)
			}
		}
	}
	if unknown > len(schemas)*len(values)/20 {
		t.Errorf("%d of %d answers are unknown", unknown, len(schemas)*len(values))
	}
}

// TestUnknown shows what is not decided.
func TestUnknown(t *testing.T) {
	tests := []struct{ name, schema, value string }{
		{"a pattern that looks ahead", `{"pattern":"^a(?=b)"}`, `"ab"`},
		{"a number beyond what is computed with", `{"maximum":5}`, `1e9999`},
		{"a list in items, which 2020-12 does not know", `{` + modern + `"items":[{"type":"string"}]}`, `[1]`},
		{"dependencies, which 2020-12 has replaced", `{` + modern + `"dependencies":{"a":["b"]}}`, `{"a":1}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			node, err := schematest.Lenient(t, test.schema).Model()
			if err != nil {
				t.Fatal(err)
			}
			if got, _ := evaluate.New().Accepts(node, schematest.Value(t, test.value)); got != evaluate.Unknown {
				t.Errorf("got %v, want unknown", got)
			}
		})
	}
}

// TestCoverage: what a schema may evaluate of a value is more than what it evaluates in any case.
func TestCoverage(t *testing.T) {
	node := schematest.Node(t, `{`+modern+`"allOf":[{"properties":{"a":{}}}],"anyOf":[{"properties":{"b":{}}},{"patternProperties":{"^c":{}}}]}`)
	possibly, certainly := evaluate.Possibly(node, node), evaluate.Certainly(node, node)
	e := evaluate.New()
	for name, want := range map[string][2]evaluate.Answer{
		"a": {evaluate.Yes, evaluate.Yes}, "b": {evaluate.Yes, evaluate.No}, "c1": {evaluate.Yes, evaluate.No}, "d": {evaluate.No, evaluate.No},
	} {
		if got := [2]evaluate.Answer{possibly.Covers(e, name), certainly.Covers(e, name)}; got != want {
			t.Errorf("%s is evaluated possibly and certainly: %v, want %v", name, got, want)
		}
	}
}
