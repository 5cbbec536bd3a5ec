package descriptor

import (
	"strconv"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

type optionReader struct{ names Names }

// read lists the options that are set, in order of their numbers.
func (r optionReader) read(m proto.Message) []*syntax.Option {
	if m == nil || !m.ProtoReflect().IsValid() {
		return nil
	}
	var options []*syntax.Option
	fields := m.ProtoReflect().Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		if f.Name() == "uninterpreted_option" || !m.ProtoReflect().Has(f) {
			continue
		}
		options = append(options, &syntax.Option{Name: string(f.Name()), Value: reflected(f, m.ProtoReflect().Get(f))})
	}
	return append(options, decoder(r).custom(m.ProtoReflect())...)
}

// reflected is a value of descriptor.proto's own options.
func reflected(f protoreflect.FieldDescriptor, v protoreflect.Value) syntax.Value {
	if f.IsList() {
		list := syntax.Value{Kind: syntax.List}
		for i := range v.List().Len() {
			list.Items = append(list.Items, scalarValue(f, v.List().Get(i)))
		}
		return list
	}
	return scalarValue(f, v)
}

func scalarValue(f protoreflect.FieldDescriptor, v protoreflect.Value) syntax.Value {
	switch f.Kind() {
	case protoreflect.BoolKind:
		return syntax.Value{Kind: syntax.Word, Text: strconv.FormatBool(v.Bool())}
	case protoreflect.StringKind:
		return syntax.Value{Kind: syntax.String, Text: v.String()}
	case protoreflect.EnumKind:
		return enumValue(f.Enum(), v.Enum())
	case protoreflect.MessageKind:
		return literal(v.Message())
	}
	return syntax.Value{Kind: syntax.Number, Text: v.String()}
}

func enumValue(e protoreflect.EnumDescriptor, n protoreflect.EnumNumber) syntax.Value {
	if known := e.Values().ByNumber(n); known != nil {
		return syntax.Value{Kind: syntax.Word, Text: string(known.Name())}
	}
	return syntax.Value{Kind: syntax.Number, Text: strconv.Itoa(int(n))}
}

func literal(m protoreflect.Message) syntax.Value {
	v := syntax.Value{Kind: syntax.Literal}
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		if f := fields.Get(i); m.Has(f) {
			v.Fields = append(v.Fields, syntax.ValueField{Name: string(f.Name()), Value: reflected(f, m.Get(f))})
		}
	}
	return v
}
