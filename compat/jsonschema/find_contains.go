package jsonschema

import (
	"math/big"
	"slices"

	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// What arrays contain is counted: items that must satisfy a schema are placed one by one, and of how many may satisfy one it
// is known when more must than may.

// counted is a schema and a number of items.
type counted struct {
	node  *model.Node
	items *big.Rat
}

// containing takes in what arrays are to contain, schema by schema.
func (f *finder) containing(a *arrayGoal, views []arrayView, then func(*arrayGoal) outcome) outcome {
	i := slices.IndexFunc(views, func(v arrayView) bool { return v.Contains != nil })
	if i < 0 {
		return then(a)
	}
	v, rest := views[i], views[i+1:]
	least, most := containsBounds(v.ArrayRules)
	next := a.clone()
	f.atMost(next, v.Contains, most)
	return f.atLeast(next, v.Contains, least, 0, func(a *arrayGoal) outcome { return f.containing(a, rest, then) })
}

// atMost asks that no more items than most satisfy a schema; a nil most is no limit.
func (f *finder) atMost(a *arrayGoal, n *model.Node, most *big.Rat) {
	switch {
	case most == nil:
	case most.Sign() <= 0:
		a.everywhere = append(a.everywhere, literal{n, true})
	default:
		a.few = append(a.few, counted{n, most})
	}
}

// atLeast asks for items that satisfy a schema, at positions from one on. Of very many it asks for a few.
func (f *finder) atLeast(a *arrayGoal, n *model.Node, least *big.Rat, from int, then func(*arrayGoal) outcome) outcome {
	if least.Sign() <= 0 {
		return then(a)
	}
	a = a.clone()
	a.length.above(least, false)
	a.many = append(a.many, counted{n, least})
	if a.length.empty() || f.overfull(a) {
		return impossible
	}
	copies, ok := whole(least, 0)
	if ok && copies > maxCopies && copies <= maxMade {
		if found := then(a.row(literal{n, false}, copies)); found.value != nil {
			return found
		}
	}
	if !ok || copies > maxCopies {
		copies = maxCopies
	}
	return f.copies(a, literal{n, false}, copies, from, then)
}

// row asks for items side by side behind all positions that are spoken of.
func (a *arrayGoal) row(l literal, n int) *arrayGoal {
	next := a.clone()
	for range n {
		next.place(next.listed+next.spread, l)
	}
	return next
}

// overfull reports whether more items must satisfy a schema than may.
func (f *finder) overfull(a *arrayGoal) bool {
	for _, few := range a.few {
		for _, many := range a.many {
			if many.items.Cmp(few.items) > 0 && f.solve([]literal{{many.node, false}, {few.node, true}}).none {
				return true
			}
		}
	}
	return false
}

// crowded reports whether more of the first n positions than may hold nothing but what satisfies a schema.
func (f *finder) crowded(a *arrayGoal, n int) bool {
	for _, few := range a.few {
		most, ok := whole(few.items, 0)
		for i := 0; ok && i < n && most >= 0; i++ {
			if f.solve(append(f.itemOf(a, i), literal{few.node, true})).none {
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
func (f *finder) copies(a *arrayGoal, l literal, copies, from int, then func(*arrayGoal) outcome) outcome {
	if copies == 0 {
		return then(a)
	}
	return f.somewhere(a, l, from, func(a *arrayGoal, i int) outcome { return f.copies(a, l, copies-1, i+1, then) })
}

// spare asks an item to satisfy none of the schemas that few may satisfy, as far as it can.
func (f *finder) spare(a *arrayGoal, wanted []literal) []literal {
	for _, few := range a.few {
		if without := append(slices.Clip(wanted), literal{few.node, true}); f.solve(without).value != nil {
			wanted = without
		}
	}
	return wanted
}
