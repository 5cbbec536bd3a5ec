package search

import (
	"slices"

	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// leaf looks for a value when all choices are made: among those that are listed, or type by type.
func (f *Finder) leaf(g *goal) Outcome {
	if len(g.lists) > 0 {
		return f.listed(g)
	}
	out := impossible
	for _, kind := range g.kinds.List() {
		found := f.ofType(g, kind)
		if found.Value != nil {
			return found
		}
		out.None = out.None && found.None
	}
	return out
}

// listed tries the values of the shortest list.
func (f *Finder) listed(g *goal) Outcome {
	values := slices.MinFunc(g.lists, func(a, b []*jsontree.Value) int { return len(a) - len(b) })
	return f.among(g, values)
}

func (f *Finder) ofType(g *goal, kind model.Kind) Outcome {
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
