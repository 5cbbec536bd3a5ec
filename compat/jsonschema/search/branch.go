package search

import (
	"slices"

	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// branch takes literals into a goal, makes the choices that they leave, and looks for a value of every way to make them.
func (f *Finder) branch(g *goal, todo []Literal) Outcome {
	for len(todo) > 0 {
		next := todo[0]
		more, possible := f.meet(g, next)
		if !possible || g.kinds == 0 {
			return impossible
		}
		todo = append(slices.Clone(more), todo[1:]...)
	}
	i, options := f.narrowest(g)
	if i < 0 {
		return f.leaf(g)
	}
	g.choices = slices.Delete(slices.Clone(g.choices), i, i+1)
	out := impossible
	for _, option := range options {
		if f.Spend(2 + len(g.met)/4) {
			return undecided
		}
		found := f.branch(g.clone(), option)
		if found.Value != nil {
			return found
		}
		out.None = out.None && found.None
	}
	return out
}

// narrowest is the choice with the fewest options left, -1 when there is none to make.
func (f *Finder) narrowest(g *goal) (index int, options choice) {
	index = -1
	left := g.choices[:0:0]
	for _, c := range g.choices {
		if open, made := f.open(g, c); !made {
			left = append(left, open)
		}
	}
	g.choices = left
	for i, c := range g.choices {
		if index < 0 || len(c) < len(options) {
			index, options = i, c
		}
	}
	return index, options
}

// open leaves out the options that contradict what is known. A choice is made when one is known to hold.
func (f *Finder) open(g *goal, c choice) (left choice, made bool) {
	for _, option := range c {
		f.work++
		contradicts, holds := false, true
		for _, l := range option {
			sign := f.sign(l)
			contradicts = contradicts || g.has[-sign]
			holds = holds && g.has[sign]
		}
		if holds {
			return nil, true
		}
		if !contradicts {
			left = append(left, option)
		}
	}
	return left, false
}

// meet takes one literal into a goal, and gives those that follow from it. It is not possible when it contradicts what is
// known.
func (f *Finder) meet(g *goal, l Literal) (more []Literal, possible bool) {
	f.work++
	sign := f.sign(l)
	switch {
	case g.has[-sign]:
		return nil, false
	case g.has[sign] || l.refused && Obscure(l.node):
		return nil, true
	}
	g.has[sign] = true
	if l.node.Kind != model.Combined && l.node.Kind != model.Reference {
		g.met = append(g.met, l)
	}
	if l.node.Dynamic != nil {
		return g.all([]*model.Node{f.Variant(f.Made.Stripped, l.node), l.node.Dynamic}, l.refused), true
	}
	if l.refused {
		return f.refuse(g, l.node)
	}
	return f.demand(g, l.node)
}

// Obscure reports whether a schema says more than its node, so that it cannot be known what violates it.
func Obscure(n *model.Node) bool {
	return n.Unread || n.Undecided || empty(n) || n.Kind == model.Reference && n.Target == nil
}

// empty reports whether a schema lists nothing to choose from, which validators read in different ways.
func empty(n *model.Node) bool {
	return n.Kind == model.Combined && len(n.Combined.Parts) == 0 || n.Kind == model.Enum && len(n.Values) == 0
}
