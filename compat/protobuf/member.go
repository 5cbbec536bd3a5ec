package protobuf

import (
	"strings"
	"unicode"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// member is a field of a message, plain or in a oneof, or a group.
type member struct {
	name   string
	number int32
	label  string
	// oneof is the name of the oneof it is in; empty for a plain field.
	oneof string
	// extends is the message that it is an extension of; empty for a field of a message.
	extends string
	field   *syntax.Field
	group   *syntax.Group
	side    side
}

// members lists the fields of a message in order of the text. Of several with one number the last counts.
func (s scope) members(m *syntax.Message) []member {
	var list []member
	list = s.add(list, "", m.Fields, m.Groups)
	for _, o := range m.Oneofs {
		list = s.add(list, o.Name, o.Fields, o.Groups)
	}
	return list
}

func (s scope) add(list []member, oneof string, fields []*syntax.Field, groups []*syntax.Group) []member {
	for _, f := range fields {
		list = append(list, s.member(oneof, f))
	}
	for _, g := range groups {
		text := "group " + g.Name
		list = append(list, member{
			name: strings.ToLower(g.Name), number: g.Number, label: g.Label, oneof: oneof, group: g,
			side: side{s.place(g.Name, g.At), text},
		})
	}
	return list
}

func (s scope) member(oneof string, f *syntax.Field) member {
	text := f.Type.String()
	if f.Label != "" {
		text = f.Label + " " + text
	}
	return member{
		name: f.Name, number: f.Number, label: f.Label, oneof: oneof, field: f,
		side: side{s.place(f.Name, f.At), text},
	}
}

// options are those of a field or a group.
func (m member) options() []*syntax.Option {
	if m.group != nil {
		return m.group.Options
	}
	return m.field.Options
}

// jsonName is the name in proto-JSON: as the text says, else in camel case.
func (m member) jsonName() string {
	if name := m.jsonOption(); name != "" {
		return name
	}
	return camelCase(m.name)
}

// jsonOption is the name in proto-JSON that the text gives; empty when it gives none.
func (m member) jsonOption() string {
	if m.field == nil {
		return ""
	}
	name, _ := m.field.JSONName()
	return name
}

// camelCase is a name as proto-JSON spells it: without underscores, and a capital behind each.
func camelCase(name string) string {
	var b strings.Builder
	up := false
	for _, r := range name {
		if r == '_' {
			up = true
			continue
		}
		if up {
			r = unicode.ToUpper(r)
		}
		up = false
		b.WriteRune(r)
	}
	return b.String()
}

// place is a declaration inside the scope.
func (s scope) place(name string, at syntax.Range) rule.Place {
	p := rule.Place{Path: s.local(name)}
	if d := s.definition(); d != nil {
		p.Span = d.Span(at)
		return p
	}
	p.Span = s.schema.Span(at)
	return p
}

// whole is the message that the scope is.
func (s scope) whole(m *syntax.Message) rule.Place {
	p := rule.Place{Path: strings.Join(s.path, ".")}
	if d := s.definition(); d != nil {
		p.Span = d.Span(m.At)
	}
	return p
}

// definition is the message that the scope is; nil for a file.
func (s scope) definition() *protobuf.Definition {
	if len(s.path) == 0 {
		return nil
	}
	return s.schema.Resolve("", "."+s.name)
}

// local is the path of a name inside the scope, without the package.
func (s scope) local(name string) string {
	path := ""
	for _, part := range s.path {
		path += part + "."
	}
	return path + name
}

// byNumber finds members by number; the last of several counts.
func byNumber(list []member) map[int32]member {
	m := make(map[int32]member, len(list))
	for _, x := range list {
		m[x.number] = x
	}
	return m
}

// kind is what sort of type a field has.
type kind int

const (
	scalarKind kind = iota
	enumKind
	mapKind
	messageKind
	groupKind
)

// fieldType is the type of a member with its names resolved.
type fieldType struct {
	kind kind
	// scalar is the name of a scalar type.
	scalar string
	// def is the message or enum; nil when the name leads nowhere.
	def *protobuf.Definition
	// name is the type as compared: the name without the package for messages and enums.
	name string
	// full is the full name of a message or an enum, of a map that of its entry.
	full string
	// key and value are those of a map.
	key, value *fieldType
	repeated   bool
	required   bool
	// presence says that a reader sees whether a single value was written.
	presence bool
	// packed says that numbers are written in one run.
	packed bool
	// utf8 says that a string is checked when it is read.
	utf8 bool
	// oneof says that it is in one.
	oneof bool
	// label is the label that the text gives.
	label string
}

// typeOf resolves the type of a member.
func (s scope) typeOf(m member) fieldType {
	if m.group != nil {
		def := s.schema.Resolve(s.name, m.group.Name)
		t := fieldType{kind: groupKind, def: def, name: m.group.Name, full: s.full(m.group.Name)}
		return s.labelled(t, m)
	}
	t := s.named(m.field.Type.Name)
	if m.field.Type.Map() {
		key := s.named(m.field.Type.Key)
		return fieldType{kind: mapKind, key: &key, value: &t, name: m.field.Type.String(), full: s.full(entryName(m.name)), repeated: true}
	}
	t = s.labelled(t, m)
	t.packed = t.repeated && t.packable() && s.packed(m.field)
	if t.kind == messageKind && t.repeated {
		if entry, ok := s.mapEntry(t); ok {
			return entry
		}
	}
	return t
}

// labelled adds to a type what the label says.
func (s scope) labelled(t fieldType, m member) fieldType {
	t.label, t.repeated, t.required = m.label, m.label == "repeated", m.label == "required"
	bare := t.kind != messageKind && t.kind != groupKind && m.label == "" && m.oneof == ""
	t.oneof = m.oneof != ""
	t.presence = !t.repeated && !(bare && s.features.implicit)
	return t
}

// entryName is the name of the message that compilers make for the entries of a map.
func entryName(field string) string {
	camel := camelCase(field)
	if camel == "" {
		return "Entry"
	}
	return strings.ToUpper(camel[:1]) + camel[1:] + "Entry"
}

// named resolves a type name.
func (s scope) named(name string) fieldType {
	if syntax.Scalar(name) {
		return fieldType{kind: scalarKind, scalar: name, name: name, utf8: s.features.utf8}
	}
	def := s.schema.Resolve(s.name, name)
	switch {
	case def == nil:
		return fieldType{kind: messageKind, name: name, full: name}
	case def.Enum != nil:
		return fieldType{kind: enumKind, def: def, name: def.Local(), full: def.Name}
	}
	return fieldType{kind: messageKind, def: def, name: def.Local(), full: def.Name}
}

// mapEntry is the map that a repeated entry message stands for.
func (s scope) mapEntry(t fieldType) (fieldType, bool) {
	if t.def == nil || t.def.Message == nil || !isMapEntry(t.def.Message) {
		return fieldType{}, false
	}
	inner := definitionScope(s.schema, t.def)
	entry := fieldType{kind: mapKind, name: t.name, full: t.full, repeated: true}
	for _, f := range t.def.Message.Fields {
		part := inner.named(f.Type.Name)
		switch f.Number {
		case 1:
			entry.key = &part
		case 2:
			entry.value = &part
		}
	}
	return entry, entry.key != nil && entry.value != nil
}

func isMapEntry(m *syntax.Message) bool {
	return optionOf(m.Options, "map_entry") == "true"
}

// packable reports whether lists of the type may be packed: numbers, bool and enums.
func (t fieldType) packable() bool {
	return t.kind == enumKind || t.kind == scalarKind && t.scalar != "string" && t.scalar != "bytes"
}

// packed reports how a list of numbers is written: as the option says, else as the syntax does.
func (s scope) packed(f *syntax.Field) bool {
	if option := optionOf(f.Options, "packed"); option != "" {
		return option == "true"
	}
	return s.features.packed
}
