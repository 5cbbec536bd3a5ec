package search

import (
	"slices"

	"github.com/concord-registry/concord/compat/jsonschema/evaluate"
	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// wrongProperty asks for a property that a schema refuses the value of.
func (f *Finder) wrongProperty(o *objectGoal, v ObjectView, then func(*objectGoal) Outcome) Outcome {
	refuse := func(name string, node *model.Node) Outcome {
		if f.Spend(2) {
			return undecided
		}
		l := Violate(node)
		if f.Impossible(f.valueOf(o, name, l)) {
			return impossible
		}
		next := o.clone()
		if !f.add(next, name, l) {
			return impossible
		}
		return then(next)
	}
	out := impossible
	for _, name := range o.spokenOf() {
		for _, node := range f.MayApply(v, name) {
			if o.asks(name, node) {
				continue
			}
			found := refuse(name, node)
			if found.Value != nil {
				return found
			}
			out.None = out.None && found.None
		}
	}
	others := f.wrongStranger(o, v, refuse)
	others.None = others.None && out.None
	return others
}

// asks reports whether what is asked of a property says so by itself.
func (o *objectGoal) asks(name string, node *model.Node) bool {
	for _, v := range o.asked {
		if declared := v.Property(name); declared != nil && same(declared, node) {
			return true
		}
	}
	return false
}

// asksOthers reports whether what is asked of undeclared properties of a class says so by itself.
func (o *objectGoal) asksOthers(within class, node *model.Node) bool {
	for _, v := range o.asked {
		excluded := true
		for _, p := range v.Patterns {
			if slices.Contains(within.matching, p.Name) && same(p.Node, node) {
				return true
			}
			excluded = excluded && slices.Contains(within.without, p.Name)
		}
		if excluded && v.Beside == nil && (!v.Open.Allowed || v.Open.Schema != nil && same(v.Open.Schema, node)) {
			return true
		}
	}
	return false
}

// same reports whether two schemas are known to say the same.
func same(a, b *model.Node) bool {
	return a == b || a.Fingerprint == b.Fingerprint && a.Fingerprint != model.Fingerprint{}
}

// wrongStranger asks for an undeclared property that a schema refuses the value of, by a pattern or as an undeclared one.
func (f *Finder) wrongStranger(o *objectGoal, v ObjectView, refuse func(string, *model.Node) Outcome) Outcome {
	var ways []func() Outcome
	var all []string
	for _, p := range v.Patterns {
		all = append(all, p.Name)
		within := class{matching: []string{p.Name}}
		if f.Language(p.Name) == nil {
			within = class{}
		}
		ways = append(ways, func() Outcome {
			if o.asksOthers(within, p.Node) {
				return impossible
			}
			return f.strangers(o, within, func(name string) Outcome { return refuse(name, p.Node) })
		})
	}
	for _, node := range f.undeclared(v) {
		known := slices.DeleteFunc(slices.Clone(all), func(p string) bool { return f.Language(p) == nil })
		ways = append(ways, func() Outcome {
			if o.asksOthers(class{without: known}, node) {
				return impossible
			}
			return f.strangers(o, class{without: known}, func(name string) Outcome {
				if v.Beside != nil && v.Beside.Covers(f.Evaluator, name) == evaluate.Yes {
					return impossible
				}
				return refuse(name, node)
			})
		})
	}
	return first(ways...)
}

// wrongName asks for a property whose name a schema refuses.
func (f *Finder) wrongName(o *objectGoal, names *model.Node, then func(*objectGoal) Outcome) Outcome {
	l := Violate(names)
	with := func(name string) Outcome {
		next := o.clone()
		if f.Spend(2) {
			return undecided
		}
		if !f.add(next, name) {
			return impossible
		}
		return then(next)
	}
	out := impossible
	for _, name := range o.spokenOf() {
		if f.satisfies(l, value.String(name)) == evaluate.No {
			continue
		}
		found := with(name)
		if found.Value != nil {
			return found
		}
		out.None = out.None && found.None
	}
	narrowed := *o
	narrowed.everyName = append(slices.Clip(o.everyName), l)
	others := f.strangers(&narrowed, class{}, with)
	others.None = others.None && out.None
	return others
}
