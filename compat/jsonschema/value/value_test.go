package value_test

import (
	"math/big"
	"testing"

	"github.com/concord-registry/concord/compat/jsonschema/schematest"
	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// TestEqual compares values as JSON Schema does: numbers by value, objects without order.
func TestEqual(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{`1`, `1.0`, true},
		{`1`, `"1"`, false},
		{`10`, `1e1`, true},
		{`{"a":1,"b":[2]}`, `{"b":[2.0],"a":1}`, true},
		{`[1,2]`, `[2,1]`, false},
		{`null`, `false`, false},
		{`1e9999`, `10e9998`, false}, // beyond what is computed with
	}
	for _, test := range tests {
		if got := value.Equal(schematest.Value(t, test.a), schematest.Value(t, test.b)); got != test.want {
			t.Errorf("%s and %s are equal: %v, want %v", test.a, test.b, got, test.want)
		}
	}
	for text, want := range map[string]bool{`[1,{"a":2e10}]`: true, `[1,{"a":2e9999}]`: false, `"1e9999"`: true} {
		if got := value.Exact(schematest.Value(t, text)); got != want {
			t.Errorf("%s is exact: %v, want %v", text, got, want)
		}
	}
}

// TestKinds: every value has one type, and sets of types keep what is put into them.
func TestKinds(t *testing.T) {
	kinds := map[string]model.Kind{
		`null`: model.Null, `true`: model.Boolean, `1.5`: model.Number, `"a"`: model.String, `[]`: model.Array, `{}`: model.Object,
	}
	var all value.Kinds
	for text, want := range kinds {
		got := value.KindOf(schematest.Value(t, text))
		if got != want {
			t.Errorf("%s is of the type %v, want %v", text, got, want)
		}
		all |= value.KindsOf(got)
	}
	if all != value.EveryKind || len(all.List()) != len(kinds) {
		t.Errorf("got the types %v, want all", all.List())
	}
	if got := value.KindsOf(model.Combined); got != 0 {
		t.Errorf("a combination is of the types %v, want none", got.List())
	}
}

// TestInterval moves ends to integers and compares intervals.
func TestInterval(t *testing.T) {
	number := func(text string) *big.Rat {
		if text == "" {
			return nil
		}
		return model.Rat(text)
	}
	tests := []struct {
		name, min, max     string
		minOpen, maxOpen   bool
		wantMin, wantMax   string
		empty, withinAbove bool
	}{
		{name: "open to both sides"},
		{name: "fractions", min: "0.5", max: "2.5", wantMin: "1", wantMax: "2", withinAbove: true},
		{name: "excluded integers", min: "0", max: "3", minOpen: true, maxOpen: true, wantMin: "1", wantMax: "2", withinAbove: true},
		{name: "below zero", min: "-1.5", max: "-0.5", wantMin: "-1", wantMax: "-1"},
		{name: "no integer", min: "0.2", max: "0.8", wantMin: "1", wantMax: "0", withinAbove: true},
		{name: "nothing", min: "3", max: "2", wantMin: "3", wantMax: "2", empty: true, withinAbove: true},
		{name: "an excluded point", min: "3", max: "3", maxOpen: true, wantMin: "3", wantMax: "2", empty: true, withinAbove: true},
	}
	above := value.Interval{Min: new(big.Rat)}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var i value.Interval
			i.Above(number(test.min), test.minOpen)
			i.Below(number(test.max), test.maxOpen)
			if i.Empty() != test.empty || i.Within(above) != test.withinAbove {
				t.Errorf("empty %v, want %v; at or above zero %v, want %v", i.Empty(), test.empty, i.Within(above), test.withinAbove)
			}
			for end, got := range map[string]*big.Rat{test.wantMin: i.Integers().Min, test.wantMax: i.Integers().Max} {
				if want := number(end); (got == nil) != (want == nil) || got != nil && got.Cmp(want) != 0 {
					t.Errorf("an end among the integers is %v, want %v", got, want)
				}
			}
		})
	}
}
