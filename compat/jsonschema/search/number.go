package search

import (
	"math/big"
	"slices"

	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// maxMultiples bounds how many multiples of a step are tried, maxDigits the bits of the numbers that are computed with.
const (
	maxMultiples = 400
	maxDigits    = 8192
)

// numberGoal is what a number is to be: in an interval, a multiple of some numbers, and of others not.
type numberGoal struct {
	value.Interval
	multiples, others []*big.Rat
}

// findNumber refuses the keywords of each schema that is to be violated in turn.
func (f *Finder) findNumber(g *goal, asked, refused []*model.Node) Outcome {
	n := numberGoal{}
	for _, node := range asked {
		n.Narrow(node.Number)
		n.multiples = append(n.multiples, multiplesOf(node.Number)...)
	}
	return f.numberWithout(g, n, refused)
}

// multiplesOf are the numbers that a schema asks for multiples of.
func multiplesOf(r *model.NumberRules) []*big.Rat {
	var out []*big.Rat
	if r.Integer {
		out = append(out, big.NewRat(1, 1))
	}
	if r.MultipleOf != nil && r.MultipleOf.Sign() > 0 {
		out = append(out, r.MultipleOf)
	}
	return out
}

func (f *Finder) numberWithout(g *goal, n numberGoal, refused []*model.Node) Outcome {
	if len(refused) == 0 {
		return f.numberIn(g, n)
	}
	r, rest := refused[0].Number, refused[1:]
	var ways []func() Outcome
	way := func(change func(*numberGoal)) {
		ways = append(ways, func() Outcome {
			if f.Spend(2) {
				return undecided
			}
			next := n
			next.others = slices.Clip(n.others)
			change(&next)
			return f.numberWithout(g, next, rest)
		})
	}
	var outer value.Interval
	outer.Narrow(r)
	if outer.Max != nil {
		way(func(n *numberGoal) { n.Above(outer.Max, !outer.MaxExcluded) })
	}
	if outer.Min != nil {
		way(func(n *numberGoal) { n.Below(outer.Min, !outer.MinExcluded) })
	}
	for _, m := range multiplesOf(r) {
		way(func(n *numberGoal) { n.others = append(n.others, m) })
	}
	return first(ways...)
}

// numberIn looks for a number when all refusals are chosen.
func (f *Finder) numberIn(g *goal, n numberGoal) Outcome {
	if n.Interval.Empty() {
		return impossible
	}
	step := leastCommonMultiple(n.multiples)
	switch {
	case step == nil && len(n.multiples) > 0:
		return undecided
	case step != nil:
		return f.numberOfSteps(g, n, step)
	}
	return f.offerNumbers(g, n, inside(n.Interval), n.Min != nil && n.Max != nil && n.Min.Cmp(n.Max) == 0)
}

// numberOfSteps looks among multiples of one number: all of them where there are few, else those next to the ends.
func (f *Finder) numberOfSteps(g *goal, n numberGoal, step *big.Rat) Outcome {
	if slices.ContainsFunc(n.others, func(m *big.Rat) bool { return value.IsMultiple(step, m) }) {
		return impossible
	}
	scaled := n.Interval.DividedBy(step).Integers()
	if scaled.Empty() {
		return impossible
	}
	start, complete, down := big.NewRat(0, 1), false, false
	switch {
	case scaled.Min != nil && scaled.Max != nil:
		start = scaled.Min
		complete = new(big.Rat).Sub(scaled.Max, scaled.Min).Cmp(big.NewRat(maxMultiples-1, 1)) < 0
	case scaled.Min != nil:
		start = scaled.Min
	case scaled.Max != nil:
		start, down = scaled.Max, true
	}
	var tried []*big.Rat
	for i := range int64(maxMultiples) {
		if down {
			i = -i
		}
		k := new(big.Rat).Add(start, big.NewRat(i, 1))
		if scaled.Max != nil && k.Cmp(scaled.Max) > 0 {
			break
		}
		tried = append(tried, k.Mul(k, step))
	}
	return f.offerNumbers(g, n, tried, complete)
}

// offerNumbers tries numbers; complete says that there are no others.
func (f *Finder) offerNumbers(g *goal, n numberGoal, tried []*big.Rat, complete bool) Outcome {
	out := Outcome{None: complete}
	for _, x := range tried {
		if f.Spend(1) {
			return undecided
		}
		if !value.Point(x).Within(n.Interval) || slices.ContainsFunc(n.others, func(m *big.Rat) bool { return value.IsMultiple(x, m) }) {
			continue
		}
		v := exactNumber(x)
		if v == nil {
			return undecided
		}
		if f.refuted(g, v) {
			continue
		}
		if found := f.offer(g, v); found.Value != nil {
			return found
		}
		out = undecided
	}
	return out
}

// exactNumber is a number's decimal, nil when it has none or a very long one.
func exactNumber(x *big.Rat) *jsontree.Value {
	digits, exact := x.FloatPrec()
	if !exact || digits > 400 || x.Num().BitLen() > maxDigits {
		return nil
	}
	return &jsontree.Value{Kind: jsontree.Number, Text: x.FloatString(digits)}
}

// inside are numbers of an interval, next to its ends and in its middle; integers first.
func inside(i value.Interval) []*big.Rat {
	var out []*big.Rat
	add := func(x *big.Rat, steps ...*big.Rat) {
		for _, step := range steps {
			out = append(out, new(big.Rat).Add(x, step))
		}
	}
	one, half, small := big.NewRat(1, 1), big.NewRat(1, 2), big.NewRat(1, 1000)
	neg := func(x *big.Rat) *big.Rat { return new(big.Rat).Neg(x) }
	switch {
	case i.Min != nil && i.Max != nil:
		width := new(big.Rat).Sub(i.Max, i.Min)
		parts := []*big.Rat{half, big.NewRat(1, 4), big.NewRat(3, 8), big.NewRat(1, 10), big.NewRat(13, 1000), big.NewRat(9, 10)}
		for _, part := range parts {
			add(i.Min, new(big.Rat).Mul(width, part))
		}
		add(i.Min, new(big.Rat), one, small)
		add(i.Max, new(big.Rat), neg(one), neg(small))
	case i.Min != nil:
		add(i.Min, one, half, new(big.Rat), small, big.NewRat(1000, 1), big.NewRat(12345, 10000), big.NewRat(7, 1))
	case i.Max != nil:
		add(i.Max, neg(one), neg(half), new(big.Rat), neg(small), big.NewRat(-1000, 1), big.NewRat(-12345, 10000), big.NewRat(-7, 1))
	default:
		add(new(big.Rat), one, half, neg(half), big.NewRat(7, 1), big.NewRat(1, 1000), big.NewRat(12345, 10000), new(big.Rat))
	}
	return out
}

// leastCommonMultiple is the least number that is a multiple of all; nil when there are none, or when it is too long.
func leastCommonMultiple(all []*big.Rat) *big.Rat {
	var out *big.Rat
	for _, x := range all {
		if out == nil {
			out = x
			continue
		}
		gcd := new(big.Int).GCD(nil, nil, out.Num(), x.Num())
		num := new(big.Int).Mul(out.Num(), new(big.Int).Quo(x.Num(), gcd))
		out = new(big.Rat).SetFrac(num, new(big.Int).GCD(nil, nil, out.Denom(), x.Denom()))
		if out.Num().BitLen() > maxDigits || out.Denom().BitLen() > maxDigits {
			return nil
		}
	}
	return out
}
