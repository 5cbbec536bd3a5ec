package evaluate

import (
	"math/big"
	"slices"

	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// Object is an object schema as validators read it: with `unevaluatedProperties` read as `additionalProperties` where
// nothing else evaluates properties, or as absent in drafts that do not know it.
func Object(n *model.Node) *model.ObjectRules {
	o := *n.Object
	if !n.Draft.Modern() {
		o.Unevaluated = model.Open{Allowed: true}
	}
	if !o.Additional.Set && !applies(n.Source) {
		o.Additional = o.Unevaluated
	}
	return &o
}

// Array is an array schema as validators read it: with `unevaluatedItems` read as `additionalItems` where nothing else
// evaluates items, or as absent in drafts that do not know it, and what follows the listed items in Additional.
func (e *Evaluator) Array(n *model.Node) *model.ArrayRules {
	a := *n.Array
	if earlyPrefix(n) {
		e.Early = true
		if !e.Prefixes {
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

// applies reports whether a schema applies others to the same value, which evaluate members as well.
func applies(v *jsontree.Value) bool {
	return slices.ContainsFunc([]string{"$ref", "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas", "dependencies",
		"$dynamicRef", "$recursiveRef", "contains"}, func(keyword string) bool { return v.Get(keyword) != nil })
}

// earlyPrefix reports whether an array schema has `prefixItems` in 2019-09, which does not know the word: validators read it
// over, the reference reads it as in 2020-12.
func earlyPrefix(n *model.Node) bool {
	return n.Draft == model.Draft2019 && n.Source.Get("prefixItems") != nil
}

// ListInItems reports whether an array schema has a list in `items` in 2020-12, which no validator reads.
func ListInItems(n *model.Node) bool {
	return n.Draft == model.Draft2020 && n.Array.IsTuple && n.Source.Get("prefixItems") == nil
}

// ContainsBounds are how many items `contains` asks for; a nil most means no limit.
func ContainsBounds(a *model.ArrayRules) (least, most *big.Rat) {
	least = big.NewRat(1, 1)
	if a.CountsContains {
		if a.MinContains != nil {
			least = a.MinContains
		}
		most = a.MaxContains
	}
	return least, most
}
