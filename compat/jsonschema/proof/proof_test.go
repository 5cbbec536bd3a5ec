package proof_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/concord-registry/concord/compat/jsonschema/proof"
	"github.com/concord-registry/concord/compat/jsonschema/schematest"
	"github.com/concord-registry/concord/compat/jsonschema/search"
)

// TestObstacles names what stands between a writer's values and a reader's schema, and where.
func TestObstacles(t *testing.T) {
	tests := []struct {
		name, writer, reader string
		want                 []string
	}{
		{"nothing", `{"type":"string","maxLength":3}`, `{"type":"string","maxLength":9}`, nil},
		{"nothing in a recursive schema", `{"type":"object","properties":{"next":{"$ref":"#"}}}`,
			`{"type":"object","properties":{"next":{"type":"object"}}}`, nil},
		{"limits", `{"type":"string"}`, `{"type":"string","minLength":1,"maxLength":3}`,
			[]string{"JSONBoundTightened [maxLength]", "JSONBoundTightened [minLength]"}},
		{"another type", `{"type":"string"}`, `{"type":"null"}`, []string{"JSONContainmentNotProved []"}},
		{"a type that was implied", `{"maxLength":5}`, `{"type":"string","maxLength":5}`, []string{"JSONTypeImplied []"}},
		{"a property", `{"properties":{"a":{"maxLength":9}}}`, `{"properties":{"a":{"maxLength":3}}}`,
			[]string{"JSONBoundTightened [properties a maxLength]"}},
		{"a property that was open", `{"type":"object"}`, `{"type":"object","properties":{"a":{"type":"null"}}}`,
			[]string{"JSONPropertyBlocked [properties a]"}},
		{"a required name", `{"type":"object"}`, `{"type":"object","required":["a"]}`, []string{"JSONNameRequired [required a]"}},
		{"an item", `{"items":[{"maxLength":9},{}]}`, `{"items":[{"maxLength":3},{}]}`, []string{"JSONBoundTightened [items 0 maxLength]"}},
		{"alternatives that overlap", `{"oneOf":[{"type":"integer"}]}`, `{"oneOf":[{"type":"integer"},{"type":"number"}]}`,
			[]string{"JSONAlternativesOverlap []"}},
		{"one alternative of the writer's", `{"anyOf":[{"type":"null"},{"type":"string"}]}`, `{"type":["null","integer"]}`,
			[]string{"JSONContainmentNotProved []"}},
		{"a condition", `{"if":{"type":"string"},"then":{"maxLength":9}}`, `{"if":{"type":"string"},"then":{"maxLength":5}}`,
			[]string{"JSONConditionalChanged []"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, o := range proof.Obstacles(search.New(), schematest.Node(t, test.writer), schematest.Node(t, test.reader)) {
				got = append(got, string(o.Code)+" "+brackets(o.Path))
				if o.Violated == nil {
					t.Errorf("%s violates nothing", o.Code)
				}
			}
			slices.Sort(got)
			if diff := cmp.Diff(got, test.want); diff != "" {
				t.Errorf("(got -, want +)\n%s", diff)
			}
		})
	}
}

func brackets(path []string) string {
	text := "["
	for i, key := range path {
		if i > 0 {
			text += " "
		}
		text += key
	}
	return text + "]"
}

// TestSteps: a proof has steps of its own, beside those that are spent.
func TestSteps(t *testing.T) {
	f := search.New()
	writer, reader := schematest.Node(t, `{"type":"string"}`), schematest.Node(t, `{"type":"string","maxLength":3}`)
	f.Spend(search.MaxSteps + 1)
	if found := proof.Obstacles(f, writer, reader); len(found) != 1 || found[0].Code != proof.BoundTightened {
		t.Errorf("got %v, want one obstacle", found)
	}
}
