package reference_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/concord-registry/concord/compat/jsonschema/reference"
	"github.com/concord-registry/concord/compat/jsonschema/schematest"
)

// TestCompare shows oddities of the reference in full. The golden pairs of package jsonschema hold all that it reports.
func TestCompare(t *testing.T) {
	tests := []struct {
		name, writer, reader string
		want                 []string
	}{
		{"the same", `{"type":"string"}`, `{"type":"string"}`, nil},
		{"values are told apart by their spelling", `{"enum":[1]}`, `{"enum":[1.0]}`, []string{"ENUM_ARRAY_CHANGED #/enum"}},
		{"an enum that lost a value", `{"enum":["a","b"]}`, `{"enum":["b"]}`, []string{"ENUM_ARRAY_NARROWED #/enum"}},
		{"a schema of items has no path", `{"type":"array"}`, `{"type":"array","items":{"type":"string"}}`, []string{"SCHEMA_ADDED "}},
		{"the lower exclusive maximum is compared with the inclusive one", `{"type":"number","exclusiveMaximum":9}`,
			`{"type":"number","exclusiveMaximum":5,"maximum":9}`, []string{"MAXIMUM_ADDED #/maximum"}},
		{"limits are compared in doubles", `{"type":"number","maximum":9007199254740993}`, `{"type":"number","maximum":9007199254740992}`, nil},
		{"a default excuses what is required", `{"properties":{"a":{}}}`, `{"properties":{"a":{"default":1}},"required":["a"]}`, nil},
		{"patterns close an object", `{"properties":{"a":{"type":"string"}},"patternProperties":{"^x":{}}}`, `{"patternProperties":{"^x":{}}}`,
			[]string{"PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL #/properties/a"}},
		{"a recursive schema is reported once more below its first use", `{"properties":{"next":{"$ref":"#"},"a":{"maxLength":9}}}`,
			`{"properties":{"next":{"$ref":"#"},"a":{"maxLength":5}}}`,
			[]string{"MAX_LENGTH_DECREASED #/properties/next/properties/next/properties/a/maxLength",
				"MAX_LENGTH_DECREASED #/properties/next/properties/a/maxLength", "MAX_LENGTH_DECREASED #/properties/a/maxLength"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			found, complete := reference.Compare(schematest.Node(t, test.writer), schematest.Node(t, test.reader))
			var got []string
			for _, d := range found {
				got = append(got, string(d.Type)+" "+d.Pointer())
			}
			if diff := cmp.Diff(got, test.want); diff != "" || !complete {
				t.Errorf("complete %v (got -, want +)\n%s", complete, diff)
			}
		})
	}
}

// TestLenient: the policy LENIENT trusts writers not to send undeclared names, and nothing else.
func TestLenient(t *testing.T) {
	for d, want := range map[reference.Type]bool{
		reference.OptionalAddedToOpen: true, reference.AdditionalPropertiesRemoved: true, reference.PropertyRemovedFromClosed: true,
		reference.RequiredAddedToOpen: false, reference.TypeChanged: false, reference.AdditionalItemsRemoved: false,
	} {
		if d.Lenient() != want {
			t.Errorf("%s passes under LENIENT: %v, want %v", d, d.Lenient(), want)
		}
	}
}
