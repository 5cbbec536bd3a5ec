package protobuf

import (
	"slices"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// A message that is used in many places is listed in each of them, so that a small text can mean a large document.
const (
	// maxFields bounds the fields of a document, maxPaths the bytes of all their paths, maxNesting their depth.
	maxFields  = 20_000
	maxPaths   = 8 << 20
	maxNesting = 64
)

// Document describes the first message of the file, field by field, through the messages that its fields hold. A
// message that holds itself is not entered again. Past 20 000 fields, 64 levels or 8 MiB of paths the document ends.
func (s *Schema) Document() *schema.Document {
	d := &documenter{schema: s, out: &schema.Document{Namespace: s.tree.Package, Annotations: map[string]any{}}}
	d.types(s.tree.Package, "", s.tree.Messages, s.tree.Enums)
	if len(s.tree.Messages) == 0 {
		return d.out
	}
	root := s.tree.Messages[0]
	meta := metaOf(root.Options, "message_meta")
	d.out.Name, d.out.Doc, d.out.Tags = root.Name, meta.docOr(root.Doc), meta.tags
	d.out.Annotations = meta.annotations()
	def := s.types.find(join(s.tree.Package, root.Name))
	d.fields(def, root.Name, 1, map[*Definition]bool{def: true})
	return d.out
}

// TopLevel lists the fields of the first message, those of oneofs and groups last.
func (s *Schema) TopLevel() []string {
	if len(s.tree.Messages) == 0 {
		return nil
	}
	var names []string
	for _, m := range membersOf(s.tree.Messages[0]) {
		names = append(names, m.name())
	}
	return names
}

// documenter fills a document.
type documenter struct {
	schema *Schema
	out    *schema.Document
	// paths is the length of all paths so far.
	paths int
}

// types lists the messages and enums that the text defines.
func (d *documenter) types(scope, path string, messages []*syntax.Message, enums []*syntax.Enum) {
	for _, m := range messages {
		meta := metaOf(m.Options, "message_meta")
		d.out.Types = append(d.out.Types, schema.NamedType{
			Path: join(path, m.Name), Kind: "record", Name: m.Name, Doc: meta.docOr(m.Doc),
			Annotations: meta.annotations(), Span: d.schema.Span(m.At),
		})
		d.types(join(scope, m.Name), join(path, m.Name), m.Messages, m.Enums)
	}
	for _, e := range enums {
		meta := metaOf(e.Options, "enum_meta")
		t := schema.NamedType{
			Path: join(path, e.Name), Kind: "enum", Name: e.Name, Doc: meta.docOr(e.Doc),
			Annotations: meta.annotations(), Span: d.schema.Span(e.At),
		}
		for _, v := range e.Values {
			t.Symbols = append(t.Symbols, v.Name)
			if v.Number == 0 && t.Default == "" {
				t.Default = v.Name
			}
		}
		d.out.Types = append(d.out.Types, t)
	}
}

// fields lists the fields of a message and of the messages in them. within are the messages around it.
func (d *documenter) fields(def *Definition, path string, depth int, within map[*Definition]bool) {
	members := membersOfDefinition(def)
	if len(members) > 0 {
		d.out.Depth = max(d.out.Depth, depth)
	}
	for i, m := range members {
		if len(d.out.Fields) >= maxFields || d.paths > maxPaths {
			return
		}
		f, inner := d.field(def, m, path, i)
		d.out.Fields = append(d.out.Fields, f)
		d.paths += len(f.Path)
		if depth >= maxNesting || inner == nil || inner.Bundled || inner.Enum != nil || within[inner] {
			continue
		}
		within[inner] = true
		d.fields(inner, f.Path, depth+1, within)
		delete(within, inner)
	}
}

// field describes one field; inner is the message or enum that it holds.
func (d *documenter) field(def *Definition, m member, path string, ordinal int) (f schema.Field, inner *Definition) {
	meta := metaOf(m.options(), "field_meta")
	f = schema.Field{
		Path: path + "." + m.name(), Ordinal: ordinal, Number: int(m.number()), Name: m.name(),
		Doc: meta.docOr(m.doc()), Tags: meta.tags, Annotations: meta.annotations(),
		Deprecated: flag(m.options(), "deprecated"),
		Origin:     def.Origin, Span: def.Span(m.at()),
	}
	f.Terms = terms(m, meta)
	f.Type, inner = d.schema.fieldType(def, m)
	f.Presence = presence(def.Syntax(), m, f.Type.Container, inner)
	if m.oneof != "" {
		f.Annotations["oneof"] = m.oneof
	}
	if m.field != nil {
		f.Default = defaultValue(m.field)
	}
	return f, inner
}

// presence says whether a field must be there, may be missing, or cannot be told from its zero. inner is the message or
// enum that it holds.
func presence(syntaxName string, m member, container string, inner *Definition) string {
	message := inner != nil && inner.Enum == nil
	switch {
	case m.label() == "required":
		return "required"
	case m.oneof != "" || m.label() == "optional":
		return "optional"
	case container == "" && (message || syntaxName != "proto3"):
		return "optional"
	}
	return "implicit"
}

// flag reports whether a boolean option is true.
func flag(options []*syntax.Option, name string) bool {
	return slices.ContainsFunc(options, func(o *syntax.Option) bool {
		return o.Name == name && !o.Custom && o.Value.Text == "true"
	})
}

// defaultValue is the default of a field as JSON would hold it.
func defaultValue(f *syntax.Field) schema.Default {
	text, set := f.Default()
	if !set {
		return schema.Default{}
	}
	return schema.Default{Set: true, Value: jsonValue(f.Type.Name, text)}
}
