package search

import (
	"maps"
	"math/big"
	"slices"

	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// MaxListed bounds how many positions of an array are looked at one by one, maxMade how many items an array is made of,
// maxCopies how many items that an array is to contain are placed.
const (
	MaxListed = 128
	maxMade   = 300
	maxCopies = 4
)

// arrayGoal is what an array is to be.
type arrayGoal struct {
	asked  []ArrayView
	length value.Interval
	// listed is from where on all positions are alike, spread how many of those are spoken of.
	listed, spread int
	unique         bool
	// everywhere is asked of all items, at of single positions.
	everywhere []Literal
	at         map[int][]Literal
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
func (a *arrayGoal) place(i int, l ...Literal) {
	a.at[i] = append(slices.Clip(a.at[i]), l...)
	a.spread = max(a.spread, i+1-a.listed)
	a.length.Above(big.NewRat(int64(i+1), 1), false)
}

// counted is a schema and a number of items.
type counted struct {
	node  *model.Node
	items *big.Rat
}

// row asks for items side by side behind all positions that are spoken of.
func (a *arrayGoal) row(l Literal, n int) *arrayGoal {
	next := a.clone()
	for range n {
		next.place(next.listed+next.spread, l)
	}
	return next
}

// itemOf is what is asked of a position.
func (f *Finder) itemOf(a *arrayGoal, i int) []Literal {
	out := slices.Concat(a.everywhere, a.at[i])
	for _, v := range a.asked {
		if n := f.Item(v, i); n != nil {
			out = append(out, Satisfy(n))
		}
	}
	return out
}

// somewhere asks for an item at one of the positions from one on: those that are listed, those that are spoken of already,
// or a new one behind them.
func (f *Finder) somewhere(a *arrayGoal, l Literal, from int, then func(*arrayGoal, int) Outcome) Outcome {
	out := impossible
	for i := from; i <= max(from, a.listed+a.spread); i++ {
		if f.Spend(2) {
			return undecided
		}
		next := a.clone()
		next.place(i, l)
		if next.length.Empty() {
			break
		}
		if f.Impossible(f.itemOf(next, i)) {
			continue
		}
		found := then(next, i)
		if found.Value != nil {
			return found
		}
		out.None = out.None && found.None
	}
	return out
}
