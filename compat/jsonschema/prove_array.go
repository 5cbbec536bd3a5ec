package jsonschema

import (
	"math/big"
	"slices"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// arrayOf is an array schema with `unevaluatedItems` read as `additionalItems` where nothing else evaluates items, or as
// absent in drafts that do not know it, and what follows the listed items in Additional.
func (p *patterns) arrayOf(n *model.Node) *model.ArrayRules {
	a := *n.Array
	if earlyPrefix(n) {
		p.early = true
		if !p.prefixes {
			a.Tuple, a.IsTuple = nil, a.Additional.Set
		}
	}
	switch {
	case a.Items != nil:
		a.Additional = model.Open{Set: true, Allowed: true, Schema: a.Items}
	case !a.IsTuple:
		a.Additional = model.Open{Allowed: true}
	}
	if !n.Draft.Modern() {
		a.Unevaluated = model.Open{Allowed: true}
	}
	if !a.Additional.Set && !applies(n.Source) {
		a.Additional = a.Unevaluated
	}
	return &a
}

// array takes the keywords of arrays one by one, and then position by position what items must be.
func (o *obstacles) array() {
	r := o.arrayOf(o.reader)
	if r.Max != nil {
		o.keyword(codeBound, arrayWith(func(a *model.ArrayRules) { a.Max = r.Max }), "maxItems")
	}
	if r.Min != nil {
		o.keyword(codeBound, arrayWith(func(a *model.ArrayRules) { a.Min = r.Min }), "minItems")
	}
	if r.Unique {
		o.keyword(codeNotProved, arrayWith(func(a *model.ArrayRules) { a.Unique = true }), "uniqueItems")
	}
	o.positions(r)
	o.contains(r)
	if !r.Additional.Set && !anything(r.Unevaluated) {
		o.keyword("JSONUnevaluatedChanged", o.unevaluatedAlone(), "unevaluatedItems")
	}
}

// unevaluatedAlone is the reader without the keywords that have an obstacle of their own.
func (o *obstacles) unevaluatedAlone() *model.Node {
	if len(o.found) > 0 {
		return anythingAtAll
	}
	return o.reader
}

// positions proves the items that either side lists, and then all further ones. Positions beyond the longest array of the
// writer's do not occur.
func (o *obstacles) positions(r *model.ArrayRules) {
	a := &arrayGoal{}
	listed := len(r.Tuple)
	for _, n := range o.conj {
		if n.Kind == model.Array && !listInItems(n) {
			view := o.viewArray(n, false)
			a.asked = append(a.asked, view)
			listed = max(listed, len(view.Tuple), view.rest)
		}
	}
	if listed > maxListed {
		o.keyword(codeNotProved, o.reader, "items")
		return
	}
	for i := 0; i <= listed; i++ {
		if o.full() || o.safe(o.conj, arrayWith(func(a *model.ArrayRules) { a.Max = big.NewRat(int64(i), 1) })) {
			return
		}
		code, path := itemPath(r, i, listed)
		wrap := func(n *model.Node) *model.Node { return itemAlone(i, listed, n) }
		o.below(o.prove(nodesOf(o.itemOf(a, i)), o.itemAt(r, i)), wrap, code, path...)
	}
}

func nodesOf(wanted []literal) []*model.Node {
	out := make([]*model.Node, len(wanted))
	for i, l := range wanted {
		out[i] = l.node
	}
	return out
}

// itemAlone is the schema of arrays that says what one position is, or all from it on.
func itemAlone(i, listed int, n *model.Node) *model.Node {
	return arrayWith(func(a *model.ArrayRules) {
		a.IsTuple, a.Tuple = true, slices.Repeat([]*model.Node{anythingAtAll}, i)
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
		return codeNotProved, []string{"items"}
	case i < listed:
		return codeNotProved, []string{"items", index(i)}
	case r.Additional == r.Unevaluated && r.Unevaluated.Set:
		return "JSONUnevaluatedChanged", []string{"unevaluatedItems"}
	}
	return codeNotProved, []string{"additionalItems"}
}

// itemAt is what an array schema asks of a position.
func (o *obstacles) itemAt(a *model.ArrayRules, i int) *model.Node {
	if i < len(a.Tuple) {
		return a.Tuple[i]
	}
	return o.openSchema(a.Additional)
}

// openSchema is what a keyword asks of undeclared members.
func (o *obstacles) openSchema(open model.Open) *model.Node {
	switch {
	case open.Schema != nil:
		return open.Schema
	case !open.Allowed:
		return o.made.ofKind(model.False)
	}
	return anythingAtAll
}

// contains proves what arrays must contain.
func (o *obstacles) contains(r *model.ArrayRules) {
	if r.Contains == nil {
		return
	}
	least, most := containsBounds(r)
	path := []string{"contains"}
	switch {
	case most != nil:
		path = []string{"maxContains"}
	case r.CountsContains && !o.askedFor(least):
		path = []string{"minContains"}
	}
	o.keyword("JSONContainsChanged", arrayWith(func(a *model.ArrayRules) {
		a.Contains, a.CountsContains, a.MinContains, a.MaxContains = r.Contains, true, least, most
	}), path...)
}

// askedFor reports whether some schema of the writer's asks for as many items, of whatever kind.
func (o *obstacles) askedFor(least *big.Rat) bool {
	return slices.ContainsFunc(o.conj, func(n *model.Node) bool {
		if n.Kind != model.Array || n.Array.Contains == nil {
			return false
		}
		own, _ := containsBounds(n.Array)
		return own.Cmp(least) >= 0
	})
}

// containsBounds are how many items `contains` asks for; a nil most means no limit.
func containsBounds(a *model.ArrayRules) (least, most *big.Rat) {
	least = big.NewRat(1, 1)
	if a.CountsContains {
		if a.MinContains != nil {
			least = a.MinContains
		}
		most = a.MaxContains
	}
	return least, most
}
