package value

import (
	"math/big"

	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// Interval is a range of numbers; a nil end is open to infinity, and an excluded end does not belong to it. Its ends are
// shared and must not be changed.
type Interval struct {
	Min, Max                 *big.Rat
	MinExcluded, MaxExcluded bool
}

// Below narrows the upper end; nil leaves it as it is.
func (i *Interval) Below(max *big.Rat, excluded bool) {
	if max == nil {
		return
	}
	if i.Max == nil || max.Cmp(i.Max) < 0 || max.Cmp(i.Max) == 0 && excluded {
		i.Max, i.MaxExcluded = max, excluded
	}
}

// Above narrows the lower end; nil leaves it as it is.
func (i *Interval) Above(min *big.Rat, excluded bool) {
	if min == nil {
		return
	}
	if i.Min == nil || min.Cmp(i.Min) > 0 || min.Cmp(i.Min) == 0 && excluded {
		i.Min, i.MinExcluded = min, excluded
	}
}

// Within reports whether every number of i is in outer.
func (i Interval) Within(outer Interval) bool { return i.MaxWithin(outer) && i.minWithin(outer) }

// MaxWithin reports whether the upper end of i is not beyond that of outer.
func (i Interval) MaxWithin(outer Interval) bool {
	if outer.Max == nil {
		return true
	}
	if i.Max == nil {
		return false
	}
	c := i.Max.Cmp(outer.Max)
	return c < 0 || c == 0 && (i.MaxExcluded || !outer.MaxExcluded)
}

func (i Interval) minWithin(outer Interval) bool {
	if outer.Min == nil {
		return true
	}
	if i.Min == nil {
		return false
	}
	c := i.Min.Cmp(outer.Min)
	return c > 0 || c == 0 && (i.MinExcluded || !outer.MinExcluded)
}

// Empty reports whether no number is in i.
func (i Interval) Empty() bool {
	if i.Min == nil || i.Max == nil {
		return false
	}
	c := i.Min.Cmp(i.Max)
	return c > 0 || c == 0 && (i.MinExcluded || i.MaxExcluded)
}

// Integers moves the ends to the integers inside.
func (i Interval) Integers() Interval {
	var out Interval
	if i.Max != nil {
		n := floor(i.Max)
		if i.MaxExcluded && i.Max.IsInt() {
			n.Sub(n, big.NewInt(1))
		}
		out.Max = new(big.Rat).SetInt(n)
	}
	if i.Min != nil {
		n := new(big.Int).Neg(floor(new(big.Rat).Neg(i.Min)))
		if i.MinExcluded && i.Min.IsInt() {
			n.Add(n, big.NewInt(1))
		}
		out.Min = new(big.Rat).SetInt(n)
	}
	return out
}

// DividedBy scales an interval by a positive number.
func (i Interval) DividedBy(step *big.Rat) Interval {
	if i.Min != nil {
		i.Min = new(big.Rat).Quo(i.Min, step)
	}
	if i.Max != nil {
		i.Max = new(big.Rat).Quo(i.Max, step)
	}
	return i
}

func floor(x *big.Rat) *big.Int {
	// Div rounds towards minus infinity for a positive divisor, as a denominator is.
	return new(big.Int).Div(x.Num(), x.Denom())
}

// Narrow narrows both ends to what a schema of numbers asks for.
func (i *Interval) Narrow(r *model.NumberRules) {
	i.Below(r.Max, r.MaxExcluded)
	i.Below(r.ExclusiveMax, true)
	i.Above(r.Min, r.MinExcluded)
	i.Above(r.ExclusiveMin, true)
}

// Point is the interval of one number.
func Point(x *big.Rat) Interval { return Interval{Min: x, Max: x} }

// IsMultiple reports whether x is an integer times y. Nothing is a multiple of zero.
func IsMultiple(x, y *big.Rat) bool {
	return y.Sign() != 0 && new(big.Rat).Quo(x, y).IsInt()
}
