package model

import (
	"testing"

	"github.com/concord-registry/concord/schema/jsontree"
)

func parse(t *testing.T, text string) *jsontree.Value {
	t.Helper()
	v, err := jsontree.Parse(text, jsontree.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestLoad: what a strict load refuses, draft by draft, and what it takes.
func TestLoad(t *testing.T) {
	const (
		draft4  = `"$schema":"http://json-schema.org/draft-04/schema#",`
		draft19 = `"$schema":"https://json-schema.org/draft/2019-09/schema",`
		draft20 = `"$schema":"https://json-schema.org/draft/2020-12/schema#",`
	)
	tests := []struct {
		name, text string
		ok         bool
	}{
		{"a limit with a fraction", `{"type":"string","maxLength":5.0}`, false},
		{"a limit with a fraction, 2020-12", `{` + draft20 + `"type":"string","maxLength":5.0}`, true},
		{"a limit beyond 32 bits", `{"type":"string","maxLength":2147483648}`, false},
		{"a negative limit", `{"type":"array","minItems":-1}`, true},
		{"an unknown type", `{"type":"String"}`, false},
		{"no type at all", `{"type":[]}`, true},
		{"a flag for a number", `{"type":"number","exclusiveMaximum":true}`, false},
		{"a flag in draft 4", `{` + draft4 + `"type":"number","maximum":3,"exclusiveMaximum":true}`, true},
		{"a list of items in 2019-09", `{` + draft19 + `"type":"array","items":[{}]}`, false},
		{"prefixItems in 2019-09", `{` + draft19 + `"type":"array","prefixItems":[{}]}`, true},
		{"a pattern that does not compile", `{"pattern":"["}`, false},
		{"a pattern of another dialect", `{"pattern":"(?=a)b"}`, true},
		{"a reference to nowhere", `{"$ref":"#/definitions/a"}`, false},
		{"definitions found as $defs", `{"$ref":"#/$defs/a","definitions":{"a":{}}}`, true},
		{"a reference by id", `{"$ref":"#x","definitions":{"a":{"$id":"#x"}}}`, true},
		{"a meta-schema", `{"$ref":"http://json-schema.org/draft-07/schema#"}`, true},
		{"faults in what is not referred to", `{"definitions":{"a":{"type":5}}}`, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Load(&Document{Root: parse(t, test.text)}, nil, true)
			if ok := err == nil; ok != test.ok {
				t.Errorf("err = %v, want accepted: %t", err, test.ok)
			}
			if _, err := Load(&Document{Root: parse(t, test.text)}, nil, false); err != nil {
				t.Errorf("a lenient load refuses: %v", err)
			}
		})
	}
}

// TestDependencies: names are resolved against the id of the schema, references against the document that they stand in.
func TestDependencies(t *testing.T) {
	tests := []struct {
		name, text string
		ok         bool
	}{
		{"by the name as written", `{"$ref":"./sub/dep1.json"}`, true},
		{"with an empty fragment", `{"$ref":"./sub/dep1.json#"}`, true},
		{"into the document", `{"$ref":"./sub/dep1.json#/definitions/In"}`, true},
		{"beside an id", `{"$id":"http://example.com/root.json","$ref":"http://example.com/sub/dep1.json"}`, true},
		{"by another name", `{"$ref":"dep1.json"}`, false},
		{"from a document elsewhere", `{"$ref":"http://example.com/dep2.json"}`, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dependencies := []*Document{
				{Name: "./sub/dep1.json", Root: parse(t, `{"definitions":{"In":{"type":"integer"}}}`)},
				{Name: "http://example.com/dep2.json", Root: parse(t, `{"properties":{"w":{"$ref":"./other/dep1.json"}}}`)},
			}
			_, err := Load(&Document{Root: parse(t, test.text)}, dependencies, true)
			if ok := err == nil; ok != test.ok {
				t.Errorf("err = %v, want accepted: %t", err, test.ok)
			}
		})
	}
}
