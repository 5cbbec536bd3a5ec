package jsonschema

import (
	"slices"

	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// leaf looks for a value when all choices are made: among those that are listed, or type by type.
func (f *finder) leaf(g *goal) outcome {
	if len(g.lists) > 0 {
		return f.listed(g)
	}
	out := impossible
	for _, kind := range kindsListed(g.kinds) {
		found := f.ofType(g, kind)
		if found.value != nil {
			return found
		}
		out.none = out.none && found.none
	}
	return out
}

// listed tries the values of the shortest list.
func (f *finder) listed(g *goal) outcome {
	values := slices.MinFunc(g.lists, func(a, b []*jsontree.Value) int { return len(a) - len(b) })
	return f.among(g, values)
}

// among tries all values that there are.
func (f *finder) among(g *goal, values []*jsontree.Value) outcome {
	out := impossible
	for _, v := range values {
		if f.spend(1) {
			return undecided
		}
		if f.refuted(g, v) {
			continue
		}
		if found := f.offer(g, v); found.value != nil {
			return found
		}
		out = undecided
	}
	return out
}

// refuted reports whether a value certainly does not do.
func (f *finder) refuted(g *goal, v *jsontree.Value) bool {
	return kindOf(kindOfValue(v))&g.kinds == 0 ||
		slices.ContainsFunc(g.met, func(l literal) bool { return f.satisfies(l, v) == no })
}

func (f *finder) ofType(g *goal, kind model.Kind) outcome {
	var asked, refused []*model.Node
	for _, rule := range g.rules {
		switch {
		case rule.node.Kind != kind:
		case rule.refused:
			refused = append(refused, rule.node)
		default:
			asked = append(asked, rule.node)
		}
	}
	switch kind {
	case model.Null:
		return f.among(g, []*jsontree.Value{{Kind: jsontree.Null}})
	case model.Boolean:
		return f.among(g, []*jsontree.Value{{Kind: jsontree.Bool, Bool: true}, {Kind: jsontree.Bool}})
	case model.Number:
		return f.findNumber(g, asked, refused)
	case model.String:
		return f.findString(g, asked, refused)
	case model.Array:
		return f.findArray(g, asked, refused)
	}
	return f.findObject(g, asked, refused)
}

func stringValue(text string) *jsontree.Value {
	return &jsontree.Value{Kind: jsontree.String, Text: text}
}
