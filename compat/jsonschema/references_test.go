package jsonschema_test

import (
	"testing"

	checker "github.com/concord-registry/concord/compat/jsonschema"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsonschema"
)

// TestReferences compares schemas of equal text whose referenced versions differ: what is behind a reference counts, and
// a witness is found through it.
func TestReferences(t *testing.T) {
	tests := []struct{ name, reference, text, old, new, want string }{
		{"equal", "money.json", `{"$ref":"money.json"}`, `{"maxLength":9}`, `{"maxLength":9}`, ""},
		{"narrowed", "money.json", `{"type":"object","properties":{"m":{"$ref":"money.json"}}}`,
			`{"type":"string","maxLength":9}`, `{"type":"string","maxLength":5}`, `{"m":"aaaaaa"}`},
		{"narrowed beside an id", "./money.json",
			`{"$id":"http://example.com/x/order.json","type":"object","properties":{"m":{"$ref":"./money.json#/definitions/In"}}}`,
			`{"definitions":{"In":{"enum":["a","b"]}}}`, `{"definitions":{"In":{"enum":["a"]}}}`, `{"m":"b"}`},
		{"in 2020-12", "money.json", `{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"array","items":{"$ref":"money.json"}}`,
			`{"type":"integer"}`, `{"type":"integer","minimum":0}`, `[-1]`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			with := func(text string) *jsonschema.Schema {
				reference := schema.Reference{Name: test.reference, Subject: "money", Version: 1}
				s, err := jsonschema.Parse(schema.Source{
					Type: schema.JSON, Text: test.text, References: []schema.Reference{reference},
					Dependencies: []schema.Dependency{{Reference: reference, Text: text}},
				}, schema.Options{Strict: true})
				if err != nil {
					t.Fatal(err)
				}
				return s
			}
			findings := checker.Check(rule.Backward, with(test.old), with(test.new))
			if test.want == "" {
				if len(findings) > 0 {
					t.Errorf("got a finding %s: %s", findings[0].Code, findings[0].Message)
				}
				return
			}
			if len(findings) != 1 || findings[0].Witness == nil || findings[0].Witness.Datum != test.want {
				t.Errorf("got %+v, want one finding with the witness %s", findings, test.want)
			}
		})
	}
}
