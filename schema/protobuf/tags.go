package protobuf

import (
	"slices"
	"strings"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// metaFile is the file that declares the options which hold tags.
const metaFile = "confluent/meta.proto"

// entity is a message or a field with its options.
type entity struct {
	schema.Entity
	// option is the name of the option that holds the tags.
	option  string
	options *[]*syntax.Option
}

// entities lists the messages and fields of a file, each message before its fields.
func entities(f *syntax.File) []entity {
	var list []entity
	var walk func(scope string, messages []*syntax.Message)
	walk = func(scope string, messages []*syntax.Message) {
		for _, m := range messages {
			path := scope + "." + m.Name
			list = append(list, entity{schema.Entity{Path: path, Type: "sr_record"}, "confluent.message_meta", &m.Options})
			for _, x := range membersOf(m) {
				list = append(list, x.entity(path))
			}
			walk(path, m.Messages)
		}
	}
	root := ""
	if f.Package != "" {
		root = "." + f.Package
	}
	walk(root, f.Messages)
	return list
}

// entity is a member inside the message at path.
func (m member) entity(path string) entity {
	if m.oneof != "" {
		path += "." + m.oneof
	}
	e := entity{schema.Entity{Path: path + "." + m.name(), Type: "sr_field"}, "confluent.field_meta", nil}
	if m.group != nil {
		e.options = &m.group.Options
	} else {
		e.options = &m.field.Options
	}
	return e
}

func (e entity) tags() []string {
	return metaOf(*e.options, strings.TrimPrefix(e.option, "confluent.")).tags
}

// Tags lists the messages and fields that confluent's options tag, each message before its fields.
func (s *Schema) Tags() []schema.EntityTags {
	var tagged []schema.EntityTags
	for _, e := range entities(s.tree) {
		if tags := e.tags(); len(tags) > 0 {
			tagged = append(tagged, schema.EntityTags{Entity: e.Entity, Tags: tags})
		}
	}
	return tagged
}

// Retag is the canonical text with tags added and taken away. The leading dot of a path may be missing. It returns a
// *[schema.Error] when a path leads to no message or field, and when the schema does not import confluent/meta.proto,
// which declares tags: the reference refuses that too, and a file that uses what it does not import is no good file.
func (s *Schema) Retag(add, remove []schema.EntityTags) (string, error) {
	if !slices.ContainsFunc(s.tree.Imports, func(i syntax.Import) bool { return i.Path == metaFile }) {
		return "", schema.Errorf(schema.Protobuf, schema.Span{}, "the schema has no tags: they are options that %s declares; import it", metaFile)
	}
	tree, err := syntax.Parse(s.file, s.canonical, s.limits)
	if err != nil {
		return "", err
	}
	byPath := map[string]entity{}
	for _, e := range entities(tree) {
		byPath[e.Path] = e
	}
	for _, change := range []struct {
		list  []schema.EntityTags
		apply func(tags, change []string) []string
	}{{add, union}, {remove, without}} {
		for _, c := range change.list {
			e, known := byPath["."+strings.TrimPrefix(c.Entity.Path, ".")]
			if !known || c.Entity.Type != "" && c.Entity.Type != e.Type {
				return "", schema.Errorf(schema.Protobuf, schema.Span{}, "%q names no %s of the schema; write .package.Message.field", c.Entity.Path, entityWord(c.Entity.Type))
			}
			e.setTags(change.apply(e.tags(), c.Tags))
		}
	}
	return syntax.Print(tree), nil
}

func entityWord(entityType string) string {
	switch entityType {
	case "sr_record":
		return "message"
	case "sr_field":
		return "field"
	}
	return "message or field"
}

// union is tags and behind them what of more is new.
func union(tags, more []string) []string {
	out := slices.Clone(tags)
	for _, t := range more {
		if !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// without is tags less those of gone.
func without(tags, gone []string) []string {
	return slices.DeleteFunc(slices.Clone(tags), func(t string) bool { return slices.Contains(gone, t) })
}

// setTags replaces the tags in the options: where they stood first, or else in an option of their own.
func (e entity) setTags(tags []string) {
	value := syntax.Value{Kind: syntax.List}
	for _, t := range tags {
		value.Items = append(value.Items, syntax.Value{Kind: syntax.String, Text: t})
	}
	placed := len(tags) == 0
	var options []*syntax.Option
	for _, o := range *e.options {
		if !o.Custom || strings.TrimPrefix(o.Name, ".") != e.option {
			options = append(options, o)
			continue
		}
		if kept := replaceTags(o, value, &placed); kept {
			options = append(options, o)
		}
	}
	if !placed {
		options = append(options, &syntax.Option{Name: e.option, Custom: true, Path: []string{"tags"}, Value: value})
	}
	*e.options = options
}

// replaceTags puts the tags into an option that holds some, unless they are placed already; then they go. It reports
// whether anything is left of the option.
func replaceTags(o *syntax.Option, tags syntax.Value, placed *bool) bool {
	switch {
	case len(o.Path) == 1 && o.Path[0] == "tags":
		if *placed {
			return false
		}
		o.Value, *placed = tags, true
	case len(o.Path) == 0 && o.Value.Kind == syntax.Literal:
		i := slices.IndexFunc(o.Value.Fields, func(f syntax.ValueField) bool { return f.Name == "tags" })
		if i < 0 {
			return true
		}
		if *placed {
			o.Value.Fields = slices.Delete(o.Value.Fields, i, i+1)
			return len(o.Value.Fields) > 0
		}
		o.Value.Fields[i].Value, *placed = tags, true
	}
	return true
}
