package search

import (
	"slices"

	"github.com/concord-registry/concord/compat/jsonschema/evaluate"
	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/schema/jsontree"
)

// offer is a value for the goal at hand: nil when it is certainly none, or not agreed to.
func (f *Finder) offer(g *goal, v *jsontree.Value) Outcome {
	f.work += 8 + len(g.met)
	for _, l := range g.met {
		if f.satisfies(l, v) == evaluate.No {
			return undecided
		}
	}
	if f.depth == 1 && f.accept != nil {
		if f.offered++; f.offered > maxOffered || !f.accept(v) {
			return undecided
		}
	}
	return Outcome{Value: v}
}

// among tries all values that there are.
func (f *Finder) among(g *goal, values []*jsontree.Value) Outcome {
	out := impossible
	for _, v := range values {
		if f.Spend(1) {
			return undecided
		}
		if f.refuted(g, v) {
			continue
		}
		if found := f.offer(g, v); found.Value != nil {
			return found
		}
		out = undecided
	}
	return out
}

// refuted reports whether a value certainly does not do.
func (f *Finder) refuted(g *goal, v *jsontree.Value) bool {
	return value.KindsOf(value.KindOf(v))&g.kinds == 0 ||
		slices.ContainsFunc(g.met, func(l Literal) bool { return f.satisfies(l, v) == evaluate.No })
}
