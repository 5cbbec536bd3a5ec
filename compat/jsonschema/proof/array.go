package proof

import (
	"math/big"
	"slices"
	"strconv"

	"github.com/concord-registry/concord/compat/jsonschema/evaluate"
	"github.com/concord-registry/concord/compat/jsonschema/made"
	"github.com/concord-registry/concord/compat/jsonschema/search"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// array takes the keywords of arrays one by one, and then position by position what items must be.
func (o *obstacles) array() {
	r := o.Array(o.reader)
	if r.Max != nil {
		o.keyword(BoundTightened, made.Array(func(a *model.ArrayRules) { a.Max = r.Max }), "maxItems")
	}
	if r.Min != nil {
		o.keyword(BoundTightened, made.Array(func(a *model.ArrayRules) { a.Min = r.Min }), "minItems")
	}
	if r.Unique {
		o.keyword(NotProved, made.Array(func(a *model.ArrayRules) { a.Unique = true }), "uniqueItems")
	}
	o.positions(r)
	o.contains(r)
	if !r.Additional.Set && !r.Unevaluated.Anything() {
		o.keyword(UnevaluatedChanged, o.unevaluatedAlone(), "unevaluatedItems")
	}
}

// positions proves the items that either side lists, and then all further ones. Positions beyond the longest array of the
// writer's do not occur.
func (o *obstacles) positions(r *model.ArrayRules) {
	var w []search.ArrayView
	listed := len(r.Tuple)
	for _, n := range o.conj {
		if n.Kind == model.Array && !evaluate.ListInItems(n) {
			view := o.ViewArray(n)
			w = append(w, view)
			listed = max(listed, len(view.Tuple), view.Rest)
		}
	}
	if listed > search.MaxListed {
		o.keyword(NotProved, o.reader, "items")
		return
	}
	for i := 0; i <= listed; i++ {
		if o.full() || o.safe(o.conj, made.Array(func(a *model.ArrayRules) { a.Max = big.NewRat(int64(i), 1) })) {
			return
		}
		code, path := itemPath(r, i, listed)
		wrap := func(n *model.Node) *model.Node { return itemAlone(i, listed, n) }
		o.below(o.prove(o.itemOf(w, i), o.itemAt(r, i)), wrap, code, path...)
	}
}

// itemOf is what the writer asks of a position.
func (o *obstacles) itemOf(w []search.ArrayView, i int) []*model.Node {
	var out []*model.Node
	for _, v := range w {
		if n := o.Item(v, i); n != nil {
			out = append(out, n)
		}
	}
	return out
}

// itemAlone is the schema of arrays that says what one position is, or all from it on.
func itemAlone(i, listed int, n *model.Node) *model.Node {
	return made.Array(func(a *model.ArrayRules) {
		a.IsTuple, a.Tuple = true, slices.Repeat([]*model.Node{made.Anything}, i)
		if i < listed {
			a.Tuple = append(a.Tuple, n)
		} else {
			a.Additional = model.Open{Set: true, Allowed: true, Schema: n}
		}
	})
}

// itemPath is where the reader speaks about a position.
func itemPath(r *model.ArrayRules, i, listed int) (code rule.Code, path []string) {
	switch {
	case r.Items != nil:
		return NotProved, []string{"items"}
	case i < listed:
		return NotProved, []string{"items", strconv.Itoa(i)}
	case r.Additional == r.Unevaluated && r.Unevaluated.Set:
		return UnevaluatedChanged, []string{"unevaluatedItems"}
	}
	return NotProved, []string{"additionalItems"}
}

// itemAt is what an array schema asks of a position.
func (o *obstacles) itemAt(a *model.ArrayRules, i int) *model.Node {
	if i < len(a.Tuple) {
		return a.Tuple[i]
	}
	return o.openSchema(a.Additional)
}

// contains proves what arrays must contain.
func (o *obstacles) contains(r *model.ArrayRules) {
	if r.Contains == nil {
		return
	}
	least, most := evaluate.ContainsBounds(r)
	path := []string{"contains"}
	switch {
	case most != nil:
		path = []string{"maxContains"}
	case r.CountsContains && !o.askedFor(least):
		path = []string{"minContains"}
	}
	o.keyword(ContainsChanged, made.Array(func(a *model.ArrayRules) {
		a.Contains, a.CountsContains, a.MinContains, a.MaxContains = r.Contains, true, least, most
	}), path...)
}

// askedFor reports whether some schema of the writer's asks for as many items, of whatever kind.
func (o *obstacles) askedFor(least *big.Rat) bool {
	return slices.ContainsFunc(o.conj, func(n *model.Node) bool {
		if n.Kind != model.Array || n.Array.Contains == nil {
			return false
		}
		own, _ := evaluate.ContainsBounds(n.Array)
		return own.Cmp(least) >= 0
	})
}
