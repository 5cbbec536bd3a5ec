// Package protobuf reads Protobuf schemas: .proto text, or the base64 of a serialized FileDescriptorProto.
//
// It agrees with the reference registry in what it reads and in every byte of the canonical text, which is what ids and
// GUIDs stand on; so it is laxer than protoc (contract §0a.2). What the reference lets pass but no compiler would read
// shows where linking is needed.
package protobuf

import (
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// Schema is a parsed Protobuf schema. It is immutable and safe for concurrent use.
type Schema struct {
	// file is what positions call the text.
	file      string
	tree      *syntax.File
	canonical string
	types     *types
	limits    schema.Limits
	compiled  compilation
}

// DefaultFile is what positions call a text whose source names no file.
const DefaultFile = "schema.proto"

var _ schema.Parsed = (*Schema)(nil)

// Parse reads src. Every refusal is a *[schema.Error]: text that is neither a .proto file nor a descriptor, a name
// defined twice, a type that cannot be found; with o.Fields also a type whose file is not imported.
func Parse(src schema.Source, o schema.Options) (*Schema, error) {
	if err := o.Limits.Check(src); err != nil {
		return nil, err
	}
	file := src.File
	if file == "" {
		file = DefaultFile
	}
	units, err := dependencies(src.Dependencies, o.Limits)
	if err != nil {
		return nil, err
	}
	tree, err := read(file, src.Text, o.Limits, units)
	if err != nil {
		return nil, err
	}
	s := &Schema{file: file, tree: tree, canonical: syntax.Print(tree), limits: o.Limits}
	if err := rereadable(s.canonical, o.Limits); err != nil {
		return nil, err
	}
	s.types, err = link(unit{path: file, tree: tree}, units)
	if err != nil {
		return nil, err
	}
	if err := s.types.check(o.Fields); err != nil {
		return nil, err
	}
	return s, nil
}

// rereadable refuses a schema whose canonical text cannot be read again, as the reference does: a default of bytes that
// are no word, for one.
func rereadable(canonical string, limits schema.Limits) error {
	if _, err := syntax.Parse("", canonical, limits); err != nil {
		return schema.Errorf(schema.Protobuf, schema.Span{}, "the schema has no canonical text that can be read again (%v); spell default values in plain letters and digits", err)
	}
	return nil
}

// dependencies reads the texts that a schema refers to.
func dependencies(list []schema.Dependency, limits schema.Limits) ([]unit, error) {
	var units []unit
	for _, d := range list {
		tree, err := read(d.Name, d.Text, limits, units)
		if err != nil {
			return nil, err
		}
		origin := schema.Origin{Reference: d.Name, Subject: d.Subject, Version: d.Version}
		units = append(units, unit{path: d.Name, tree: tree, origin: origin})
	}
	return units, nil
}

// Type is PROTOBUF.
func (s *Schema) Type() schema.Type { return schema.Protobuf }

// Canonical is the stored text. It is empty for a file that declares nothing.
func (s *Schema) Canonical() string { return s.canonical }

// Tree is the syntax tree of the schema's own text. It is shared: do not change it.
func (s *Schema) Tree() *syntax.File { return s.tree }

// Span is the place of a range of the schema's own text.
func (s *Schema) Span(r syntax.Range) schema.Span { return s.tree.Span(s.file, r) }
