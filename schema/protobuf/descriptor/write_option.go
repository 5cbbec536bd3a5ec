package descriptor

import (
	"cmp"
	"math"
	"slices"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// optionWriter sets options in the messages of descriptor.proto.
type optionWriter struct{ names Names }

// written is m with the options set, or nil when none was.
func written[M proto.Message](w optionWriter, options []*syntax.Option, m M) M {
	w.write(options, m)
	if proto.Size(m) == 0 {
		var none M
		return none
	}
	return m
}

// write sets the options in m. What m has no field for, or what does not fit the field, is left out; of custom
// options only the bundled ones count, by their full names, as in the reference's descriptors.
func (w optionWriter) write(options []*syntax.Option, m proto.Message) {
	r := m.ProtoReflect()
	type custom struct {
		extension Extension
		value     syntax.Value
	}
	var customs []custom
	for _, o := range options {
		if !o.Custom {
			w.plain(r, o)
			continue
		}
		if w.names == nil {
			continue
		}
		if x, known := w.names.Extension(o.Name); known {
			customs = append(customs, custom{x, syntax.Fold(o.Path, o.Value)})
		}
	}
	slices.SortStableFunc(customs, func(a, b custom) int { return cmp.Compare(a.extension.Field.Number, b.extension.Field.Number) })
	var raw []byte
	for i := 0; i < len(customs); i++ {
		c := customs[i]
		parts := []syntax.Value{c.value}
		for i+1 < len(customs) && customs[i+1].extension.Name == c.extension.Name && mergeable(c.value, customs[i+1].value) {
			i++
			parts = append(parts, customs[i].value)
		}
		c.value = syntax.Merge(parts...)
		raw = encoder(w).field(raw, c.extension.Scope, c.extension.Field, c.value)
	}
	if len(raw) > 0 {
		r.SetUnknown(append(r.GetUnknown(), raw...))
	}
}

func mergeable(a, b syntax.Value) bool { return a.Kind == syntax.Literal && b.Kind == syntax.Literal }

// plain sets an option that descriptor.proto itself declares.
func (w optionWriter) plain(m protoreflect.Message, o *syntax.Option) {
	f := m.Descriptor().Fields().ByName(protoreflect.Name(o.Name))
	if f == nil || len(o.Path) > 0 || f.Kind() == protoreflect.MessageKind {
		return
	}
	for _, item := range o.Value.Elements() {
		v, ok := reflectValue(f, item.Text)
		switch {
		case !ok:
		case f.IsList():
			m.Mutable(f).List().Append(v)
		default:
			m.Set(f, v)
		}
	}
}

func reflectValue(f protoreflect.FieldDescriptor, text string) (protoreflect.Value, bool) {
	switch f.Kind() {
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(text == "true"), true
	case protoreflect.StringKind:
		return protoreflect.ValueOfString(text), true
	case protoreflect.EnumKind:
		v := f.Enum().Values().ByName(protoreflect.Name(text))
		if v == nil {
			return protoreflect.Value{}, false
		}
		return protoreflect.ValueOfEnum(v.Number()), true
	case protoreflect.Int32Kind:
		n, ok := integer(text)
		return protoreflect.ValueOfInt32(int32(n)), ok && n >= math.MinInt32 && n <= math.MaxInt32
	}
	return protoreflect.Value{}, false
}
