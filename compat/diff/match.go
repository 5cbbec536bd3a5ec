package diff

import (
	"slices"

	"github.com/concord-registry/concord/schema"
)

// match finds for each new field the old one that it continues: by number where fields have numbers, by name, and then
// by an alias of the new field. Of several of one name, which only unions of records have, the first fits the first.
func (c *comparison) match(old, new []*schema.Field) map[*schema.Field]*schema.Field {
	m := matching{map[*schema.Field]*schema.Field{}, map[*schema.Field]bool{}}
	if c.format == schema.Protobuf {
		numbers := map[int][]*schema.Field{}
		for _, f := range old {
			numbers[f.Number] = append(numbers[f.Number], f)
		}
		for _, f := range new {
			m.pair(f, numbers[f.Number])
		}
	}
	byName := map[string][]*schema.Field{}
	for _, f := range old {
		byName[f.Name] = append(byName[f.Name], f)
	}
	for _, f := range new {
		m.pair(f, byName[f.Name])
	}
	for _, f := range new {
		for _, alias := range c.new.avro.aliases[f.Span] {
			m.pair(f, byName[alias])
		}
	}
	return m.old
}

// matching is what was matched so far.
type matching struct {
	old   map[*schema.Field]*schema.Field
	taken map[*schema.Field]bool
}

// pair gives f the first free one of the candidates, unless it has one.
func (m matching) pair(f *schema.Field, candidates []*schema.Field) {
	if m.old[f] != nil {
		return
	}
	for _, o := range candidates {
		if !m.taken[o] {
			m.old[f], m.taken[o] = o, true
			return
		}
	}
}

func union(a, b []string) []string {
	all := slices.Clone(a)
	for _, s := range b {
		if !slices.Contains(a, s) {
			all = append(all, s)
		}
	}
	return all
}
