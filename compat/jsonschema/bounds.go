package jsonschema

import (
	"math/big"

	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// bound is a keyword that limits from one side, and the reference's types for its appearance and its tightening.
type bound struct {
	keyword, added, tightened string
	upper                     bool
}

var (
	maxLength     = bound{"maxLength", "MAX_LENGTH_ADDED", "MAX_LENGTH_DECREASED", true}
	minLength     = bound{"minLength", "MIN_LENGTH_ADDED", "MIN_LENGTH_INCREASED", false}
	maximum       = bound{"maximum", "MAXIMUM_ADDED", "MAXIMUM_DECREASED", true}
	minimum       = bound{"minimum", "MINIMUM_ADDED", "MINIMUM_INCREASED", false}
	exclusiveMax  = bound{"exclusiveMaximum", "EXCLUSIVE_MAXIMUM_ADDED", "EXCLUSIVE_MAXIMUM_DECREASED", true}
	exclusiveMin  = bound{"exclusiveMinimum", "EXCLUSIVE_MINIMUM_ADDED", "EXCLUSIVE_MINIMUM_INCREASED", false}
	maxProperties = bound{"maxProperties", "MAX_PROPERTIES_ADDED", "MAX_PROPERTIES_DECREASED", true}
	minProperties = bound{"minProperties", "MIN_PROPERTIES_ADDED", "MIN_PROPERTIES_INCREASED", false}
	maxItems      = bound{"maxItems", "MAX_ITEMS_ADDED", "MAX_ITEMS_DECREASED", true}
	minItems      = bound{"minItems", "MIN_ITEMS_ADDED", "MIN_ITEMS_INCREASED", false}
	maxContains   = bound{"maxContains", "MAX_CONTAINS_ADDED", "MAX_CONTAINS_DECREASED", true}
	minContains   = bound{"minContains", "MIN_CONTAINS_ADDED", "MIN_CONTAINS_INCREASED", false}
)

// bounds reports a bound that appeared or became tighter.
func (l *list) bounds(b bound, w, r *big.Rat) {
	switch {
	case r == nil:
	case w == nil:
		l.add(b.added, b.keyword)
	case b.tighter(w, r):
		l.add(b.tightened, b.keyword)
	}
}

// tighter compares as the reference does, in doubles: what differs beyond their precision is equal.
func (b bound) tighter(w, r *big.Rat) bool {
	x, _ := w.Float64()
	y, _ := r.Float64()
	if b.upper {
		return y < x
	}
	return y > x
}

func (l *list) strings(w, r *model.StringRules) {
	l.bounds(maxLength, w.Max, r.Max)
	l.bounds(minLength, w.Min, r.Min)
	switch {
	case r.Pattern == nil:
	case w.Pattern == nil:
		l.add(patternAdded, "pattern")
	case *w.Pattern != *r.Pattern:
		l.add(patternChanged, "pattern")
	}
}

func (l *list) numbers(w, r *model.NumberRules) {
	l.bounds(maximum, w.Max, r.Max)
	l.bounds(minimum, w.Min, r.Min)
	l.exclusiveMaximum(w, r)
	l.bounds(exclusiveMin, w.ExclusiveMin, r.ExclusiveMin)
	l.multiples(w.MultipleOf, r.MultipleOf)
	if r.Integer && !w.Integer {
		l.add(typeNarrowed)
	}
}

// exclusiveMaximum is where the reference compares the wrong numbers: when the reader's is lower, it compares the writer's
// with the reader's inclusive maximum, and fails when there is none.
func (l *list) exclusiveMaximum(w, r *model.NumberRules) {
	lower := w.ExclusiveMax != nil && r.ExclusiveMax != nil && exclusiveMax.tighter(w.ExclusiveMax, r.ExclusiveMax)
	if lower && r.Max != nil {
		l.bounds(exclusiveMax, w.ExclusiveMax, r.Max)
		return
	}
	l.bounds(exclusiveMax, w.ExclusiveMax, r.ExclusiveMax)
}

func (l *list) multiples(w, r *big.Rat) {
	switch {
	case r == nil || w != nil && w.Cmp(r) == 0:
	case w == nil:
		l.add(multipleOfAdded, "multipleOf")
	case isMultiple(r, w):
		l.add(multipleOfExpanded, "multipleOf")
	case !isMultiple(w, r):
		l.add(multipleOfChanged, "multipleOf")
	}
}

// isMultiple reports whether x is an integer times y. Nothing is a multiple of zero.
func isMultiple(x, y *big.Rat) bool {
	return y.Sign() != 0 && new(big.Rat).Quo(x, y).IsInt()
}

// values compares the values of enums, or of constants, as sets of exact spelling: 1 and 1.0 are two values.
func (c *comparer) values(l *list, w, r *model.Node) {
	writer, reader := c.valueSet(w), c.valueSet(r)
	switch {
	case containsAll(reader, writer):
	case w.Kind == model.Enum && containsAll(writer, reader):
		l.add(enumNarrowed, "enum")
	case w.Kind == model.Enum:
		l.add(enumChanged, "enum")
	default:
		l.add(enumChanged, "const")
	}
}

func (c *comparer) valueSet(n *model.Node) map[string]bool {
	set, known := c.sets[n]
	if !known {
		set = make(map[string]bool, len(n.Values))
		for _, v := range n.Values {
			set[spelling(v)] = true
		}
		c.sets[n] = set
	}
	return set
}

func containsAll(set, subset map[string]bool) bool {
	for v := range subset {
		if !set[v] {
			return false
		}
	}
	return true
}
