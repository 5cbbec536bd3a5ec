package jsonschema

import (
	"math/big"
	"slices"

	"github.com/concord-registry/concord/compat/jsonschema/language"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// maxText bounds the lengths of strings that are made, maxExcluded how many single strings a search keeps away from,
// maxTextSteps one search among strings; so many of its steps count as one of ours.
const (
	maxText       = 4096
	maxExcluded   = 64
	maxTextSteps  = 200_000
	stepsOfText   = 8
	shareOfBudget = 2
)

// stringGoal is what a string is to be: of a length, matching some patterns, and others not.
type stringGoal struct {
	length            interval
	matching, without []string
}

func (f *finder) findString(g *goal, asked, refused []*model.Node) outcome {
	s := stringGoal{length: interval{min: new(big.Rat)}}
	for _, node := range asked {
		s.length.below(node.String.Max, false)
		s.length.above(node.String.Min, false)
		if node.String.Pattern != nil {
			s.matching = append(s.matching, *node.String.Pattern)
		}
	}
	return f.stringWithout(g, s, refused)
}

func (f *finder) stringWithout(g *goal, s stringGoal, refused []*model.Node) outcome {
	if len(refused) == 0 {
		return f.stringIn(g, s)
	}
	r, rest := refused[0].String, refused[1:]
	var ways []func() outcome
	way := func(change func(*stringGoal)) {
		ways = append(ways, func() outcome {
			if f.spend(2) {
				return undecided
			}
			next := s
			next.without = slices.Clip(s.without)
			change(&next)
			return f.stringWithout(g, next, rest)
		})
	}
	if r.Max != nil {
		way(func(s *stringGoal) { s.length.above(r.Max, true) })
	}
	if r.Min != nil {
		way(func(s *stringGoal) { s.length.below(r.Min, true) })
	}
	if r.Pattern != nil && !slices.Contains(s.matching, *r.Pattern) {
		way(func(s *stringGoal) { s.without = append(s.without, *r.Pattern) })
	}
	return first(ways...)
}

// stringIn looks for a string when all refusals are chosen. Patterns of which the strings are not known are left out.
func (f *finder) stringIn(g *goal, s stringGoal) outcome {
	length := s.length.integers()
	if length.empty() {
		return impossible
	}
	least, ok := whole(length.min, 0)
	if !ok {
		return undecided
	}
	q := language.Query{Min: least, Max: -1}
	if most, ok := whole(length.max, -1); ok {
		q.Max = most
	}
	q.Must, q.MustNot = f.languages(s.matching), f.languages(s.without)
	for _, v := range g.excluded {
		if v.Kind == jsontree.String && len(q.MustNot) < maxExcluded {
			q.MustNot = append(q.MustNot, language.Literal(v.Text))
		}
	}
	return f.ask(g, q)
}

// ask puts a question about strings within what is left to spend.
func (f *finder) ask(g *goal, q language.Query) outcome {
	q.Steps = min(maxTextSteps, max(0, f.limit-f.work)*stepsOfText/shareOfBudget)
	text, answer, steps := q.Find()
	f.work += 1 + steps/stepsOfText
	switch answer {
	case language.None:
		return impossible
	case language.Found:
		return f.offer(g, stringValue(text))
	}
	return undecided
}

func (f *finder) languages(patterns []string) []*language.Language {
	var out []*language.Language
	for _, pattern := range patterns {
		if l := f.language(pattern); l != nil && !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out
}

// whole is a length as an int, fallback when there is none. It is not ok for lengths beyond what is made.
func whole(x *big.Rat, fallback int) (n int, ok bool) {
	switch {
	case x == nil:
		return fallback, true
	case !x.Num().IsInt64() || x.Num().Int64() > maxText || x.Num().Int64() < 0:
		return fallback, false
	}
	return int(x.Num().Int64()), true
}
