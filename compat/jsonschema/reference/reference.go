// Package reference says what the reference registry reports about two JSON Schemas: a comparison of structure, keyword by
// keyword, in its words, types and paths, with its oddities. It knows compatible differences too; nobody outside of it ever
// sees one, and they are left out.
package reference

import (
	"regexp"

	"github.com/concord-registry/concord/compat/jsonschema/site"
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// Compare lists the differences of two schemas, in the order in which the reference finds them. It is not complete where
// the comparison was ended after [MaxSteps].
//
// The differences of a recursive schema appear once more than its first use, since they are found below it again.
func Compare(writer, reader *model.Node) (found []Difference, complete bool) {
	c := &comparer{assumed: map[sides][]Difference{}, sets: map[*model.Node]map[string]bool{}, patterns: map[string]*regexp.Regexp{},
		texts: map[*model.Node]string{}}
	c.resolved = c.keywords
	found = c.run(writer, reader)
	return found, !c.exhausted()
}

// keywords compares two schemas that are no references: combinations first, then the kinds, then what both are.
func (c *comparer) keywords(w, r *model.Node) []Difference {
	if w.Kind != model.Combined && r.Kind == model.Combined && c.intoCombination(w, r.Combined) ||
		w.Kind == model.Combined && r.Kind != model.Combined && c.outOfCombination(w.Combined, r) {
		return nil
	}
	if w.Kind != r.Kind {
		if w.Kind == model.False || r.Kind == model.Empty || w.ConnectType() == "bytes" && r.ConnectType() == "bytes" {
			return nil
		}
		return []Difference{{TypeChanged, site.Of(w, r)}}
	}
	l := &list{writer: w, reader: r}
	switch w.Kind {
	case model.String:
		l.strings(w.String, r.String)
	case model.Number:
		l.numbers(w.Number, r.Number)
	case model.Enum, model.Const:
		c.values(l, w, r)
	case model.Not:
		c.negations(l, w, r)
	case model.Object:
		c.objects(l, w.Object, r.Object)
	case model.Array:
		c.arrays(l, w.Array, r.Array)
	case model.Combined:
		c.combinations(l, w.Combined, r.Combined)
	}
	return l.found
}
