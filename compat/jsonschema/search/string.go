package search

import (
	"math/big"
	"slices"

	"github.com/concord-registry/concord/compat/jsonschema/language"
	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// maxExcluded bounds how many single strings a search keeps away from. One
// search among strings takes maxTextSteps at most, and no more than one part in shareOfBudget of what is left; stepsOfText
// of its steps count as one of ours.
const (
	maxExcluded   = 64
	maxTextSteps  = 200_000
	stepsOfText   = 8
	shareOfBudget = 2
)

// stringGoal is what a string is to be: of a length, matching some patterns, and others not.
type stringGoal struct {
	length            value.Interval
	matching, without []string
}

func (f *Finder) findString(g *goal, asked, refused []*model.Node) Outcome {
	s := stringGoal{length: value.Interval{Min: new(big.Rat)}}
	for _, node := range asked {
		s.length.Below(node.String.Max, false)
		s.length.Above(node.String.Min, false)
		if node.String.Pattern != nil {
			s.matching = append(s.matching, *node.String.Pattern)
		}
	}
	return f.stringWithout(g, s, refused)
}

func (f *Finder) stringWithout(g *goal, s stringGoal, refused []*model.Node) Outcome {
	if len(refused) == 0 {
		return f.stringIn(g, s)
	}
	r, rest := refused[0].String, refused[1:]
	var ways []func() Outcome
	way := func(change func(*stringGoal)) {
		ways = append(ways, func() Outcome {
			if f.Spend(2) {
				return undecided
			}
			next := s
			next.without = slices.Clip(s.without)
			change(&next)
			return f.stringWithout(g, next, rest)
		})
	}
	if r.Max != nil {
		way(func(s *stringGoal) { s.length.Above(r.Max, true) })
	}
	if r.Min != nil {
		way(func(s *stringGoal) { s.length.Below(r.Min, true) })
	}
	if r.Pattern != nil && !slices.Contains(s.matching, *r.Pattern) {
		way(func(s *stringGoal) { s.without = append(s.without, *r.Pattern) })
	}
	return first(ways...)
}

// stringIn looks for a string when all refusals are chosen. Patterns of which the strings are not known are left out.
func (f *Finder) stringIn(g *goal, s stringGoal) Outcome {
	length := s.length.Integers()
	if length.Empty() {
		return impossible
	}
	least, ok := lengthOf(length.Min, 0)
	if !ok {
		return undecided
	}
	q := language.Query{Min: least, Max: -1}
	if most, ok := lengthOf(length.Max, -1); ok {
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
func (f *Finder) ask(g *goal, q language.Query) Outcome {
	q.Steps = min(maxTextSteps, max(0, f.limit-f.work)*stepsOfText/shareOfBudget)
	text, answer, steps := q.Find()
	f.work += 1 + steps/stepsOfText
	switch answer {
	case language.None:
		return impossible
	case language.Found:
		return f.offer(g, value.String(text))
	}
	return undecided
}

func (f *Finder) languages(patterns []string) []*language.Language {
	var out []*language.Language
	for _, pattern := range patterns {
		if l := f.Language(pattern); l != nil && !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out
}
