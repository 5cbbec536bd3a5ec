package jsonschema

import (
	"maps"
	"slices"

	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// goal is what is known about one value that is looked for.
type goal struct {
	kinds kindSet
	// met are the literals that were taken in, by sign in has.
	met []literal
	has map[int]bool
	// rules are those that say what a value of one type must be, or must violate.
	rules []literal
	// lists are the values of enums, of each of which the value is one; excluded are those that it must not be.
	lists    [][]*jsontree.Value
	excluded []*jsontree.Value
	// choices are still to be made: one option of each.
	choices []choice
}

// choice is a list of options, each of which is a list of literals.
type choice [][]literal

func newGoal() *goal { return &goal{kinds: everyKind, has: map[int]bool{}} }

func (g *goal) clone() *goal {
	out := *g
	out.met, out.rules = slices.Clip(g.met), slices.Clip(g.rules)
	out.lists, out.excluded, out.choices = slices.Clip(g.lists), slices.Clip(g.excluded), slices.Clip(g.choices)
	out.has = maps.Clone(g.has)
	return &out
}

// branch takes literals into a goal, makes the choices that they leave, and looks for a value of every way to make them.
func (f *finder) branch(g *goal, todo []literal) outcome {
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
		if f.spend(2 + len(g.met)/4) {
			return undecided
		}
		found := f.branch(g.clone(), option)
		if found.value != nil {
			return found
		}
		out.none = out.none && found.none
	}
	return out
}

// narrowest is the choice with the fewest options left, -1 when there is none to make.
func (f *finder) narrowest(g *goal) (index int, options choice) {
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
func (f *finder) open(g *goal, c choice) (left choice, made bool) {
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
func (f *finder) meet(g *goal, l literal) (more []literal, possible bool) {
	f.work++
	sign := f.sign(l)
	switch {
	case g.has[-sign]:
		return nil, false
	case g.has[sign] || l.refused && obscure(l.node):
		return nil, true
	}
	g.has[sign] = true
	if l.node.Kind != model.Combined && l.node.Kind != model.Reference {
		g.met = append(g.met, l)
	}
	if l.node.Dynamic != nil {
		return f.all(g, []*model.Node{f.variant(f.made.stripped, l.node), l.node.Dynamic}, l.refused), true
	}
	if l.refused {
		return f.refuse(g, l.node)
	}
	return f.demand(g, l.node)
}

// obscure reports whether a schema says more than its node.
func obscure(n *model.Node) bool {
	return n.Unread || n.Undecided || empty(n) || n.Kind == model.Reference && n.Target == nil
}

// empty reports whether a schema lists nothing to choose from, which validators read in different ways.
func empty(n *model.Node) bool {
	return n.Kind == model.Combined && len(n.Combined.Parts) == 0 || n.Kind == model.Enum && len(n.Values) == 0
}

// all asks for each of some schemas; or for one of them to be violated.
func (f *finder) all(g *goal, parts []*model.Node, refused bool) []literal {
	literals := make([]literal, len(parts))
	for i, part := range parts {
		literals[i] = literal{part, refused}
	}
	if refused {
		return f.choose(g, literals)
	}
	return literals
}

// choose asks for one of some literals. Where there is one only it is asked for at once.
func (f *finder) choose(g *goal, literals []literal) []literal {
	if len(literals) == 1 {
		return literals
	}
	c := make(choice, len(literals))
	for i, l := range literals {
		c[i] = []literal{l}
	}
	g.choices = append(g.choices, c)
	return nil
}

// demand takes in a schema to satisfy.
func (f *finder) demand(g *goal, n *model.Node) (more []literal, possible bool) {
	switch n.Kind {
	case model.False:
		return nil, false
	case model.Reference:
		if n.Target == nil {
			return nil, true
		}
		return []literal{{n.Target, false}}, true
	case model.Combined:
		return f.demandCombined(g, n), true
	case model.Not:
		return []literal{{n.Negated, true}}, true
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
		g.kinds &= kindOf(n.Kind)
	}
	g.rules = append(g.rules, literal{n, false})
	if n.Kind == model.Object {
		return f.dependencies(n), true
	}
	return nil, true
}

// dependencies are those of a schema to satisfy. What `dependencies` says in a draft that has replaced the word is not relied on.
func (f *finder) dependencies(n *model.Node) []literal {
	if n.Draft.Modern() && n.Source.Get("dependencies") != nil {
		return nil
	}
	var more []literal
	for _, d := range n.Object.Dependencies {
		more = append(more, literal{f.made.dependency(n, d), false})
	}
	return more
}

// maxOneOf is beyond how many schemas oneOf is taken for anyOf, and its opposite for nothing.
const maxOneOf = 128

func (f *finder) demandCombined(g *goal, n *model.Node) []literal {
	parts := n.Combined.Parts
	if len(parts) == 0 {
		return nil
	}
	if n.Combined.Synthetic {
		for _, part := range parts {
			f.around[part] = n
		}
	}
	switch n.Combined.Criterion {
	case model.AllOf:
		return f.all(g, parts, false)
	case model.AnyOf:
		literals := f.all(g, parts, false)
		return f.choose(g, literals)
	}
	if len(parts) > maxOneOf {
		return f.choose(g, f.all(g, parts, false))
	}
	var c choice
	for i := range parts {
		option := []literal{{parts[i], false}}
		for j, other := range parts {
			if j != i {
				option = append(option, literal{other, true})
			}
		}
		c = append(c, option)
	}
	f.work += len(parts) * len(parts) / 8
	g.choices = append(g.choices, c)
	return nil
}

func (f *finder) demandConditional(g *goal, n *model.Node) []literal {
	if n.If == nil || n.Then == nil && n.Else == nil {
		return nil
	}
	met, failed := []literal{{n.If, false}}, []literal{{n.If, true}}
	if n.Then != nil {
		met = append(met, literal{n.Then, false})
	}
	if n.Else != nil {
		failed = append(failed, literal{n.Else, false})
	}
	g.choices = append(g.choices, choice{met, failed})
	return nil
}

// refuse takes in a schema to violate.
func (f *finder) refuse(g *goal, n *model.Node) (more []literal, possible bool) {
	switch n.Kind {
	case model.False:
		return nil, true
	case model.Empty:
		return nil, false
	case model.Reference:
		if n.Target == nil {
			return nil, true
		}
		return []literal{{n.Target, true}}, true
	case model.Combined:
		return f.refuseCombined(g, n), true
	case model.Not:
		return []literal{{n.Negated, false}}, true
	case model.Conditional:
		return nil, f.refuseConditional(g, n)
	case model.Enum, model.Const:
		g.excluded = append(g.excluded, n.Values...)
		return nil, true
	}
	return f.refuseTyped(g, n)
}

// refuseTyped takes in a schema of one type to violate: the value is of another type, or its keywords refuse it.
func (f *finder) refuseTyped(g *goal, n *model.Node) (more []literal, possible bool) {
	kind := kindOf(n.Kind)
	switch {
	case g.kinds&kind == 0:
		return nil, n.Typed
	case !n.Typed:
		g.kinds &= kind
	case g.kinds&^kind != 0 && saysMore(n):
		g.choices = append(g.choices, choice{{{f.made.otherThan(n.Kind), false}}, {{f.made.ofKind(n.Kind), false}, {f.variant(f.made.untyped, n), true}}})
		return nil, true
	case g.kinds&^kind != 0:
		g.kinds &^= kind
		return nil, true
	}
	if !saysMore(n) {
		return nil, false
	}
	if n.Kind != model.Object || len(n.Object.Dependencies) == 0 {
		g.rules = append(g.rules, literal{n, true})
		return nil, true
	}
	c := choice{{{f.variant(f.made.independent, n), true}}}
	for _, d := range n.Object.Dependencies {
		c = append(c, []literal{{f.made.dependency(n, d), true}})
	}
	g.choices = append(g.choices, c)
	return nil, true
}

// saysMore reports whether a schema of one type has more to it than the type.
func saysMore(n *model.Node) bool {
	switch n.Kind {
	case model.Number:
		return *n.Number != model.NumberRules{}
	case model.String:
		return *n.String != model.StringRules{}
	case model.Object:
		o := n.Object
		return len(o.Properties)+len(o.Patterns)+len(o.Required)+len(o.Dependencies) > 0 || o.PropertyNames != nil ||
			o.Min != nil || o.Max != nil || !anything(o.Additional) || !anything(o.Unevaluated)
	case model.Array:
		a := n.Array
		return len(a.Tuple) > 0 || a.Items != nil || a.Contains != nil || a.Unique || a.Min != nil || a.Max != nil ||
			!anything(a.Additional) || !anything(a.Unevaluated)
	}
	return false
}

func (f *finder) refuseCombined(g *goal, n *model.Node) []literal {
	parts := n.Combined.Parts
	if n.Combined.Synthetic {
		for _, part := range parts {
			f.around[part] = n
		}
	}
	if n.Combined.Criterion != model.OneOf {
		if n.Combined.Criterion == model.AllOf {
			return f.all(g, parts, true)
		}
		literals := make([]literal, len(parts))
		for i, part := range parts {
			literals[i] = literal{part, true}
		}
		return literals
	}
	if len(parts) > maxOneOf {
		return nil
	}
	f.work += len(parts) * len(parts) / 8
	var none []literal
	for _, part := range parts {
		none = append(none, literal{part, true})
	}
	c := choice{none}
	for i := range parts {
		for j := range i {
			c = append(c, []literal{{parts[j], false}, {parts[i], false}})
		}
	}
	g.choices = append(g.choices, c)
	return nil
}

func (f *finder) refuseConditional(g *goal, n *model.Node) bool {
	var c choice
	if n.If != nil && n.Then != nil {
		c = append(c, []literal{{n.If, false}, {n.Then, true}})
	}
	if n.If != nil && n.Else != nil {
		c = append(c, []literal{{n.If, true}, {n.Else, true}})
	}
	g.choices = append(g.choices, c)
	return len(c) > 0
}
