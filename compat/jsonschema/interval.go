package jsonschema

import (
	"math/big"

	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// interval is a range of numbers; a nil end is open to infinity, and an excluded end does not belong to it.
type interval struct {
	min, max                 *big.Rat
	minExcluded, maxExcluded bool
}

// below narrows the upper end.
func (i *interval) below(max *big.Rat, excluded bool) {
	if max == nil {
		return
	}
	if i.max == nil || max.Cmp(i.max) < 0 || max.Cmp(i.max) == 0 && excluded {
		i.max, i.maxExcluded = max, excluded
	}
}

// above narrows the lower end.
func (i *interval) above(min *big.Rat, excluded bool) {
	if min == nil {
		return
	}
	if i.min == nil || min.Cmp(i.min) > 0 || min.Cmp(i.min) == 0 && excluded {
		i.min, i.minExcluded = min, excluded
	}
}

// within reports whether every number of i is in outer.
func (i interval) within(outer interval) bool { return i.maxWithin(outer) && i.minWithin(outer) }

func (i interval) maxWithin(outer interval) bool {
	if outer.max == nil {
		return true
	}
	if i.max == nil {
		return false
	}
	c := i.max.Cmp(outer.max)
	return c < 0 || c == 0 && (i.maxExcluded || !outer.maxExcluded)
}

func (i interval) minWithin(outer interval) bool {
	if outer.min == nil {
		return true
	}
	if i.min == nil {
		return false
	}
	c := i.min.Cmp(outer.min)
	return c > 0 || c == 0 && (i.minExcluded || !outer.minExcluded)
}

func (i interval) empty() bool {
	if i.min == nil || i.max == nil {
		return false
	}
	c := i.min.Cmp(i.max)
	return c > 0 || c == 0 && (i.minExcluded || i.maxExcluded)
}

// integers moves the ends to the integers inside.
func (i interval) integers() interval {
	var out interval
	if i.max != nil {
		n := floor(i.max)
		if i.maxExcluded && i.max.IsInt() {
			n.Sub(n, big.NewInt(1))
		}
		out.max = new(big.Rat).SetInt(n)
	}
	if i.min != nil {
		n := new(big.Int).Neg(floor(new(big.Rat).Neg(i.min)))
		if i.minExcluded && i.min.IsInt() {
			n.Add(n, big.NewInt(1))
		}
		out.min = new(big.Rat).SetInt(n)
	}
	return out
}

func floor(x *big.Rat) *big.Int {
	// Div rounds towards minus infinity for a positive divisor, as a denominator is.
	return new(big.Int).Div(x.Num(), x.Denom())
}

// add narrows both ends to what a schema of numbers asks for.
func (i *interval) add(r *model.NumberRules) {
	i.below(r.Max, r.MaxExcluded)
	i.below(r.ExclusiveMax, true)
	i.above(r.Min, r.MinExcluded)
	i.above(r.ExclusiveMin, true)
}
