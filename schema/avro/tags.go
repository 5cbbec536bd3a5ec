package avro

import (
	"maps"
	"slices"
	"strings"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsontree"
)

// The members that hold tags and terms.
const (
	tagsProp = "confluent:tags"
	termProp = "x-term"
	// termTag begins a tag that binds a term.
	termTag = "term:"
)

// The kinds of entities that carry tags.
const (
	recordEntity = "sr_record"
	fieldEntity  = "sr_field"
)

// Tags lists the tagged records and fields that the text itself defines, in its order. Their paths are full names, with
// the field's name behind that of its record.
func (s *Schema) Tags() []schema.EntityTags {
	var list []schema.EntityTags
	for _, e := range s.entities() {
		if tags := tagsOf(*e.props); len(tags) > 0 {
			list = append(list, schema.EntityTags{Entity: e.Entity, Tags: tags})
		}
	}
	return list
}

// entity is a record or field that can carry tags, with its properties.
type entity struct {
	schema.Entity
	props *[]jsontree.Member
}

// entities lists all records and fields of the text, a record before its fields.
func (s *Schema) entities() []entity {
	var list []entity
	for _, n := range s.records() {
		name := n.Name.Full()
		list = append(list, entity{schema.Entity{Path: name, Type: recordEntity}, &n.Props})
		for _, f := range n.Fields {
			list = append(list, entity{schema.Entity{Path: name + "." + f.Name, Type: fieldEntity}, &f.Props})
		}
	}
	return list
}

// records lists the records that the text itself defines, in its order.
func (s *Schema) records() []*Node {
	var list []*Node
	seen := map[*Node]bool{}
	var visit func(*Node)
	visit = func(n *Node) {
		if n.Reference != "" || n.Kind.Primitive() || seen[n] {
			return
		}
		seen[n] = true
		if n.Kind == Record {
			list = append(list, n)
		}
		for _, child := range n.children() {
			visit(child)
		}
	}
	visit(s.Root)
	return list
}

// Retag is the canonical text after the tags of add were added and those of remove taken away. New tags stand behind the
// ones that are there, a new list behind all other properties; an empty list is left out. It returns an *[schema.Error]
// when an entity is none of the text's.
func (s *Schema) Retag(add, remove []schema.EntityTags) (text string, err error) {
	defer guard(&err)
	entities := map[schema.Entity]*[]jsontree.Member{}
	for _, e := range s.entities() {
		entities[e.Entity] = e.props
	}
	p := printer{known: maps.Clone(s.references), replaced: map[*[]jsontree.Member][]jsontree.Member{}}
	for _, e := range add {
		p.retag(entities, e.Entity, func(tags []string) []string { return union(tags, e.Tags) })
	}
	for _, e := range remove {
		p.retag(entities, e.Entity, func(tags []string) []string { return without(tags, e.Tags) })
	}
	p.node(s.Root, "")
	return string(p.out), nil
}

func (p *printer) retag(entities map[schema.Entity]*[]jsontree.Member, e schema.Entity, change func([]string) []string) {
	owner, known := entities[e]
	if !known {
		fail(schema.Span{}, "the schema has no entity of type %s at the path %q; a record (sr_record) is addressed by its full name, a field (sr_field) by that and its own name",
			e.Type, e.Path)
	}
	props, changed := p.replaced[owner]
	if !changed {
		props = *owner
	}
	p.replaced[owner] = withTags(props, change(tagsOf(props)))
}

// withTags is a copy of props with another list of tags.
func withTags(props []jsontree.Member, tags []string) []jsontree.Member {
	props = slices.Clone(props)
	at := slices.IndexFunc(props, func(m jsontree.Member) bool { return m.Name == tagsProp })
	switch member := (jsontree.Member{Name: tagsProp, Value: words(schema.Span{}, tags)}); {
	case len(tags) == 0 && at >= 0:
		return slices.Delete(props, at, at+1)
	case len(tags) == 0:
		return props
	case at >= 0:
		props[at] = member
		return props
	default:
		return append(props, member)
	}
}

func tagsOf(props []jsontree.Member) []string { return textsOf(propOf(props, tagsProp)) }

// textsOf are the texts of a list, nil for anything else.
func textsOf(v *jsontree.Value) []string {
	if v == nil || v.Kind != jsontree.Array {
		return nil
	}
	var list []string
	for _, item := range v.Items {
		if item.IsString() {
			list = append(list, item.Text)
		}
	}
	return list
}

func union(tags, more []string) []string {
	tags = slices.Clone(tags)
	for _, tag := range more {
		if !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	return tags
}

func without(tags, less []string) []string {
	return slices.DeleteFunc(slices.Clone(tags), func(tag string) bool { return slices.Contains(less, tag) })
}

// terms are the glossary terms that properties bind: by name, as one or a list, or by tags.
func terms(props []jsontree.Member) []string {
	var list []string
	if v := propOf(props, termProp); v.IsString() {
		list = append(list, v.Text)
	} else {
		list = append(list, textsOf(v)...)
	}
	for _, tag := range tagsOf(props) {
		if term, ok := strings.CutPrefix(tag, termTag); ok {
			list = append(list, term)
		}
	}
	return list
}

// plainTags are the tags that bind no term.
func plainTags(props []jsontree.Member) []string {
	return slices.DeleteFunc(tagsOf(props), func(tag string) bool { return strings.HasPrefix(tag, termTag) })
}
