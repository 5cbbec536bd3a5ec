package search

import (
	"slices"

	"github.com/concord-registry/concord/compat/jsonschema/evaluate"
	"github.com/concord-registry/concord/compat/jsonschema/value"
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
	said              []Literal
}

// strangers calls then with a name of every class of undeclared names that match some patterns and others not, until it
// has a value. It is undecided where a class has names that are not known.
func (f *Finder) strangers(o *objectGoal, within class, then func(name string) Outcome) Outcome {
	var open []string
	for _, p := range o.Patterns {
		if !slices.Contains(within.matching, p) && !slices.Contains(within.without, p) && f.Language(p) != nil {
			open = append(open, p)
		}
	}
	left := maxClasses
	return f.classes(o, within, open, o.splits, &left, then)
}

// classes decides pattern by pattern, and then schema by schema, what a name is to do.
func (f *Finder) classes(o *objectGoal, c class, open []string, splits []*model.Node, left *int, then func(name string) Outcome) Outcome {
	if *left--; *left < 0 || f.Spend(4) {
		return undecided
	}
	name := f.stranger(o, c)
	switch {
	case name.None:
		return impossible
	case name.Value == nil:
		return undecided
	case len(open) == 0 && len(splits) == 0:
		out := then(name.Value.Text)
		return Outcome{out.Value, out.None && f.belongs(c, name.Value)}
	}
	yes, no := c, c
	if len(open) > 0 {
		yes.matching, no.without = append(slices.Clip(c.matching), open[0]), append(slices.Clip(c.without), open[0])
		open = open[1:]
	} else {
		yes.said = append(slices.Clip(c.said), Satisfy(splits[0]))
		no.said = append(slices.Clip(c.said), Violate(splits[0]))
		splits = splits[1:]
	}
	return first(
		func() Outcome { return f.classes(o, no, open, splits, left, then) },
		func() Outcome { return f.classes(o, yes, open, splits, left, then) },
	)
}

// belongs reports whether a name certainly does what its class says of names.
func (f *Finder) belongs(c class, name *jsontree.Value) bool {
	return !slices.ContainsFunc(c.said, func(l Literal) bool { return f.satisfies(l, name) != evaluate.Yes })
}

// stranger is a name of a class that is not declared.
func (f *Finder) stranger(o *objectGoal, c class) Outcome {
	wanted := slices.Concat(o.everyName, c.said)
	for _, p := range c.matching {
		wanted = append(wanted, Satisfy(f.Made.Matching(p)))
	}
	for _, p := range c.without {
		wanted = append(wanted, Violate(f.Made.Matching(p)))
	}
	if proper := f.untaken(o, append(slices.Clip(wanted), Satisfy(f.Made.NonEmpty()))); proper.Value != nil {
		return proper
	}
	return f.untaken(o, wanted)
}

// untaken is a name as wanted that is neither declared nor present.
func (f *Finder) untaken(o *objectGoal, wanted []Literal) Outcome {
	name := f.Solve(wanted)
	for avoided := 0; name.Value != nil && o.taken(name.Value.Text); avoided++ {
		if avoided > maxExcluded || f.Spend(4) {
			return undecided
		}
		wanted = append(slices.Clip(wanted), Violate(f.Made.Constant(name.Value)))
		name = f.Solve(wanted)
	}
	return name
}

// addStranger adds a property that no schema declares, of whatever class. unsure says that there may be one where none was
// found.
func (f *Finder) addStranger(o *objectGoal) (added, unsure bool) {
	out := f.strangers(o, class{}, func(name string) Outcome {
		if !f.add(o, name) {
			return impossible
		}
		return Outcome{Value: value.String(name)}
	})
	return out.Value != nil, !out.None
}
