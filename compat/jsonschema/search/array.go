package search

import (
	"math/big"
	"slices"

	"github.com/concord-registry/concord/compat/jsonschema/evaluate"
	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

func (f *Finder) findArray(g *goal, asked, refused []*model.Node) Outcome {
	a := &arrayGoal{length: value.Interval{Min: new(big.Rat)}, at: map[int][]Literal{}}
	for _, n := range asked {
		if !evaluate.ListInItems(n) {
			a.asked = append(a.asked, f.ViewArray(n))
		} else {
			a.length.Above(n.Array.Min, false)
			a.length.Below(n.Array.Max, false)
			a.unique = a.unique || n.Array.Unique
		}
	}
	var others []ArrayView
	for _, n := range refused {
		if !evaluate.ListInItems(n) {
			others = append(others, f.refusedArray(n))
		}
	}
	for _, v := range slices.Concat(a.asked, others) {
		a.listed = max(a.listed, len(v.Tuple), v.Rest)
	}
	if a.listed > MaxListed {
		return undecided
	}
	for _, v := range a.asked {
		a.length.Above(v.Min, false)
		a.length.Below(v.Max, false)
		a.unique = a.unique || v.Unique
	}
	if !f.shorten(a) {
		return impossible
	}
	return f.containing(a, a.asked, func(a *arrayGoal) Outcome { return f.arrayWithout(g, a, others) })
}

// shorten ends the array before the first position that nothing can stand at.
func (f *Finder) shorten(a *arrayGoal) (possible bool) {
	for i := 0; i <= a.listed; i++ {
		end := big.NewRat(int64(i), 1)
		if a.length.MaxWithin(value.Interval{Max: end}) {
			break
		}
		if f.Impossible(f.itemOf(a, i)) {
			a.length.Below(end, false)
			break
		}
	}
	return !a.length.Empty()
}

// arrayWithout refuses the keywords of each schema that is to be violated in turn.
func (f *Finder) arrayWithout(g *goal, a *arrayGoal, refused []ArrayView) Outcome {
	if len(refused) == 0 {
		return f.makeArray(g, a)
	}
	v, rest := refused[0], refused[1:]
	then := func(a *arrayGoal) Outcome { return f.arrayWithout(g, a, rest) }
	var ways []func() Outcome
	way := func(change func(*arrayGoal)) {
		ways = append(ways, func() Outcome {
			next := a.clone()
			change(next)
			if next.length.Integers().Empty() {
				return impossible
			}
			return then(next)
		})
	}
	if v.Max != nil {
		way(func(a *arrayGoal) { a.length.Above(v.Max, true) })
	}
	if v.Min != nil {
		way(func(a *arrayGoal) { a.length.Below(v.Min, true) })
	}
	ways = append(ways, f.wrongItem(a, v, then)...)
	if v.Contains != nil {
		least, most := evaluate.ContainsBounds(v.ArrayRules)
		if least.Sign() > 0 {
			ways = append(ways, func() Outcome {
				next := a.clone()
				f.atMost(next, v.Contains, new(big.Rat).Sub(least, big.NewRat(1, 1)))
				if f.overfull(next) {
					return impossible
				}
				return then(next)
			})
		}
		if most != nil {
			ways = append(ways, func() Outcome {
				return f.atLeast(a, v.Contains, new(big.Rat).Add(most, big.NewRat(1, 1)), 0, then)
			})
		}
	}
	if v.Unique && !a.unique {
		ways = append(ways, func() Outcome { return f.equalItems(a, then) })
	}
	return first(ways...)
}

// wrongItem are the ways to hold an item that a schema refuses.
func (f *Finder) wrongItem(a *arrayGoal, v ArrayView, then func(*arrayGoal) Outcome) []func() Outcome {
	var ways []func() Outcome
	for i, item := range v.Tuple {
		ways = append(ways, func() Outcome {
			next := a.clone()
			next.place(i, Violate(item))
			switch {
			case f.Spend(2):
				return undecided
			case next.length.Empty() || f.Impossible(f.itemOf(next, i)):
				return impossible
			}
			return then(next)
		})
	}
	switch {
	case v.Open.Schema != nil:
		ways = append(ways, func() Outcome {
			return f.somewhere(a, Violate(v.Open.Schema), v.Rest, func(a *arrayGoal, _ int) Outcome { return then(a) })
		})
	case !v.Open.Allowed:
		ways = append(ways, func() Outcome {
			return f.somewhere(a, Satisfy(f.Made.OfKind(model.Empty)), v.Rest, func(a *arrayGoal, _ int) Outcome { return then(a) })
		})
	}
	return ways
}

// equalItems asks for two positions that hold the same.
func (f *Finder) equalItems(a *arrayGoal, then func(*arrayGoal) Outcome) Outcome {
	anything := Satisfy(f.Made.OfKind(model.Empty))
	return f.somewhere(a, anything, 0, func(a *arrayGoal, i int) Outcome {
		return f.somewhere(a, anything, i+1, func(a *arrayGoal, j int) Outcome {
			a.twins = append(a.twins, [2]int{i, j})
			shared := slices.Concat(f.itemOf(a, i), f.itemOf(a, j))
			if f.Impossible(shared) {
				return impossible
			}
			a.at[i], a.at[j] = shared, shared
			return then(a)
		})
	})
}

// makeArray makes the shortest array when everything is chosen.
func (f *Finder) makeArray(g *goal, a *arrayGoal) Outcome {
	length := a.length.Integers()
	if length.Empty() {
		return impossible
	}
	n, ok := lengthOf(length.Min, 0)
	if !ok || n > maxMade {
		return undecided
	}
	if n == 0 && length.Max != nil && length.Max.Sign() == 0 {
		return f.among(g, []*jsontree.Value{{Kind: jsontree.Array}})
	}
	if f.crowded(a, n) {
		return impossible
	}
	for _, sparing := range []bool{true, false} {
		if sparing && len(a.few) == 0 {
			continue
		}
		out := f.fillArray(g, a, n, sparing)
		if out.Value != nil || out.None && !sparing {
			return out
		}
	}
	if length.Max == nil || length.Max.Cmp(length.Min) > 0 {
		longer := a.clone()
		longer.length.Above(big.NewRat(int64(n+1), 1), false)
		if n < a.listed+3 && len(g.excluded) > 0 {
			out := f.makeArray(g, longer)
			return Outcome{out.Value, out.None && n == 0}
		}
	}
	return undecided
}

// fillArray makes items. sparing keeps those that can be kept from satisfying what few may satisfy.
func (f *Finder) fillArray(g *goal, a *arrayGoal, n int, sparing bool) Outcome {
	v := &jsontree.Value{Kind: jsontree.Array}
	for i := range n {
		wanted := f.itemOf(a, i)
		if f.Impossible(wanted) {
			return impossible
		}
		if sparing {
			wanted = f.spare(a, wanted)
		}
		item := f.itemBeside(a, v.Items, wanted, i)
		if item == nil {
			return undecided
		}
		v.Items = append(v.Items, item)
	}
	return f.offer(g, v)
}

// itemBeside makes one item: the same as its twin, or another one than those before it where items are unique.
func (f *Finder) itemBeside(a *arrayGoal, before []*jsontree.Value, wanted []Literal, i int) *jsontree.Value {
	for _, twin := range a.twins {
		if twin[1] == i {
			return before[twin[0]]
		}
	}
	item := f.Solve(wanted).Value
	for a.unique && item != nil && slices.ContainsFunc(before, func(other *jsontree.Value) bool { return value.Equal(other, item) }) {
		wanted = append(wanted, Violate(f.Made.Constant(item)))
		item = f.Solve(wanted).Value
	}
	return item
}
