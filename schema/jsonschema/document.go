package jsonschema

import (
	"path"
	"strings"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// maxFields bounds the fields of a document: definitions that refer to each other many times unfold to exponentially
// many. What is beyond is left out.
const maxFields = 20_000

// Document is the schema in the words that all formats share. Properties are fields, objects with properties and enums of
// strings are types; `$ref`s are followed, and what they lead to appears wherever it is used. A recursive schema ends
// where a type contains itself.
func (s *Schema) Document() *schema.Document {
	documents := make([]*model.Document, len(s.dependencies))
	origins := map[*jsontree.Value]schema.Origin{}
	for i, d := range s.dependencies {
		documents[i] = &model.Document{Name: d.Name, Root: d.root}
		origins[d.root] = schema.Origin{Reference: d.Name, Subject: d.Subject, Version: d.Version}
	}
	b := &documentBuilder{
		links:   model.NewLinks(&model.Document{Root: s.root}, documents),
		origins: origins,
		types:   map[*jsontree.Value]string{},
	}
	root := b.links.Start()
	name := rootName(s.root)
	d := &schema.Document{
		Name: name, Doc: docOf(s.root), Tags: tagsOf(s.root), Annotations: annotationsOf(s.root),
	}
	b.document = d
	if at := b.shape(root); at.object != nil {
		b.record(at, name, name, 1)
	}
	return d
}

// rootName is the title, or the last segment of the id, or Root.
func rootName(root *jsontree.Value) string {
	if title := root.Get("title"); title.IsString() && title.Text != "" {
		return title.Text
	}
	for _, keyword := range []string{"$id", "id"} {
		if id := root.Get(keyword); id.IsString() {
			address, _, _ := strings.Cut(id.Text, "#")
			base := path.Base(address)
			if base = strings.TrimSuffix(base, path.Ext(base)); base != "" && base != "." && base != "/" {
				return base
			}
		}
	}
	return "Root"
}

// documentBuilder fills a document. stack are the object schemas that are being described, types the path of each type
// that was.
type documentBuilder struct {
	document *schema.Document
	links    *model.Links
	origins  map[*jsontree.Value]schema.Origin
	stack    []*jsontree.Value
	types    map[*jsontree.Value]string
}

func (b *documentBuilder) origin(at model.Location) schema.Origin { return b.origins[at.Document()] }

// record describes an object schema and its properties. typePath is the path of the type, fieldPath that of what holds
// it.
func (b *documentBuilder) record(s shape, typePath, fieldPath string, depth int) {
	for _, open := range b.stack {
		if open == s.object {
			return
		}
	}
	b.namedType(s, typePath, "record", nil)
	b.document.Depth = max(b.document.Depth, depth)
	b.stack = append(b.stack, s.object)
	defer func() { b.stack = b.stack[:len(b.stack)-1] }()
	required := map[string]bool{}
	for _, part := range s.objects {
		for _, item := range itemsOf(part.Value().Get("required")) {
			required[item.Text] = true
		}
	}
	for _, part := range s.objects {
		for _, m := range members(part.Value().Get("properties")) {
			b.field(part, m, fieldPath, required[m.Name], depth)
		}
	}
}

// field describes one property and what it contains.
func (b *documentBuilder) field(owner model.Location, m jsontree.Member, parent string, required bool, depth int) {
	if len(b.document.Fields) >= maxFields {
		return
	}
	at := owner.Child(m.Value, "properties", m.Name)
	s := b.shape(at)
	f := schema.Field{
		Path: parent + "." + m.Name, Ordinal: len(b.document.Fields), Name: m.Name,
		Type: s.fieldType(), Presence: "optional",
		Doc: s.doc, Deprecated: s.deprecated, Terms: s.terms, Tags: s.tags,
		Annotations: s.annotations, Constraints: s.constraints(), Origin: b.origin(owner),
		Span: schema.Span{File: m.At.File, Start: m.At.Start, End: m.Value.At.End},
	}
	if required {
		f.Presence = "required"
	}
	if s.defaultValue != nil {
		f.Default = schema.Default{Set: true, Value: plain(s.defaultValue)}
	}
	if s.named() {
		f.Type.Ref = b.typeName(s, m.Name)
	}
	b.document.Fields = append(b.document.Fields, f)
	switch f.Type.Canonical {
	case "record":
		b.record(s, f.Type.Ref, f.Path, depth+1)
	case "enum":
		b.namedType(s, f.Type.Ref, "enum", s.symbols)
	}
}

// typeName is the path of the type that a field has: the one that it got where it was met first, else the root's name
// with that of its definition, or of the field.
func (b *documentBuilder) typeName(s shape, field string) string {
	if name, known := b.types[s.identity()]; known {
		return name
	}
	name := s.definition
	if name == "" {
		name = field
	}
	return b.document.Name + "." + name
}

func (b *documentBuilder) namedType(s shape, typePath, kind string, symbols []string) {
	if _, known := b.types[s.identity()]; known {
		return
	}
	b.types[s.identity()] = typePath
	t := schema.NamedType{
		Path: typePath, Kind: kind, Name: typePath[strings.LastIndexByte(typePath, '.')+1:],
		Doc: docOf(s.identity()), Annotations: annotationsOf(s.identity()), Symbols: symbols,
		Origin: b.origin(s.at), Span: s.identity().At,
	}
	b.document.Types = append(b.document.Types, t)
}
