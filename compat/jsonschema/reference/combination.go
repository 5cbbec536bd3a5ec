package reference

import (
	"slices"
	"strconv"

	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// What combinations give.
const (
	CombinationChanged Type = "COMBINED_TYPE_CHANGED"
	PartsChanged       Type = "COMBINED_TYPE_SUBSCHEMAS_CHANGED"
	SumNarrowed        Type = "SUM_TYPE_NARROWED"
	ProductExtended    Type = "PRODUCT_TYPE_EXTENDED"
	NotExtended        Type = "NOT_TYPE_EXTENDED"
)

// negations compares what is forbidden, where the roles are exchanged.
func (c *comparer) negations(l *list, w, r *model.Node) {
	if !c.compatible(r.Negated, w.Negated) {
		l.add(NotExtended, "not")
	}
}

// intoCombination reports whether the reader's combination takes in a writer that is none: its only part does, or for
// anyOf and oneOf some part.
func (c *comparer) intoCombination(w *model.Node, r *model.Combination) bool {
	if len(r.Parts) != 1 && r.Criterion == model.AllOf {
		return false
	}
	return slices.ContainsFunc(r.Parts, func(part *model.Node) bool { return c.compatible(w, part) })
}

// outOfCombination reports whether a reader that is no combination takes in the writer's: its only part, or for allOf
// some part.
func (c *comparer) outOfCombination(w *model.Combination, r *model.Node) bool {
	if len(w.Parts) != 1 && w.Criterion != model.AllOf {
		return false
	}
	return slices.ContainsFunc(w.Parts, func(part *model.Node) bool { return c.compatible(part, r) })
}

// combinations compares two of them: their criteria, their sizes, and whether the parts of the smaller one can each be
// given a part of the other that it is compatible with.
func (c *comparer) combinations(l *list, w, r *model.Combination) {
	writer, reader := c.distinct(w.Parts), c.distinct(r.Parts)
	if w.Criterion != r.Criterion && !extends(w.Criterion, r.Criterion, len(writer), len(reader)) {
		l.add(CombinationChanged)
		return
	}
	switch {
	case len(reader) > len(writer) && r.Criterion == model.AllOf:
		l.add(ProductExtended)
	case len(reader) < len(writer) && w.Criterion != model.AllOf:
		l.add(SumNarrowed)
	}
	if c.matching(writer, reader) < min(len(writer), len(reader)) {
		l.add(PartsChanged)
	}
}

// extends reports whether the reference takes a change of criterion for a widening.
func extends(w, r model.Criterion, writer, reader int) bool {
	return r == model.AnyOf || writer == 1 && (reader == 1 || r == model.OneOf) || reader == 1 && w == model.AllOf
}

// distinct leaves out parts that say the same as an earlier one.
func (c *comparer) distinct(parts []*model.Node) []*model.Node {
	seen := make(map[string]bool, len(parts))
	var out []*model.Node
	for _, part := range parts {
		key := c.identity(part)
		if !seen[key] {
			seen[key] = true
			out = append(out, part)
		}
	}
	return out
}

// identity tells schemas apart by their text, and the parts of a synthetic combination, which have one text, by kind.
func (c *comparer) identity(part *model.Node) string {
	if key, known := c.texts[part]; known {
		return key
	}
	key := strconv.Itoa(int(part.Kind)) + value.Spelling(part.Source)
	switch part.Kind {
	case model.Number:
		key += strconv.FormatBool(part.Number.Integer)
	case model.Combined:
		key += string(part.Combined.Criterion)
	}
	c.texts[part] = key
	return key
}

// matching is the size of a largest assignment of writer's parts to compatible parts of the reader, no part used twice.
// It begins with parts that are the same; each round then looks for one augmenting path.
func (c *comparer) matching(writer, reader []*model.Node) int {
	owner, matched := c.sameParts(writer, reader)
	size := len(matched)
	for i := range writer {
		if !matched[i] && c.augment(i, writer, reader, owner, make([]bool, len(reader))) {
			size++
		}
	}
	return size
}

// sameParts assigns parts of one text that refer to nothing else, and are compatible for that.
func (c *comparer) sameParts(writer, reader []*model.Node) (owner []int, matched map[int]bool) {
	byText := make(map[string]int, len(writer))
	for i, part := range writer {
		if !model.Refers(part.Source) {
			byText[c.identity(part)] = i
		}
	}
	owner, matched = make([]int, len(reader)), map[int]bool{}
	for j, part := range reader {
		owner[j] = -1
		if i, ok := byText[c.identity(part)]; ok && !matched[i] && part.Draft == writer[i].Draft {
			owner[j], matched[i] = i, true
		}
	}
	return owner, matched
}

func (c *comparer) augment(i int, writer, reader []*model.Node, owner []int, visited []bool) bool {
	for j := range reader {
		if visited[j] || !c.compatible(writer[i], reader[j]) {
			continue
		}
		visited[j] = true
		if owner[j] < 0 || c.augment(owner[j], writer, reader, owner, visited) {
			owner[j] = i
			return true
		}
	}
	return false
}
