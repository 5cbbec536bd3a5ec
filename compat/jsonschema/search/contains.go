package search

import (
	"math/big"
	"slices"

	"github.com/concord-registry/concord/compat/jsonschema/evaluate"
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// What arrays contain is counted: items that must satisfy a schema are placed one by one, and of how many may satisfy one it
// is known when more must than may.

// containing takes in what arrays are to contain, schema by schema.
func (f *Finder) containing(a *arrayGoal, views []ArrayView, then func(*arrayGoal) Outcome) Outcome {
	i := slices.IndexFunc(views, func(v ArrayView) bool { return v.Contains != nil })
	if i < 0 {
		return then(a)
	}
	v, rest := views[i], views[i+1:]
	least, most := evaluate.ContainsBounds(v.ArrayRules)
	next := a.clone()
	f.atMost(next, v.Contains, most)
	return f.atLeast(next, v.Contains, least, 0, func(a *arrayGoal) Outcome { return f.containing(a, rest, then) })
}

// atMost asks that no more items than most satisfy a schema; a nil most is no limit.
func (f *Finder) atMost(a *arrayGoal, n *model.Node, most *big.Rat) {
	switch {
	case most == nil:
	case most.Sign() <= 0:
		a.everywhere = append(a.everywhere, Violate(n))
	default:
		a.few = append(a.few, counted{n, most})
	}
}

// atLeast asks for items that satisfy a schema, at positions from one on. Of very many it asks for a few.
func (f *Finder) atLeast(a *arrayGoal, n *model.Node, least *big.Rat, from int, then func(*arrayGoal) Outcome) Outcome {
	if least.Sign() <= 0 {
		return then(a)
	}
	a = a.clone()
	a.length.Above(least, false)
	a.many = append(a.many, counted{n, least})
	if a.length.Empty() || f.overfull(a) {
		return impossible
	}
	copies, ok := lengthOf(least, 0)
	if ok && copies > maxCopies && copies <= maxMade {
		if found := then(a.row(Satisfy(n), copies)); found.Value != nil {
			return found
		}
	}
	if !ok || copies > maxCopies {
		copies = maxCopies
	}
	return f.copies(a, Satisfy(n), copies, from, then)
}

// overfull reports whether more items must satisfy a schema than may.
func (f *Finder) overfull(a *arrayGoal) bool {
	for _, few := range a.few {
		for _, many := range a.many {
			if many.items.Cmp(few.items) > 0 && f.Impossible([]Literal{Satisfy(many.node), Violate(few.node)}) {
				return true
			}
		}
	}
	return false
}

// crowded reports whether more of the first n positions than may hold nothing but what satisfies a schema.
func (f *Finder) crowded(a *arrayGoal, n int) bool {
	for _, few := range a.few {
		most, ok := lengthOf(few.items, 0)
		for i := 0; ok && i < n && most >= 0; i++ {
			if f.Impossible(append(f.itemOf(a, i), Violate(few.node))) {
				most--
			}
		}
		if ok && most < 0 {
			return true
		}
	}
	return false
}

// copies places a number of items that satisfy a schema, each behind the one before.
func (f *Finder) copies(a *arrayGoal, l Literal, copies, from int, then func(*arrayGoal) Outcome) Outcome {
	if copies == 0 {
		return then(a)
	}
	return f.somewhere(a, l, from, func(a *arrayGoal, i int) Outcome { return f.copies(a, l, copies-1, i+1, then) })
}

// spare asks an item to satisfy none of the schemas that few may satisfy, as far as it can.
func (f *Finder) spare(a *arrayGoal, wanted []Literal) []Literal {
	for _, few := range a.few {
		if without := append(slices.Clip(wanted), Violate(few.node)); f.Solve(without).Value != nil {
			wanted = without
		}
	}
	return wanted
}
