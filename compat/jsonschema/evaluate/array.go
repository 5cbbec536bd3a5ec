package evaluate

import (
	"math/big"
	"slices"

	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

func (e *evaluation) array(n *model.Node, v *jsontree.Value) Answer {
	r := e.Array(n)
	count := big.NewRat(int64(len(v.Items)), 1)
	out := said(value.Point(count).Within(value.Interval{Min: r.Min, Max: r.Max}))
	if ListInItems(n) || !r.Additional.Set && !r.Unevaluated.Anything() && len(v.Items) > len(r.Tuple) {
		out = both(out, Unknown)
	}
	if r.Unique {
		out = both(out, e.unique(v.Items))
	}
	if r.Contains != nil && out != No {
		out = both(out, e.contains(r, v.Items))
	}
	for i, item := range v.Items {
		if out == No || ListInItems(n) {
			break
		}
		if i < len(r.Tuple) {
			out = both(out, e.accepts(r.Tuple[i], item))
		} else {
			out = both(out, e.open(r.Additional, item))
		}
	}
	return out
}

// unique compares every item with every other one.
func (e *evaluation) unique(items []*jsontree.Value) Answer {
	for i, item := range items {
		if e.steps += i; e.steps > maxEvaluations {
			return Unknown
		}
		if slices.ContainsFunc(items[:i], func(other *jsontree.Value) bool { return value.Equal(item, other) }) {
			return No
		}
	}
	if slices.ContainsFunc(items, func(v *jsontree.Value) bool { return !value.Exact(v) }) {
		return Unknown
	}
	return Yes
}

func (e *evaluation) contains(r *model.ArrayRules, items []*jsontree.Value) Answer {
	count := map[Answer]int{}
	for _, item := range items {
		count[e.accepts(r.Contains, item)]++
	}
	least, most := ContainsBounds(r)
	low, high := big.NewRat(int64(count[Yes]), 1), big.NewRat(int64(count[Yes]+count[Unknown]), 1)
	asked := value.Interval{Min: least, Max: most}
	switch {
	case high.Cmp(least) < 0 || most != nil && low.Cmp(most) > 0:
		return No
	case value.Interval{Min: low, Max: high}.Within(asked):
		return Yes
	}
	return Unknown
}
