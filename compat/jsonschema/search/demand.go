package search

import (
	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// demand takes in a schema to satisfy.
func (f *Finder) demand(g *goal, n *model.Node) (more []Literal, possible bool) {
	switch n.Kind {
	case model.False:
		return nil, false
	case model.Reference:
		if n.Target == nil {
			return nil, true
		}
		return []Literal{Satisfy(n.Target)}, true
	case model.Combined:
		return f.demandCombined(g, n), true
	case model.Not:
		return []Literal{Violate(n.Negated)}, true
	case model.Conditional:
		return f.demandConditional(g, n), true
	case model.Enum, model.Const:
		if len(n.Values) > 0 {
			g.lists = append(g.lists, n.Values)
		}
		return nil, true
	case model.Empty:
		return nil, true
	}
	if n.Typed {
		g.kinds &= value.KindsOf(n.Kind)
	}
	g.rules = append(g.rules, Satisfy(n))
	if n.Kind == model.Object {
		return f.dependencies(n), true
	}
	return nil, true
}

// dependencies are those of a schema to satisfy. What `dependencies` says in a draft that has replaced the word is not relied on.
func (f *Finder) dependencies(n *model.Node) []Literal {
	if n.Draft.Modern() && n.Source.Get("dependencies") != nil {
		return nil
	}
	var more []Literal
	for _, d := range n.Object.Dependencies {
		more = append(more, Satisfy(f.Made.Dependency(n, d)))
	}
	return more
}

// maxOneOf is beyond how many schemas oneOf is taken for anyOf, and its opposite for nothing.
const maxOneOf = 128

func (f *Finder) demandCombined(g *goal, n *model.Node) []Literal {
	parts := n.Combined.Parts
	if len(parts) == 0 {
		return nil
	}
	f.Unfold(n)
	switch {
	case n.Combined.Criterion == model.AllOf:
		return g.all(parts, false)
	case n.Combined.Criterion == model.AnyOf || len(parts) > maxOneOf:
		return g.choose(g.all(parts, false))
	}
	var c choice
	for i := range parts {
		option := []Literal{Satisfy(parts[i])}
		for j, other := range parts {
			if j != i {
				option = append(option, Violate(other))
			}
		}
		c = append(c, option)
	}
	f.work += len(parts) * len(parts) / 8
	g.choices = append(g.choices, c)
	return nil
}

func (f *Finder) demandConditional(g *goal, n *model.Node) []Literal {
	if n.If == nil || n.Then == nil && n.Else == nil {
		return nil
	}
	met, failed := []Literal{Satisfy(n.If)}, []Literal{Violate(n.If)}
	if n.Then != nil {
		met = append(met, Satisfy(n.Then))
	}
	if n.Else != nil {
		failed = append(failed, Satisfy(n.Else))
	}
	g.choices = append(g.choices, choice{met, failed})
	return nil
}
