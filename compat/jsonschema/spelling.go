package jsonschema

import (
	"slices"
	"strings"

	"github.com/concord-registry/concord/schema/jsontree"
)

// spelling is a value's text with the members of objects in order of their names: equal for equal values, as far as
// numbers are spelled alike.
func spelling(v *jsontree.Value) string {
	return string(jsontree.Append(nil, ordered(v), nil))
}

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
