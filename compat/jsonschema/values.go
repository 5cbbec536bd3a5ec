package jsonschema

import (
	"slices"

	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// canon is a text that is the same for equal values as JSON Schema sees them: numbers by value, objects without order.
// Numbers that are not computed with keep their spelling.
func canon(v *jsontree.Value) string { return spelling(canonical(v)) }

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

// equal compares values as JSON Schema does.
func equal(a, b *jsontree.Value) bool { return a.Kind == b.Kind && canon(a) == canon(b) }

// beyond reports whether a number in a value is not computed with.
func beyond(v *jsontree.Value) bool {
	return v.Kind == jsontree.Number && model.Rat(v.Text) == nil || slices.ContainsFunc(v.Items, beyond) ||
		slices.ContainsFunc(v.Members, func(m jsontree.Member) bool { return beyond(m.Value) })
}

// listing are the values that a schema lists. unsure says that not all of them can be told from others.
type listing struct {
	has    map[string]bool
	unsure bool
}

// values is the set of a schema that lists some, made once.
func (p *patterns) values(n *model.Node) *listing {
	set := p.sets[n]
	if set == nil {
		set = &listing{has: make(map[string]bool, len(n.Values))}
		for _, v := range n.Values {
			set.has[canon(v)] = true
			set.unsure = set.unsure || beyond(v)
		}
		p.sets[n] = set
	}
	return set
}
