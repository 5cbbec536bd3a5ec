package search

import (
	"maps"
	"slices"

	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// goal is what is known about one value that is looked for.
type goal struct {
	kinds value.Kinds
	// met are the literals that were taken in, by sign in has.
	met []Literal
	has map[int]bool
	// rules are those that say what a value of one type must be, or must violate.
	rules []Literal
	// lists are the values of enums, of each of which the value is one; excluded are those that it must not be.
	lists    [][]*jsontree.Value
	excluded []*jsontree.Value
	// choices are still to be made: one option of each.
	choices []choice
}

// choice is a list of options, each of which is a list of literals.
type choice [][]Literal

func newGoal() *goal { return &goal{kinds: value.EveryKind, has: map[int]bool{}} }

func (g *goal) clone() *goal {
	out := *g
	out.met, out.rules = slices.Clip(g.met), slices.Clip(g.rules)
	out.lists, out.excluded, out.choices = slices.Clip(g.lists), slices.Clip(g.excluded), slices.Clip(g.choices)
	out.has = maps.Clone(g.has)
	return &out
}

// all asks for each of some schemas; or for one of them to be violated.
func (g *goal) all(parts []*model.Node, refused bool) []Literal {
	literals := make([]Literal, len(parts))
	for i, part := range parts {
		literals[i] = Literal{part, refused}
	}
	if refused {
		return g.choose(literals)
	}
	return literals
}

// choose asks for one of some literals. Where there is one only it is asked for at once.
func (g *goal) choose(literals []Literal) []Literal {
	if len(literals) == 1 {
		return literals
	}
	c := make(choice, len(literals))
	for i, l := range literals {
		c[i] = []Literal{l}
	}
	g.choices = append(g.choices, c)
	return nil
}
