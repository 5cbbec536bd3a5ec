package descriptor

import (
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// FileName is the name that descriptors made here have.
const FileName = "default"

// Proto is the descriptor of a file as the reference registry makes it (contract §3.5, format=serialized): type names
// as they are written, imports that are at hand, members of oneofs before other fields, map entries after nested
// messages. Groups are not in it; neither are they in the reference's.
func Proto(f *syntax.File, names Names) *descriptorpb.FileDescriptorProto {
	w := writer{syntax: f.Syntax, names: names, options: optionWriter{names}}
	d := &descriptorpb.FileDescriptorProto{Name: proto.String(FileName)}
	if f.Package != "" {
		d.Package = proto.String(f.Package)
	}
	if f.Syntax != "" {
		d.Syntax = proto.String(f.Syntax)
	}
	w.imports(d, f.Imports)
	for _, m := range f.Messages {
		d.MessageType = append(d.MessageType, w.message(f.Package, m))
	}
	for _, e := range f.Enums {
		d.EnumType = append(d.EnumType, w.enum(f.Package, e))
	}
	d.Extension = w.extends(f.Package, f.Extends)
	for _, s := range f.Services {
		d.Service = append(d.Service, w.service(s))
	}
	d.Options = written(w.options, f.Options, &descriptorpb.FileOptions{})
	return d
}

// writer makes descriptors of declarations.
type writer struct {
	syntax  string
	names   Names
	options optionWriter
}

func (w writer) imports(d *descriptorpb.FileDescriptorProto, imports []syntax.Import) {
	for _, public := range []bool{false, true} {
		for _, i := range imports {
			if i.Public != public || w.names != nil && !w.names.Imported(i.Path) {
				continue
			}
			if public {
				d.PublicDependency = append(d.PublicDependency, int32(len(d.Dependency)))
			}
			d.Dependency = append(d.Dependency, i.Path)
		}
	}
}

func join(scope, name string) string {
	if scope == "" {
		return name
	}
	return scope + "." + name
}

func (w writer) message(scope string, m *syntax.Message) *descriptorpb.DescriptorProto {
	scope = join(scope, m.Name)
	d := &descriptorpb.DescriptorProto{Name: proto.String(m.Name)}
	w.oneofs(d, scope, m)
	for _, f := range m.Fields {
		d.Field = append(d.Field, w.plainField(d, scope, f))
	}
	var nested []*descriptorpb.DescriptorProto
	for _, n := range m.Messages {
		nested = append(nested, w.message(scope, n))
	}
	d.NestedType = append(nested, d.NestedType...)
	for _, e := range m.Enums {
		d.EnumType = append(d.EnumType, w.enum(scope, e))
	}
	d.Extension = w.extends(scope, m.Extends)
	for _, e := range m.Extensions {
		for _, t := range e.Ranges {
			options := &descriptorpb.ExtensionRangeOptions{}
			w.options.write(e.Options, options)
			d.ExtensionRange = append(d.ExtensionRange, &descriptorpb.DescriptorProto_ExtensionRange{
				Start: proto.Int32(t.First), End: proto.Int32(t.Last + 1), Options: options,
			})
		}
	}
	for _, line := range m.Reserved {
		for _, item := range line.Items {
			if item.Named {
				d.ReservedName = append(d.ReservedName, item.Name)
				continue
			}
			d.ReservedRange = append(d.ReservedRange, &descriptorpb.DescriptorProto_ReservedRange{
				Start: proto.Int32(item.Tags.First), End: proto.Int32(item.Tags.Last + 1),
			})
		}
	}
	d.Options = written(w.options, m.Options, &descriptorpb.MessageOptions{})
	return d
}

// oneofs adds the oneofs with their members.
func (w writer) oneofs(d *descriptorpb.DescriptorProto, scope string, m *syntax.Message) {
	for i, o := range m.Oneofs {
		options := &descriptorpb.OneofOptions{}
		w.options.write(o.Options, options)
		d.OneofDecl = append(d.OneofDecl, &descriptorpb.OneofDescriptorProto{Name: proto.String(o.Name), Options: options})
		for _, f := range o.Fields {
			field := w.field(scope, f)
			field.Label = descriptorpb.FieldDescriptorProto_LABEL_OPTIONAL.Enum()
			field.OneofIndex = proto.Int32(int32(i))
			d.Field = append(d.Field, field)
		}
	}
}

// plainField is a field outside of oneofs, with the entry message that a map needs and the oneof that an optional field
// of proto3 needs.
func (w writer) plainField(d *descriptorpb.DescriptorProto, scope string, f *syntax.Field) *descriptorpb.FieldDescriptorProto {
	field := w.field(scope, f)
	switch {
	case f.Type.Map():
		entry := w.entry(scope, f)
		d.NestedType = append(d.NestedType, entry)
		field.Label = descriptorpb.FieldDescriptorProto_LABEL_REPEATED.Enum()
		field.Type, field.TypeName = nil, entry.Name
	case w.syntax == "proto3" && f.Label == "optional":
		field.OneofIndex = proto.Int32(int32(len(d.OneofDecl)))
		field.Proto3Optional = proto.Bool(true)
		d.OneofDecl = append(d.OneofDecl, &descriptorpb.OneofDescriptorProto{
			Name: proto.String("_" + f.Name), Options: &descriptorpb.OneofOptions{},
		})
	}
	return field
}

// entry is the entry message of a map field.
func (w writer) entry(scope string, f *syntax.Field) *descriptorpb.DescriptorProto {
	key := w.field(scope, &syntax.Field{Name: "key", Number: 1, Type: syntax.TypeName{Name: f.Type.Key}})
	value := w.field(scope, &syntax.Field{Name: "value", Number: 2, Type: syntax.TypeName{Name: f.Type.Name}})
	return &descriptorpb.DescriptorProto{
		Name:    proto.String(entryName(f.Name)),
		Field:   []*descriptorpb.FieldDescriptorProto{key, value},
		Options: &descriptorpb.MessageOptions{MapEntry: proto.Bool(true)},
	}
}

// entryName is the name of the entry message of a map field: in camel case when the field's name has underscores.
func entryName(field string) string {
	if !strings.Contains(field, "_") {
		return field + "Entry"
	}
	var b strings.Builder
	for word := range strings.SplitSeq(field, "_") {
		if word != "" {
			b.WriteString(strings.ToUpper(word[:1]) + strings.ToLower(word[1:]))
		}
	}
	return b.String() + "Entry"
}

func (w writer) field(scope string, f *syntax.Field) *descriptorpb.FieldDescriptorProto {
	d := &descriptorpb.FieldDescriptorProto{Name: proto.String(f.Name), Number: proto.Int32(f.Number)}
	if f.Label != "" {
		label := descriptorpb.FieldDescriptorProto_Label_value["LABEL_"+strings.ToUpper(f.Label)]
		d.Label = descriptorpb.FieldDescriptorProto_Label(label).Enum()
	}
	w.fieldType(d, scope, f.Type)
	if text, set := f.Default(); set {
		d.DefaultValue = proto.String(text)
	}
	if name, set := f.JSONName(); set {
		d.JsonName = proto.String(name)
	}
	d.Options = written(w.options, f.PlainOptions(), &descriptorpb.FieldOptions{})
	return d
}

func (w writer) fieldType(d *descriptorpb.FieldDescriptorProto, scope string, name syntax.TypeName) {
	t, scalar := kindOf(w.names, scope, name)
	switch {
	case scalar:
		d.Type = descriptorpb.FieldDescriptorProto_Type(descriptorpb.FieldDescriptorProto_Type_value["TYPE_"+strings.ToUpper(name.Name)]).Enum()
		return
	case t.Message != nil:
		d.Type = descriptorpb.FieldDescriptorProto_TYPE_MESSAGE.Enum()
	case t.Enum != nil:
		d.Type = descriptorpb.FieldDescriptorProto_TYPE_ENUM.Enum()
	}
	d.TypeName = proto.String(name.Name)
}

func (w writer) enum(scope string, e *syntax.Enum) *descriptorpb.EnumDescriptorProto {
	d := &descriptorpb.EnumDescriptorProto{Name: proto.String(e.Name)}
	for _, v := range e.Values {
		value := &descriptorpb.EnumValueDescriptorProto{Name: proto.String(v.Name), Number: proto.Int32(v.Number)}
		value.Options = written(w.options, v.Options, &descriptorpb.EnumValueOptions{})
		d.Value = append(d.Value, value)
	}
	for _, line := range e.Reserved {
		for _, item := range line.Items {
			if item.Named {
				d.ReservedName = append(d.ReservedName, item.Name)
				continue
			}
			d.ReservedRange = append(d.ReservedRange, &descriptorpb.EnumDescriptorProto_EnumReservedRange{
				Start: proto.Int32(item.Tags.First), End: proto.Int32(item.Tags.Last),
			})
		}
	}
	d.Options = written(w.options, e.Options, &descriptorpb.EnumOptions{})
	return d
}

func (w writer) extends(scope string, list []*syntax.Extend) []*descriptorpb.FieldDescriptorProto {
	var out []*descriptorpb.FieldDescriptorProto
	for _, e := range list {
		for _, f := range e.Fields {
			d := w.field(scope, f)
			d.Extendee = proto.String(e.Name)
			out = append(out, d)
		}
	}
	return out
}

func (w writer) service(s *syntax.Service) *descriptorpb.ServiceDescriptorProto {
	d := &descriptorpb.ServiceDescriptorProto{Name: proto.String(s.Name)}
	for _, r := range s.RPCs {
		m := &descriptorpb.MethodDescriptorProto{
			Name:            proto.String(r.Name),
			InputType:       proto.String(r.Request.Name),
			OutputType:      proto.String(r.Response.Name),
			ClientStreaming: proto.Bool(r.StreamRequest),
			ServerStreaming: proto.Bool(r.StreamResp),
		}
		m.Options = written(w.options, r.Options, &descriptorpb.MethodOptions{})
		d.Method = append(d.Method, m)
	}
	d.Options = written(w.options, s.Options, &descriptorpb.ServiceOptions{})
	return d
}
