package jsonschema

import (
	"math/big"
	"slices"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// arraysOf are the array schemas of a conjunction, with `unevaluatedItems` read as `additionalItems` where nothing else
// evaluates items, and what follows the listed items in Additional.
func arraysOf(conj []*model.Node) []*model.ArrayRules {
	var out []*model.ArrayRules
	for _, n := range conj {
		if n.Kind != model.Array {
			continue
		}
		a := *n.Array
		switch {
		case a.Items != nil:
			a.Additional = model.Open{Set: true, Allowed: true, Schema: a.Items}
		case !a.IsTuple:
			a.Additional = model.Open{Allowed: true}
		}
		if !a.Additional.Set && !applies(n.Source) {
			a.Additional = a.Unevaluated
		}
		out = append(out, &a)
	}
	return out
}

// array proves the keywords of arrays, position by position and then for what follows.
func (p *prover) array(o *obstacles, conj []*model.Node, reader *model.Node) {
	w := arraysOf(conj)
	r := arraysOf([]*model.Node{reader})[0]
	length := lengthsOf(w)
	if !length.maxWithin(interval{max: r.Max}) {
		o.add(codeBound, []string{"maxItems"}, arrayOf(r.Max, 1))
	}
	if !length.minWithin(interval{min: r.Min}) {
		o.add(codeBound, []string{"minItems"}, arrayOf(r.Min, -1))
	}
	if r.Unique && !uniqueAlready(w, length) {
		o.add(codeNotProved, []string{"uniqueItems"}, twins...)
	}
	p.positions(o, w, r, length)
	p.contains(o, w, r)
	if !anything(r.Unevaluated) && (r.Additional != r.Unevaluated || applies(reader.Source)) {
		o.add("JSONUnevaluatedChanged", []string{"unevaluatedItems"})
	}
}

// lengthsOf is how long arrays of a conjunction can be.
func lengthsOf(w []*model.ArrayRules) interval {
	length := interval{min: new(big.Rat)}
	for _, a := range w {
		length.above(a.Min, false)
		length.below(a.Max, false)
		if !a.Additional.Allowed {
			length.below(big.NewRat(int64(len(a.Tuple)), 1), false)
		}
	}
	return length
}

func uniqueAlready(w []*model.ArrayRules, length interval) bool {
	return length.maxWithin(interval{max: big.NewRat(1, 1)}) ||
		slices.ContainsFunc(w, func(a *model.ArrayRules) bool { return a.Unique })
}

// positions proves the items that either side lists, and then all further ones. Positions beyond the longest array of the
// writer's do not occur.
func (p *prover) positions(o *obstacles, w []*model.ArrayRules, r *model.ArrayRules, length interval) {
	listed := len(r.Tuple)
	for _, a := range w {
		listed = max(listed, len(a.Tuple))
	}
	for i := 0; i <= listed; i++ {
		if length.maxWithin(interval{max: big.NewRat(int64(i), 1)}) {
			return
		}
		var cell []*model.Node
		for _, a := range w {
			cell = append(cell, p.item(a, i))
		}
		code, path := itemPath(r, i, listed)
		o.under(p.prove(cell, p.item(r, i)), code, path...)
	}
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

// item is what an array schema asks of a position.
func (p *prover) item(a *model.ArrayRules, i int) *model.Node {
	if i < len(a.Tuple) {
		return a.Tuple[i]
	}
	return p.openSchema(a.Additional)
}

// contains proves what arrays must contain: the writer asks for the same, at least as often and at most as often.
func (p *prover) contains(o *obstacles, w []*model.ArrayRules, r *model.ArrayRules) {
	if r.Contains == nil {
		return
	}
	least, most := containsBounds(r)
	if least.Sign() == 0 && most == nil {
		return
	}
	path := []string{"contains"}
	for _, a := range w {
		if a.Contains == nil {
			continue
		}
		ownLeast, ownMost := containsBounds(a)
		enough := least.Sign() == 0 || ownLeast.Cmp(least) >= 0 && p.proved([]*model.Node{a.Contains}, r.Contains)
		few := most == nil || ownMost != nil && ownMost.Cmp(most) <= 0 && p.proved([]*model.Node{r.Contains}, a.Contains)
		if enough && few {
			return
		}
	}
	switch {
	case most != nil:
		path = []string{"maxContains"}
	case r.CountsContains && !askedFor(w, least):
		path = []string{"minContains"}
	}
	o.add("JSONContainsChanged", path)
}

// askedFor reports whether some schema asks for as many items, of whatever kind.
func askedFor(w []*model.ArrayRules, least *big.Rat) bool {
	return slices.ContainsFunc(w, func(a *model.ArrayRules) bool {
		own, _ := containsBounds(a)
		return a.Contains != nil && own.Cmp(least) >= 0
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
