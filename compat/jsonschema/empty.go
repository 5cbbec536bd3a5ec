package jsonschema

import (
	"slices"

	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// maxEmptyDepth bounds how deep into required properties emptiness is looked for.
const maxEmptyDepth = 3

// empty reports whether it is known that nothing satisfies a conjunction of simple schemas.
func (p *prover) empty(conj []*model.Node, depth int) bool {
	if p.spend(1 + len(conj)/8) {
		return false
	}
	if values, finite := p.valuesOf(conj); finite {
		return len(values) == 0
	}
	kinds := kindsOf(conj)
	for _, kind := range kindsListed(kinds) {
		if p.emptyKind(conj, kind, depth) {
			kinds &^= kindOf(kind)
		}
	}
	return kinds == 0 || depth == 0 && p.contradicts(conj)
}

// contradicts reports whether the conjunction is contained in a schema that it negates. That proof may assume nothing:
// what is empty must be shown to be, or an assumption could prove itself.
func (p *prover) contradicts(conj []*model.Node) bool {
	positive := slices.DeleteFunc(slices.Clone(conj), func(n *model.Node) bool {
		return n.Kind == model.Not || n.Kind == model.Combined
	})
	if len(positive) == 0 {
		return false
	}
	p.grounded++
	defer func() { p.grounded-- }()
	return slices.ContainsFunc(conj, func(n *model.Node) bool {
		return n.Kind == model.Not && p.proved(positive, n.Negated)
	})
}

// emptyKind reports whether no value of one type satisfies the conjunction.
func (p *prover) emptyKind(conj []*model.Node, kind model.Kind, depth int) bool {
	switch kind {
	case model.Number:
		return numbersOf(conj).empty()
	case model.String:
		return stringsOf(conj).length.empty()
	case model.Array:
		return lengthsOf(arraysOf(conj)).empty()
	case model.Object:
		return p.emptyObject(conj, depth)
	}
	return false
}

// emptyObject looks for a required property that can hold nothing.
func (p *prover) emptyObject(conj []*model.Node, depth int) bool {
	if depth >= maxEmptyDepth {
		return false
	}
	w := objectsOf(conj)
	for name := range requiredOf(w) {
		var cell []*model.Node
		for _, rules := range w {
			cell = append(cell, p.applying(rules, name, false)...)
		}
		if !slices.ContainsFunc(p.expand(cell), func(alternative []*model.Node) bool { return !p.empty(alternative, depth+1) }) {
			return true
		}
	}
	return false
}
