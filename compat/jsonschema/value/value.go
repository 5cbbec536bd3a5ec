// Package value knows the values that schemas speak of: when two are equal, which types they have, and the ranges of
// numbers.
package value

import (
	"slices"
	"strings"

	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// Text is a value as it is written, without white space.
func Text(v *jsontree.Value) string { return string(jsontree.Append(nil, v, nil)) }

// String is the value of a text.
func String(text string) *jsontree.Value { return &jsontree.Value{Kind: jsontree.String, Text: text} }

// Spelling is a value's text with the members of objects in order of their names: equal for equal values, as far as
// numbers are spelled alike. That of nil is null.
func Spelling(v *jsontree.Value) string { return Text(ordered(v)) }

func ordered(v *jsontree.Value) *jsontree.Value {
	if v == nil {
		return &jsontree.Value{}
	}
	out := *v
	out.Items = make([]*jsontree.Value, len(v.Items))
	for i, item := range v.Items {
		out.Items[i] = ordered(item)
	}
	out.Members = slices.Clone(v.Members)
	for i := range out.Members {
		out.Members[i].Value = ordered(out.Members[i].Value)
	}
	slices.SortFunc(out.Members, func(a, b jsontree.Member) int { return strings.Compare(a.Name, b.Name) })
	return &out
}

// Canonical is a text that is the same for equal values as JSON Schema sees them: numbers by value, objects without order.
// Numbers of which [Exact] is false keep their spelling.
func Canonical(v *jsontree.Value) string { return Spelling(canonical(v)) }

func canonical(v *jsontree.Value) *jsontree.Value {
	switch v.Kind {
	case jsontree.Number:
		if x := model.Rat(v.Text); x != nil {
			return &jsontree.Value{Kind: jsontree.Number, Text: x.RatString()}
		}
	case jsontree.Array:
		out := &jsontree.Value{Kind: jsontree.Array}
		for _, item := range v.Items {
			out.Items = append(out.Items, canonical(item))
		}
		return out
	case jsontree.Object:
		out := &jsontree.Value{Kind: jsontree.Object}
		for _, m := range v.Members {
			out.Members = append(out.Members, jsontree.Member{Name: m.Name, Value: canonical(m.Value)})
		}
		return out
	}
	return v
}

// Equal compares values as JSON Schema does. It may miss that two are equal that are not [Exact].
func Equal(a, b *jsontree.Value) bool { return a.Kind == b.Kind && Canonical(a) == Canonical(b) }

// Exact reports whether all numbers in a value are computed with. Those of very large exponents are not, see [model.Rat].
func Exact(v *jsontree.Value) bool {
	return !(v.Kind == jsontree.Number && model.Rat(v.Text) == nil || slices.ContainsFunc(v.Items, inexact) ||
		slices.ContainsFunc(v.Members, func(m jsontree.Member) bool { return inexact(m.Value) }))
}

func inexact(v *jsontree.Value) bool { return !Exact(v) }
