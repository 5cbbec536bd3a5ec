package jsonschema

import (
	"slices"
	"strconv"
	"strings"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsontree"
)

// tagsKeyword holds the inline tags of a schema.
const tagsKeyword = "confluent:tags"

// The types of entities.
const (
	recordEntity = "sr_record"
	fieldEntity  = "sr_field"
)

// entities calls visit for every record and field with its address and the schema that holds its tags (contract §3.12).
// A record is an object schema, with an address that ends in `object`; a field is a property of it.
func (s *Schema) entities(visit func(schema.Entity, *jsontree.Value)) {
	walkEntities(s.root, "", visit)
}

func walkEntities(v *jsontree.Value, prefix string, visit func(schema.Entity, *jsontree.Value)) {
	if v == nil || v.Kind != jsontree.Object {
		return
	}
	if isObject(v) {
		walkObject(v, prefix+"object", visit)
	}
	if items := v.Get("items"); items != nil {
		walkEntities(items, prefix+"array.", visit)
	}
	for _, keyword := range []string{"allOf", "anyOf", "oneOf"} {
		if list := v.Get(keyword); list != nil {
			for i, part := range combinedFirst(list.Items) {
				walkEntities(part, prefix+strings.ToLower(keyword)+"."+strconv.Itoa(i)+".", visit)
			}
		}
	}
	for _, keyword := range []string{"if", "then", "else"} {
		walkEntities(v.Get(keyword), prefix+"conditional."+keyword+".", visit)
	}
	walkEntities(v.Get("not"), prefix+"not.", visit)
	if !isObject(v) {
		walkDefinitions(v, prefix+"object", visit)
	}
}

func walkObject(v *jsontree.Value, path string, visit func(schema.Entity, *jsontree.Value)) {
	visit(schema.Entity{Path: path, Type: recordEntity}, v)
	for _, m := range members(v.Get("properties")) {
		field := path + "." + m.Name
		visit(schema.Entity{Path: field, Type: fieldEntity}, m.Value)
		walkEntities(m.Value, field+".", visit)
	}
	walkDefinitions(v, path, visit)
}

func walkDefinitions(v *jsontree.Value, path string, visit func(schema.Entity, *jsontree.Value)) {
	for _, keyword := range []string{"definitions", "$defs"} {
		for _, m := range members(v.Get(keyword)) {
			walkEntities(m.Value, path+"."+keyword+"."+m.Name+".", visit)
		}
	}
}

// isObject reports whether a schema describes objects: by its type, or by having properties.
func isObject(v *jsontree.Value) bool {
	t := v.Get("type")
	return t.IsString() && t.Text == "object" || t == nil && v.Get("properties") != nil
}

// combinedFirst is the order in which the reference counts the schemas of a combination: combinations first.
func combinedFirst(parts []*jsontree.Value) []*jsontree.Value {
	out := slices.Clone(parts)
	slices.SortStableFunc(out, func(a, b *jsontree.Value) int { return rank(a) - rank(b) })
	return out
}

func rank(v *jsontree.Value) int {
	for _, keyword := range []string{"allOf", "anyOf", "oneOf"} {
		if v.Get(keyword) != nil {
			return 0
		}
	}
	return 1
}

// tagsOf are the inline tags of a schema; what is no string is not a tag.
func tagsOf(v *jsontree.Value) []string {
	list := v.Get(tagsKeyword)
	if list == nil {
		return nil
	}
	var tags []string
	for _, item := range list.Items {
		if item.IsString() {
			tags = append(tags, item.Text)
		}
	}
	return tags
}

// Tags lists every tagged record and field with all its tags, in order of the text.
func (s *Schema) Tags() []schema.EntityTags {
	var out []schema.EntityTags
	s.entities(func(e schema.Entity, v *jsontree.Value) {
		if tags := tagsOf(v); len(tags) > 0 {
			out = append(out, schema.EntityTags{Entity: e, Tags: tags})
		}
	})
	return out
}

// Retag is the canonical text after the tags of add were added and then those of remove taken away. Tags keep their order,
// new ones come last. It returns a *[schema.Error] for an entity path that leads nowhere, or to a boolean schema.
func (s *Schema) Retag(add, remove []schema.EntityTags) (string, error) {
	holders := map[schema.Entity]*jsontree.Value{}
	s.entities(func(e schema.Entity, v *jsontree.Value) { holders[e] = v })
	changed := map[*jsontree.Value][]string{}
	edit := func(list []schema.EntityTags, change func(tags, given []string) []string) error {
		for _, given := range list {
			holder := holders[given.Entity]
			if holder == nil || holder.Kind != jsontree.Object {
				return schema.Errorf(schema.JSON, s.root.At, "no %s of the schema has the path %q", given.Entity.Type, given.Entity.Path)
			}
			if _, begun := changed[holder]; !begun {
				changed[holder] = tagsOf(holder)
			}
			changed[holder] = change(changed[holder], given.Tags)
		}
		return nil
	}
	if err := edit(add, withTags); err != nil {
		return "", err
	}
	if err := edit(remove, withoutTags); err != nil {
		return "", err
	}
	return print(retagged(s.root, changed)), nil
}

func withTags(tags, given []string) []string {
	for _, tag := range given {
		if !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	return tags
}

func withoutTags(tags, given []string) []string {
	return slices.DeleteFunc(tags, func(tag string) bool { return slices.Contains(given, tag) })
}

// retagged copies a schema with changed tags: in their place when there were any, last when not, and gone when none is
// left.
func retagged(v *jsontree.Value, changed map[*jsontree.Value][]string) *jsontree.Value {
	out := *v
	out.Items, out.Members = nil, nil
	for _, item := range v.Items {
		out.Items = append(out.Items, retagged(item, changed))
	}
	tags, touched := changed[v]
	for _, m := range v.Members {
		switch {
		case m.Name != tagsKeyword || !touched:
			m.Value = retagged(m.Value, changed)
		case len(tags) == 0:
			continue
		default:
			m.Value = stringList(tags)
		}
		out.Members = append(out.Members, m)
	}
	if len(tags) > 0 && v.Get(tagsKeyword) == nil {
		out.Members = append(out.Members, jsontree.Member{Name: tagsKeyword, Value: stringList(tags)})
	}
	return &out
}

func stringList(texts []string) *jsontree.Value {
	v := &jsontree.Value{Kind: jsontree.Array}
	for _, text := range texts {
		v.Items = append(v.Items, &jsontree.Value{Kind: jsontree.String, Text: text})
	}
	return v
}
