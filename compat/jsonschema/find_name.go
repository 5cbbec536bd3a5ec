package jsonschema

import (
	"slices"

	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// Names that no schema declares fall into classes: by which of the patterns match them, and by which of the schemas refuse
// them that are to be violated by a name. All names of a class may hold the same and do the same, so that one stands for all.

// maxClasses bounds how many classes are looked at for one question.
const maxClasses = 64

// class is a way for a name to match some patterns and others not, and to satisfy or violate what is said of names.
type class struct {
	matching, without []string
	said              []literal
}

// strangers calls then with a name of every class of undeclared names that match some patterns and others not, until it
// has a value. It is undecided where a class has names that are not known.
func (f *finder) strangers(o *objectGoal, within class, then func(name string) outcome) outcome {
	var open []string
	for _, p := range o.patterns {
		if !slices.Contains(within.matching, p) && !slices.Contains(within.without, p) && f.language(p) != nil {
			open = append(open, p)
		}
	}
	left := maxClasses
	return f.classes(o, within, open, o.splits, &left, then)
}

// classes decides pattern by pattern, and then schema by schema, what a name is to do.
func (f *finder) classes(o *objectGoal, c class, open []string, splits []*model.Node, left *int, then func(name string) outcome) outcome {
	if *left--; *left < 0 || f.spend(4) {
		return undecided
	}
	name := f.stranger(o, c)
	switch {
	case name.none:
		return impossible
	case name.value == nil:
		return undecided
	case len(open) == 0 && len(splits) == 0:
		out := then(name.value.Text)
		return outcome{out.value, out.none && f.belongs(c, name.value)}
	}
	yes, no := c, c
	if len(open) > 0 {
		yes.matching, no.without = append(slices.Clip(c.matching), open[0]), append(slices.Clip(c.without), open[0])
		open = open[1:]
	} else {
		yes.said = append(slices.Clip(c.said), literal{splits[0], false})
		no.said = append(slices.Clip(c.said), literal{splits[0], true})
		splits = splits[1:]
	}
	return first(
		func() outcome { return f.classes(o, no, open, splits, left, then) },
		func() outcome { return f.classes(o, yes, open, splits, left, then) },
	)
}

// belongs reports whether a name certainly does what its class says of names.
func (f *finder) belongs(c class, name *jsontree.Value) bool {
	return !slices.ContainsFunc(c.said, func(l literal) bool { return f.satisfies(l, name) != yes })
}

// stranger is a name of a class that is not declared.
func (f *finder) stranger(o *objectGoal, c class) outcome {
	wanted := slices.Concat(o.names, c.said)
	for _, p := range c.matching {
		wanted = append(wanted, literal{f.made.matching(p), false})
	}
	for _, p := range c.without {
		wanted = append(wanted, literal{f.made.matching(p), true})
	}
	if proper := f.untaken(o, append(slices.Clip(wanted), literal{f.made.nonEmpty(), false})); proper.value != nil {
		return proper
	}
	return f.untaken(o, wanted)
}

// untaken is a name as wanted that is neither declared nor present.
func (f *finder) untaken(o *objectGoal, wanted []literal) outcome {
	name := f.solve(wanted)
	for avoided := 0; name.value != nil && f.taken(o, name.value.Text); avoided++ {
		if avoided > maxExcluded || f.spend(4) {
			return undecided
		}
		wanted = append(slices.Clip(wanted), literal{f.made.constant(name.value), true})
		name = f.solve(wanted)
	}
	return name
}

func (f *finder) taken(o *objectGoal, name string) bool {
	_, present := o.present[name]
	return present || o.speaksOf(name)
}

// addStranger adds a property that no schema declares, of whatever class. unsure says that there may be one where none was
// found.
func (f *finder) addStranger(o *objectGoal) (added, unsure bool) {
	out := f.strangers(o, class{}, func(name string) outcome {
		if !f.add(o, name) {
			return impossible
		}
		return outcome{value: stringValue(name)}
	})
	return out.value != nil, !out.none
}

// wrongProperty asks for a property that a schema refuses the value of.
func (f *finder) wrongProperty(o *objectGoal, v objectView, then func(*objectGoal) outcome) outcome {
	refuse := func(name string, node *model.Node) outcome {
		if f.spend(2) {
			return undecided
		}
		l := literal{node, true}
		if f.solve(f.valueOf(o, name, l)).none {
			return impossible
		}
		next := o.clone()
		if !f.add(next, name, l) {
			return impossible
		}
		return then(next)
	}
	out := impossible
	for _, name := range f.spokenOf(o) {
		for _, node := range f.refusing(v, name) {
			if f.asks(o, name, node) {
				continue
			}
			found := refuse(name, node)
			if found.value != nil {
				return found
			}
			out.none = out.none && found.none
		}
	}
	others := f.wrongStranger(o, v, refuse)
	others.none = others.none && out.none
	return others
}

// asks reports whether what is asked of a property says so by itself.
func (f *finder) asks(o *objectGoal, name string, node *model.Node) bool {
	for _, v := range o.asked {
		if declared := v.Property(name); declared != nil && same(declared, node) {
			return true
		}
	}
	return false
}

// asksOthers reports whether what is asked of undeclared properties of a class says so by itself.
func (f *finder) asksOthers(o *objectGoal, within class, node *model.Node) bool {
	for _, v := range o.asked {
		excluded := true
		for _, p := range v.Patterns {
			if slices.Contains(within.matching, p.Name) && same(p.Node, node) {
				return true
			}
			excluded = excluded && slices.Contains(within.without, p.Name)
		}
		if excluded && v.beside == nil && (!v.open.Allowed || v.open.Schema != nil && same(v.open.Schema, node)) {
			return true
		}
	}
	return false
}

// same reports whether two schemas are known to say the same.
func same(a, b *model.Node) bool {
	return a == b || a.Fingerprint == b.Fingerprint && a.Fingerprint != model.Fingerprint{}
}

// spokenOf are the names that are declared or present.
func (f *finder) spokenOf(o *objectGoal) []string {
	out := slices.Clone(o.order)
	for _, name := range o.declared {
		if _, present := o.present[name]; !present {
			out = append(out, name)
		}
	}
	return out
}

// refusing are the schemas that a view may apply to a name.
func (f *finder) refusing(v objectView, name string) []*model.Node {
	nodes, sure := f.applying(v, name)
	if sure {
		return nodes
	}
	for _, p := range v.Patterns {
		if f.match(p.Name, name) == unknown {
			nodes = append(nodes, p.Node)
		}
	}
	return append(nodes, f.openOf(v)...)
}

func (f *finder) openOf(v objectView) []*model.Node {
	switch {
	case v.open.Schema != nil:
		return []*model.Node{v.open.Schema}
	case !v.open.Allowed:
		return []*model.Node{f.made.ofKind(model.False)}
	}
	return nil
}

// wrongStranger asks for an undeclared property that a schema refuses the value of, by a pattern or as an undeclared one.
func (f *finder) wrongStranger(o *objectGoal, v objectView, refuse func(string, *model.Node) outcome) outcome {
	var ways []func() outcome
	var all []string
	for _, p := range v.Patterns {
		all = append(all, p.Name)
		within := class{matching: []string{p.Name}}
		if f.language(p.Name) == nil {
			within = class{}
		}
		ways = append(ways, func() outcome {
			if f.asksOthers(o, within, p.Node) {
				return impossible
			}
			return f.strangers(o, within, func(name string) outcome { return refuse(name, p.Node) })
		})
	}
	for _, node := range f.openOf(v) {
		known := slices.DeleteFunc(slices.Clone(all), func(p string) bool { return f.language(p) == nil })
		ways = append(ways, func() outcome {
			if f.asksOthers(o, class{without: known}, node) {
				return impossible
			}
			return f.strangers(o, class{without: known}, func(name string) outcome {
				if v.beside != nil && v.beside.covers(f.patterns, name) == yes {
					return impossible
				}
				return refuse(name, node)
			})
		})
	}
	return first(ways...)
}

// wrongName asks for a property whose name a schema refuses.
func (f *finder) wrongName(o *objectGoal, names *model.Node, then func(*objectGoal) outcome) outcome {
	l := literal{names, true}
	with := func(name string) outcome {
		next := o.clone()
		if f.spend(2) {
			return undecided
		}
		if !f.add(next, name) {
			return impossible
		}
		return then(next)
	}
	out := impossible
	for _, name := range f.spokenOf(o) {
		if f.satisfies(l, stringValue(name)) == no {
			continue
		}
		found := with(name)
		if found.value != nil {
			return found
		}
		out.none = out.none && found.none
	}
	narrowed := *o
	narrowed.names = append(slices.Clip(o.names), l)
	others := f.strangers(&narrowed, class{}, with)
	others.none = others.none && out.none
	return others
}
