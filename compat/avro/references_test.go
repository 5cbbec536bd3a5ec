package avro_test

import (
	"testing"

	"github.com/concord-registry/concord/compat/avro"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
	avroschema "github.com/concord-registry/concord/schema/avro"
)

// TestReferencesChange compares one text with itself when what it refers to has changed.
func TestReferencesChange(t *testing.T) {
	amount := func(scale string) string {
		return `{"type":"record","name":"Item","fields":[{"name":"sum","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":` + scale + `}}]}`
	}
	tests := []struct {
		name, old, new string
		want           rule.Code
	}{
		{"the same reference", amount("2"), amount("2"), ""},
		{"another type", `{"type":"record","name":"Item","fields":[]}`, amount("2"), avro.FieldMissingDefault},
		{"another meaning", amount("2"), amount("4"), avro.DecimalScale},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			findings := avro.Check(rule.Backward, referring(t, test.old), referring(t, test.new))
			var got rule.Code
			if len(findings) > 0 {
				got = findings[0].Code
			}
			if got != test.want || len(findings) > 1 {
				t.Errorf("%d findings, the first %q; want %q alone", len(findings), got, test.want)
			}
		})
	}
}

// referring is a schema that uses the type Item of the text given.
func referring(t *testing.T, item string) *avroschema.Schema {
	t.Helper()
	s, err := avroschema.Parse(schema.Source{
		Type: schema.Avro,
		Text: `{"type":"array","items":"Item"}`,
		Dependencies: []schema.Dependency{
			{Reference: schema.Reference{Name: "Item", Subject: "item", Version: 1}, Text: item},
		},
	}, schema.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}
