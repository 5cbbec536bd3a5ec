package jsonschema

import (
	"math/big"
	"slices"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

const codeBound rule.Code = "JSONBoundTightened"

// number proves bounds, multiples and being an integer.
func (p *prover) number(o *obstacles, conj []*model.Node, r *model.NumberRules) {
	w := numbersOf(conj)
	ends := func(max, min *big.Rat, maxExcluded, minExcluded bool, maxWord, minWord string) {
		outer := interval{max: max, min: min, maxExcluded: maxExcluded, minExcluded: minExcluded}
		if !w.maxWithin(outer) {
			o.add(codeBound, []string{maxWord}, around(max)...)
		}
		if !w.minWithin(outer) {
			o.add(codeBound, []string{minWord}, around(min)...)
		}
	}
	ends(r.Max, r.Min, r.MaxExcluded, r.MinExcluded, "maximum", "minimum")
	ends(r.ExclusiveMax, r.ExclusiveMin, true, true, "exclusiveMaximum", "exclusiveMinimum")
	if r.MultipleOf != nil && !w.multiplesOf(r.MultipleOf) {
		o.add(codeBound, []string{"multipleOf"}, multipleHints(w, r.MultipleOf)...)
	}
	if r.Integer && !w.integer {
		o.add(codeNotProved, nil, numberValue(big.NewRat(1, 2)), numberValue(big.NewRat(-3, 2)), numberValue(big.NewRat(5, 2)))
	}
}

// multiplesOf reports whether all numbers are multiples of m.
func (n numbers) multiplesOf(m *big.Rat) bool {
	return slices.ContainsFunc(n.multiples, func(own *big.Rat) bool { return isMultiple(own, m) })
}

// strings are what a conjunction says about strings.
type stringFacts struct {
	length   interval
	patterns []string
}

func stringsOf(conj []*model.Node) stringFacts {
	out := stringFacts{length: interval{min: new(big.Rat)}}
	for _, n := range conj {
		if n.Kind != model.String {
			continue
		}
		out.length.below(n.String.Max, false)
		out.length.above(n.String.Min, false)
		if n.String.Pattern != nil {
			out.patterns = append(out.patterns, *n.String.Pattern)
		}
	}
	return out
}

// string proves lengths and patterns. Of patterns nothing is known but that equal ones are equal, and which match all.
func (p *prover) string(o *obstacles, conj []*model.Node, r *model.StringRules) {
	w := stringsOf(conj)
	outer := interval{max: r.Max, min: r.Min}
	if !w.length.maxWithin(outer) {
		o.add(codeBound, []string{"maxLength"}, lengthHints(r.Max)...)
	}
	if !w.length.minWithin(outer) {
		o.add(codeBound, []string{"minLength"}, lengthHints(r.Min)...)
	}
	if r.Pattern != nil && !matchesAll[*r.Pattern] && !slices.Contains(w.patterns, *r.Pattern) {
		o.add(codeNotProved, []string{"pattern"}, stringHints...)
	}
}

// matchesAll are patterns that every string matches.
var matchesAll = map[string]bool{"": true, "^": true, "$": true, ".*": true}

// finitelyContained proves a writer that lists its values: each one that can occur is one of the reader's.
func (p *prover) finitelyContained(conj []*model.Node, reader *model.Node) bool {
	values, finite := p.valuesOf(conj)
	if !finite {
		return false
	}
	return !slices.ContainsFunc(values, func(v *jsontree.Value) bool { return newEvaluation().accepts(reader, v) != yes })
}

// valuesOf are the values of a conjunction that lists them, without those that another of its schemas refuses.
func (p *prover) valuesOf(conj []*model.Node) (values []*jsontree.Value, finite bool) {
	i := slices.IndexFunc(conj, func(n *model.Node) bool { return n.Kind == model.Enum || n.Kind == model.Const })
	if i < 0 {
		return nil, false
	}
	for _, v := range conj[i].Values {
		refused := slices.ContainsFunc(conj, func(n *model.Node) bool { return newEvaluation().accepts(n, v) == no })
		if !refused {
			values = append(values, v)
		}
	}
	return values, true
}
