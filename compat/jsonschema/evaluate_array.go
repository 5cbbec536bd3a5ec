package jsonschema

import (
	"math/big"
	"slices"

	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

func (e *evaluation) array(n *model.Node, v *jsontree.Value) answer {
	r := e.arrayOf(n)
	count := big.NewRat(int64(len(v.Items)), 1)
	out := said(interval{min: count, max: count}.within(interval{min: r.Min, max: r.Max}))
	if listInItems(n) || !r.Additional.Set && !anything(r.Unevaluated) && len(v.Items) > len(r.Tuple) {
		out = both(out, unknown)
	}
	if r.Unique {
		out = both(out, e.unique(v.Items))
	}
	if r.Contains != nil && out != no {
		out = both(out, e.contains(r, v.Items))
	}
	for i, item := range v.Items {
		if out == no || listInItems(n) {
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
func (e *evaluation) unique(items []*jsontree.Value) answer {
	for i, item := range items {
		if e.steps += i; e.steps > maxEvaluations {
			return unknown
		}
		if slices.ContainsFunc(items[:i], func(other *jsontree.Value) bool { return equal(item, other) }) {
			return no
		}
	}
	if slices.ContainsFunc(items, beyond) {
		return unknown
	}
	return yes
}

func (e *evaluation) contains(r *model.ArrayRules, items []*jsontree.Value) answer {
	count := map[answer]int{}
	for _, item := range items {
		count[e.accepts(r.Contains, item)]++
	}
	least, most := containsBounds(r)
	low, high := big.NewRat(int64(count[yes]), 1), big.NewRat(int64(count[yes]+count[unknown]), 1)
	asked := interval{min: least, max: most}
	switch {
	case high.Cmp(least) < 0 || most != nil && low.Cmp(most) > 0:
		return no
	case interval{min: low, max: high}.within(asked):
		return yes
	}
	return unknown
}
