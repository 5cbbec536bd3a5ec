package reference

import (
	"math/big"

	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// What the keywords of numbers give.
const (
	TypeNarrowed              Type = "TYPE_NARROWED"
	MaximumAdded              Type = "MAXIMUM_ADDED"
	MaximumDecreased          Type = "MAXIMUM_DECREASED"
	MinimumAdded              Type = "MINIMUM_ADDED"
	MinimumIncreased          Type = "MINIMUM_INCREASED"
	ExclusiveMaximumAdded     Type = "EXCLUSIVE_MAXIMUM_ADDED"
	ExclusiveMaximumDecreased Type = "EXCLUSIVE_MAXIMUM_DECREASED"
	ExclusiveMinimumAdded     Type = "EXCLUSIVE_MINIMUM_ADDED"
	ExclusiveMinimumIncreased Type = "EXCLUSIVE_MINIMUM_INCREASED"
	MultipleOfAdded           Type = "MULTIPLE_OF_ADDED"
	MultipleOfExpanded        Type = "MULTIPLE_OF_EXPANDED"
	MultipleOfChanged         Type = "MULTIPLE_OF_CHANGED"
)

var (
	maximum          = limit{"maximum", MaximumAdded, MaximumDecreased, true}
	minimum          = limit{"minimum", MinimumAdded, MinimumIncreased, false}
	exclusiveMaximum = limit{"exclusiveMaximum", ExclusiveMaximumAdded, ExclusiveMaximumDecreased, true}
	exclusiveMinimum = limit{"exclusiveMinimum", ExclusiveMinimumAdded, ExclusiveMinimumIncreased, false}
)

func (l *list) numbers(w, r *model.NumberRules) {
	l.limits(maximum, w.Max, r.Max)
	l.limits(minimum, w.Min, r.Min)
	l.exclusiveMaximum(w, r)
	l.limits(exclusiveMinimum, w.ExclusiveMin, r.ExclusiveMin)
	l.multiples(w.MultipleOf, r.MultipleOf)
	if r.Integer && !w.Integer {
		l.add(TypeNarrowed)
	}
}

// exclusiveMaximum is where the reference compares the wrong numbers: when the reader's is lower, it compares the writer's
// with the reader's inclusive maximum, and fails when there is none.
func (l *list) exclusiveMaximum(w, r *model.NumberRules) {
	lower := w.ExclusiveMax != nil && r.ExclusiveMax != nil && exclusiveMaximum.tighter(w.ExclusiveMax, r.ExclusiveMax)
	if lower && r.Max != nil {
		l.limits(exclusiveMaximum, w.ExclusiveMax, r.Max)
		return
	}
	l.limits(exclusiveMaximum, w.ExclusiveMax, r.ExclusiveMax)
}

func (l *list) multiples(w, r *big.Rat) {
	switch {
	case r == nil || w != nil && w.Cmp(r) == 0:
	case w == nil:
		l.add(MultipleOfAdded, "multipleOf")
	case value.IsMultiple(r, w):
		l.add(MultipleOfExpanded, "multipleOf")
	case !value.IsMultiple(w, r):
		l.add(MultipleOfChanged, "multipleOf")
	}
}
