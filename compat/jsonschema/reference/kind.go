package reference

import (
	"github.com/concord-registry/concord/compat/jsonschema/site"
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// What schemas of different kinds give.
const (
	SchemaAdded Type = "SCHEMA_ADDED"
	TypeChanged Type = "TYPE_CHANGED"
)

// resolved compares two schemas that are no references: combinations first, then the kinds, then what both are.
func (c *comparer) resolved(w, r *model.Node) []Difference {
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
