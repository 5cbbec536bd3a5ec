package diff

import (
	"cmp"
	"slices"
	"strings"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
)

// attribute gives each finding to the change that causes it, and returns those that none does. Changes that no reader
// notices cause none.
func attribute(findings []rule.Finding, changes []Change) (rest []rule.Finding) {
	for _, f := range findings {
		i := cause(f, changes)
		if len(changes) == 1 && changes[0].Kind == Other {
			i = 0
		}
		if i >= 0 {
			changes[i].Findings = append(changes[i].Findings, f)
		} else {
			rest = append(rest, f)
		}
	}
	return rest
}

// cause is the index of the change, -1 for none: the change of the innermost declaration that the finding's place lies
// in, or else the first one that lies inside of the place. Of several changes of one declaration that counts which is of the
// finding's sort, or else the first.
func cause(f rule.Finding, changes []Change) int {
	around, inside := -1, -1
	var innermost schema.Span
	exact := false
	for i, c := range changes {
		at, declaration := spans(f, c)
		switch {
		case silent[c.Kind] || at.File != declaration.File || at == (schema.Span{}) || declaration == (schema.Span{}):
		case contains(declaration, at):
			if around < 0 || before(innermost.Start, declaration.Start) || declaration == innermost && concerns(f, c) && !concerns(f, changes[around]) {
				around, innermost, exact = i, declaration, declaration.Start == at.Start
			}
		case inside < 0 && contains(at, declaration):
			inside = i
		}
	}
	if inside >= 0 && !exact {
		return inside
	}
	return around
}

// concerns reports whether a change is of the sort that a finding's code names.
func concerns(f rule.Finding, c Change) bool {
	return slices.ContainsFunc(sorts[c.Kind], func(word string) bool { return strings.Contains(string(f.Code), word) })
}

// sorts are the words in codes that name a kind of change.
var sorts = map[Kind][]string{
	Renamed:  {"Name", "Alias"},
	Retyped:  {"Type", "Kind", "Union", "Fixed", "Decimal", "Time", "Promotion"},
	Symbols:  {"Enum"},
	Presence: {"Required"},
}

// silent are the kinds of changes that no reader notices.
var silent = map[Kind]bool{Doc: true, Order: true, Annotations: true, Meaning: true, Deprecated: true}

// spans are those of a finding and of a change in the same schema: the new one if both are there.
func spans(f rule.Finding, c Change) (at, declaration schema.Span) {
	if f.New.Span != (schema.Span{}) && c.New.Span != (schema.Span{}) {
		return f.New.Span, c.New.Span
	}
	return f.Old.Span, c.Old.Span
}

func contains(outer, inner schema.Span) bool {
	return !before(inner.Start, outer.Start) && !before(outer.End, inner.Start)
}

func before(a, b schema.Position) bool {
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column)) < 0
}
