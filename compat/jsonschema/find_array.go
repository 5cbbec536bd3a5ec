package jsonschema

import (
	"maps"
	"math/big"
	"slices"

	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// maxListed bounds how many positions are looked at one by one, maxMade how many items an array is made of, maxCopies how
// many items that an array is to contain are placed.
const (
	maxListed = 128
	maxMade   = 300
	maxCopies = 4
)

// arrayView is an array schema as validators read it.
type arrayView struct {
	*model.ArrayRules
	// open says what items behind the listed ones must be, rest from which position on that is asked for.
	open model.Open
	rest int
}

// viewArray reads an array schema. What is asked of items that nothing evaluates is asked of those that nothing can
// evaluate; to be violated, of those that are not evaluated in any case.
func (f *finder) viewArray(n *model.Node, refused bool) arrayView {
	v := arrayView{ArrayRules: f.arrayOf(n)}
	v.open, v.rest = v.Additional, len(v.Tuple)
	if v.Additional.Set || anything(v.Unevaluated) {
		return v
	}
	e := possibly(n, f.whole(n))
	if refused {
		e = certainly(n, f.whole(n))
	}
	v.open, v.rest = v.Unevaluated, e.items
	switch {
	case e.allItems:
		v.open, v.rest = model.Open{Allowed: true}, 0
	case len(e.contained) > 0:
		unevaluated := f.made.ofKind(model.False)
		if v.Unevaluated.Schema != nil {
			unevaluated = v.Unevaluated.Schema
		}
		v.open = model.Open{Allowed: true, Schema: f.made.anyOf(append(e.contained, unevaluated))}
	}
	return v
}

// arrayGoal is what an array is to be.
type arrayGoal struct {
	asked  []arrayView
	length interval
	// listed is from where on all positions are alike, spread how many of those are spoken of.
	listed, spread int
	unique         bool
	// everywhere is asked of all items, at of single positions.
	everywhere []literal
	at         map[int][]literal
	// twins are two positions of equal items.
	twins [][2]int
	// few are schemas that no more than some items may satisfy, many those that some items satisfy at least.
	few, many []counted
}

func (a *arrayGoal) clone() *arrayGoal {
	out := *a
	out.everywhere, out.twins, out.few = slices.Clip(a.everywhere), slices.Clip(a.twins), slices.Clip(a.few)
	out.many = slices.Clip(a.many)
	out.at = maps.Clone(a.at)
	return &out
}

// place asks something of a position, which the array must then have.
func (a *arrayGoal) place(i int, l ...literal) {
	a.at[i] = append(slices.Clip(a.at[i]), l...)
	a.spread = max(a.spread, i+1-a.listed)
	a.length.above(big.NewRat(int64(i+1), 1), false)
}

func (f *finder) findArray(g *goal, asked, refused []*model.Node) outcome {
	a := &arrayGoal{length: interval{min: new(big.Rat)}, at: map[int][]literal{}}
	for _, n := range asked {
		if !listInItems(n) {
			a.asked = append(a.asked, f.viewArray(n, false))
		} else {
			a.length.above(n.Array.Min, false)
			a.length.below(n.Array.Max, false)
			a.unique = a.unique || n.Array.Unique
		}
	}
	var others []arrayView
	for _, n := range refused {
		if !listInItems(n) {
			others = append(others, f.viewArray(n, true))
		}
	}
	for _, v := range slices.Concat(a.asked, others) {
		a.listed = max(a.listed, len(v.Tuple), v.rest)
	}
	if a.listed > maxListed {
		return undecided
	}
	for _, v := range a.asked {
		a.length.above(v.Min, false)
		a.length.below(v.Max, false)
		a.unique = a.unique || v.Unique
	}
	if !f.shorten(a) {
		return impossible
	}
	return f.containing(a, a.asked, func(a *arrayGoal) outcome { return f.arrayWithout(g, a, others) })
}

// shorten ends the array before the first position that nothing can stand at.
func (f *finder) shorten(a *arrayGoal) (possible bool) {
	for i := 0; i <= a.listed; i++ {
		end := big.NewRat(int64(i), 1)
		if a.length.maxWithin(interval{max: end}) {
			break
		}
		if f.solve(f.itemOf(a, i)).none {
			a.length.below(end, false)
			break
		}
	}
	return !a.length.empty()
}

// itemOf is what is asked of a position.
func (f *finder) itemOf(a *arrayGoal, i int) []literal {
	out := slices.Concat(a.everywhere, a.at[i])
	for _, v := range a.asked {
		switch {
		case i < len(v.Tuple):
			out = append(out, literal{v.Tuple[i], false})
		case i >= v.rest && v.open.Schema != nil:
			out = append(out, literal{v.open.Schema, false})
		case i >= v.rest && !v.open.Allowed:
			out = append(out, literal{f.made.ofKind(model.False), false})
		}
	}
	return out
}

// somewhere asks for an item at one of the positions from one on: those that are listed, those that are spoken of already,
// or a new one behind them.
func (f *finder) somewhere(a *arrayGoal, l literal, from int, then func(*arrayGoal, int) outcome) outcome {
	out := impossible
	for i := from; i <= max(from, a.listed+a.spread); i++ {
		if f.spend(2) {
			return undecided
		}
		next := a.clone()
		next.place(i, l)
		if next.length.empty() {
			break
		}
		if f.solve(f.itemOf(next, i)).none {
			continue
		}
		found := then(next, i)
		if found.value != nil {
			return found
		}
		out.none = out.none && found.none
	}
	return out
}

// arrayWithout refuses the keywords of each schema that is to be violated in turn.
func (f *finder) arrayWithout(g *goal, a *arrayGoal, refused []arrayView) outcome {
	if len(refused) == 0 {
		return f.makeArray(g, a)
	}
	v, rest := refused[0], refused[1:]
	then := func(a *arrayGoal) outcome { return f.arrayWithout(g, a, rest) }
	var ways []func() outcome
	way := func(change func(*arrayGoal)) {
		ways = append(ways, func() outcome {
			next := a.clone()
			change(next)
			if next.length.integers().empty() {
				return impossible
			}
			return then(next)
		})
	}
	if v.Max != nil {
		way(func(a *arrayGoal) { a.length.above(v.Max, true) })
	}
	if v.Min != nil {
		way(func(a *arrayGoal) { a.length.below(v.Min, true) })
	}
	ways = append(ways, f.wrongItem(a, v, then)...)
	if v.Contains != nil {
		least, most := containsBounds(v.ArrayRules)
		if least.Sign() > 0 {
			ways = append(ways, func() outcome {
				next := a.clone()
				f.atMost(next, v.Contains, new(big.Rat).Sub(least, big.NewRat(1, 1)))
				if f.overfull(next) {
					return impossible
				}
				return then(next)
			})
		}
		if most != nil {
			ways = append(ways, func() outcome {
				return f.atLeast(a, v.Contains, new(big.Rat).Add(most, big.NewRat(1, 1)), 0, then)
			})
		}
	}
	if v.Unique && !a.unique {
		ways = append(ways, func() outcome { return f.equalItems(a, then) })
	}
	return first(ways...)
}

// wrongItem are the ways to hold an item that a schema refuses.
func (f *finder) wrongItem(a *arrayGoal, v arrayView, then func(*arrayGoal) outcome) []func() outcome {
	var ways []func() outcome
	for i, item := range v.Tuple {
		ways = append(ways, func() outcome {
			next := a.clone()
			next.place(i, literal{item, true})
			switch {
			case f.spend(2):
				return undecided
			case next.length.empty() || f.solve(f.itemOf(next, i)).none:
				return impossible
			}
			return then(next)
		})
	}
	switch {
	case v.open.Schema != nil:
		ways = append(ways, func() outcome {
			return f.somewhere(a, literal{v.open.Schema, true}, v.rest, func(a *arrayGoal, _ int) outcome { return then(a) })
		})
	case !v.open.Allowed:
		ways = append(ways, func() outcome {
			return f.somewhere(a, literal{f.made.ofKind(model.Empty), false}, v.rest, func(a *arrayGoal, _ int) outcome { return then(a) })
		})
	}
	return ways
}

// equalItems asks for two positions that hold the same.
func (f *finder) equalItems(a *arrayGoal, then func(*arrayGoal) outcome) outcome {
	anything := literal{f.made.ofKind(model.Empty), false}
	return f.somewhere(a, anything, 0, func(a *arrayGoal, i int) outcome {
		return f.somewhere(a, anything, i+1, func(a *arrayGoal, j int) outcome {
			a.twins = append(a.twins, [2]int{i, j})
			shared := slices.Concat(f.itemOf(a, i), f.itemOf(a, j))
			if f.solve(shared).none {
				return impossible
			}
			a.at[i], a.at[j] = shared, shared
			return then(a)
		})
	})
}

// makeArray makes the shortest array when everything is chosen.
func (f *finder) makeArray(g *goal, a *arrayGoal) outcome {
	length := a.length.integers()
	if length.empty() {
		return impossible
	}
	n, ok := whole(length.min, 0)
	if !ok || n > maxMade {
		return undecided
	}
	if n == 0 && length.max != nil && length.max.Sign() == 0 {
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
		if out.value != nil || out.none && !sparing {
			return out
		}
	}
	if length.max == nil || length.max.Cmp(length.min) > 0 {
		longer := a.clone()
		longer.length.above(big.NewRat(int64(n+1), 1), false)
		if n < a.listed+3 && len(g.excluded) > 0 {
			out := f.makeArray(g, longer)
			return outcome{out.value, out.none && n == 0}
		}
	}
	return undecided
}

// fillArray makes items. sparing keeps those that can be kept from satisfying what few may satisfy.
func (f *finder) fillArray(g *goal, a *arrayGoal, n int, sparing bool) outcome {
	v := &jsontree.Value{Kind: jsontree.Array}
	for i := range n {
		wanted := f.itemOf(a, i)
		if f.solve(wanted).none {
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
func (f *finder) itemBeside(a *arrayGoal, before []*jsontree.Value, wanted []literal, i int) *jsontree.Value {
	for _, twin := range a.twins {
		if twin[1] == i {
			return before[twin[0]]
		}
	}
	item := f.solve(wanted).value
	for a.unique && item != nil && slices.ContainsFunc(before, func(other *jsontree.Value) bool { return equal(other, item) }) {
		wanted = append(wanted, literal{f.made.constant(item), true})
		item = f.solve(wanted).value
	}
	return item
}
