// Package descriptor translates between the text form of a .proto file and its FileDescriptorProto, as the registries
// do that serve both (contract §3.5): type names stay as they were written, and nothing is linked or checked.
package descriptor

import (
	"strings"

	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// Tree is the file that a descriptor describes. Map entries stay the messages that they are in the descriptor; the
// oneofs that stand for optional fields of proto3 go.
func Tree(d *descriptorpb.FileDescriptorProto) *syntax.File {
	return TreeWith(d, nil)
}

// TreeWith is [Tree] with the extensions that custom options may use; without them custom options are left out.
func TreeWith(d *descriptorpb.FileDescriptorProto, names Names) *syntax.File {
	r := reader{syntax: d.GetSyntax(), options: optionReader{names}}
	f := &syntax.File{Syntax: d.GetSyntax(), Package: d.GetPackage(), Options: r.options.read(d.GetOptions())}
	public := map[int32]bool{}
	for _, i := range d.GetPublicDependency() {
		public[i] = true
	}
	for i, path := range d.GetDependency() {
		f.Imports = append(f.Imports, syntax.Import{Path: path, Public: public[int32(i)]})
	}
	for _, m := range d.GetMessageType() {
		f.Messages = append(f.Messages, r.message(m))
	}
	f.Enums = r.enums(d.GetEnumType())
	f.Extends = r.extends(d.GetExtension())
	for _, s := range d.GetService() {
		f.Services = append(f.Services, r.service(s))
	}
	return f
}

type reader struct {
	syntax  string
	options optionReader
}

func (r reader) message(d *descriptorpb.DescriptorProto) *syntax.Message {
	m := &syntax.Message{Name: d.GetName(), Options: r.options.read(d.GetOptions())}
	for _, o := range d.GetOneofDecl() {
		m.Oneofs = append(m.Oneofs, &syntax.Oneof{Name: o.GetName(), Options: r.options.read(o.GetOptions())})
	}
	groups := r.groups(d)
	for _, f := range d.GetField() {
		group := groups[local(f.GetTypeName())]
		if f.GetType() != descriptorpb.FieldDescriptorProto_TYPE_GROUP {
			group = nil
		}
		switch {
		case group != nil:
			m.Groups = append(m.Groups, r.group(f, group))
		case f.OneofIndex != nil && !f.GetProto3Optional() && int(f.GetOneofIndex()) < len(m.Oneofs):
			o := m.Oneofs[f.GetOneofIndex()]
			field := r.field(f)
			field.Label = ""
			o.Fields = append(o.Fields, field)
		default:
			m.Fields = append(m.Fields, r.field(f))
		}
	}
	m.Oneofs = withoutSynthetic(m.Oneofs, d)
	for _, n := range d.GetNestedType() {
		if groups[n.GetName()] == nil {
			m.Messages = append(m.Messages, r.message(n))
		}
	}
	m.Enums = r.enums(d.GetEnumType())
	m.Extends = r.extends(d.GetExtension())
	m.Reserved = reservedLines(d.GetReservedRange(), d.GetReservedName(), 1)
	for _, e := range d.GetExtensionRange() {
		m.Extensions = append(m.Extensions, &syntax.Extensions{
			Ranges:  []syntax.Tags{tags(e.GetStart(), e.GetEnd()-1)},
			Options: r.options.read(e.GetOptions()),
		})
	}
	return m
}

// groups are the nested messages that belong to group fields, by name.
func (r reader) groups(d *descriptorpb.DescriptorProto) map[string]*descriptorpb.DescriptorProto {
	groups := map[string]*descriptorpb.DescriptorProto{}
	for _, f := range d.GetField() {
		if f.GetType() != descriptorpb.FieldDescriptorProto_TYPE_GROUP {
			continue
		}
		for _, n := range d.GetNestedType() {
			if n.GetName() == local(f.GetTypeName()) {
				groups[n.GetName()] = n
			}
		}
	}
	return groups
}

// local is the last part of a dotted name.
func local(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

func (r reader) group(f *descriptorpb.FieldDescriptorProto, d *descriptorpb.DescriptorProto) *syntax.Group {
	g := &syntax.Group{Label: r.label(f), Name: d.GetName(), Number: f.GetNumber(), Options: r.options.read(f.GetOptions())}
	for _, member := range d.GetField() {
		g.Fields = append(g.Fields, r.field(member))
	}
	return g
}

// withoutSynthetic drops the oneofs that a proto3 optional field owns.
func withoutSynthetic(oneofs []*syntax.Oneof, d *descriptorpb.DescriptorProto) []*syntax.Oneof {
	synthetic := map[int32]bool{}
	for _, f := range d.GetField() {
		if f.GetProto3Optional() && f.OneofIndex != nil {
			synthetic[f.GetOneofIndex()] = true
		}
	}
	var kept []*syntax.Oneof
	for i, o := range oneofs {
		if !synthetic[int32(i)] {
			kept = append(kept, o)
		}
	}
	return kept
}

func (r reader) field(d *descriptorpb.FieldDescriptorProto) *syntax.Field {
	f := &syntax.Field{Label: r.label(d), Name: d.GetName(), Number: d.GetNumber(), Options: r.options.read(d.GetOptions())}
	f.Type.Name = d.GetTypeName()
	if f.Type.Name == "" {
		f.Type.Name = scalarName(d.GetType())
	}
	if d.DefaultValue != nil {
		f.Options = append(f.Options, special("default", d.GetDefaultValue()))
	}
	if d.JsonName != nil {
		f.Options = append(f.Options, special("json_name", d.GetJsonName()))
	}
	return f
}

func special(name, text string) *syntax.Option {
	return &syntax.Option{Name: name, Value: syntax.Value{Kind: syntax.String, Text: text}}
}

func scalarName(t descriptorpb.FieldDescriptorProto_Type) string {
	return strings.ToLower(strings.TrimPrefix(t.String(), "TYPE_"))
}

// label is the label to print: in proto3 a singular field has one only when it is optional by its own word.
func (r reader) label(d *descriptorpb.FieldDescriptorProto) string {
	switch d.GetLabel() {
	case descriptorpb.FieldDescriptorProto_LABEL_REPEATED:
		return "repeated"
	case descriptorpb.FieldDescriptorProto_LABEL_REQUIRED:
		return "required"
	}
	if r.syntax == "proto3" && !d.GetProto3Optional() {
		return ""
	}
	return "optional"
}

func (r reader) enums(list []*descriptorpb.EnumDescriptorProto) []*syntax.Enum {
	var enums []*syntax.Enum
	for _, d := range list {
		e := &syntax.Enum{Name: d.GetName(), Options: r.options.read(d.GetOptions())}
		for _, v := range d.GetValue() {
			e.Values = append(e.Values, &syntax.EnumValue{Name: v.GetName(), Number: v.GetNumber(), Options: r.options.read(v.GetOptions())})
		}
		e.Reserved = reservedLines(d.GetReservedRange(), d.GetReservedName(), 0)
		enums = append(enums, e)
	}
	return enums
}

type tagRange interface {
	GetStart() int32
	GetEnd() int32
}

// reservedLines has a line for each range and for each name. past is 1 where the end is not part of a range.
func reservedLines[R tagRange](ranges []R, names []string, past int32) []*syntax.Reserved {
	var lines []*syntax.Reserved
	for _, t := range ranges {
		item := syntax.ReservedItem{Tags: tags(t.GetStart(), t.GetEnd()-past)}
		lines = append(lines, &syntax.Reserved{Items: []syntax.ReservedItem{item}})
	}
	for _, name := range names {
		item := syntax.ReservedItem{Named: true, Name: name}
		lines = append(lines, &syntax.Reserved{Items: []syntax.ReservedItem{item}})
	}
	return lines
}

func tags(first, last int32) syntax.Tags {
	return syntax.Tags{First: first, Last: last, Range: first != last, Max: last == syntax.MaxTag}
}

func (r reader) extends(list []*descriptorpb.FieldDescriptorProto) []*syntax.Extend {
	var extends []*syntax.Extend
	for _, d := range list {
		if n := len(extends); n == 0 || extends[n-1].Name != d.GetExtendee() {
			extends = append(extends, &syntax.Extend{Name: d.GetExtendee()})
		}
		e := extends[len(extends)-1]
		e.Fields = append(e.Fields, r.field(d))
	}
	return extends
}

func (r reader) service(d *descriptorpb.ServiceDescriptorProto) *syntax.Service {
	s := &syntax.Service{Name: d.GetName(), Options: r.options.read(d.GetOptions())}
	for _, m := range d.GetMethod() {
		s.RPCs = append(s.RPCs, &syntax.RPC{
			Name:          m.GetName(),
			Request:       syntax.TypeName{Name: m.GetInputType()},
			Response:      syntax.TypeName{Name: m.GetOutputType()},
			StreamRequest: m.GetClientStreaming(),
			StreamResp:    m.GetServerStreaming(),
			Options:       r.options.read(m.GetOptions()),
		})
	}
	return s
}
