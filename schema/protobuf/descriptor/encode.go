package descriptor

import (
	"cmp"
	"math"
	"math/big"
	"slices"
	"strconv"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// encoder writes values of options in Protobuf's encoding, by the declarations in the text alone. What does not fit its
// declaration is left out: registries store such options all the same.
type encoder struct{ names Names }

// field appends a field with its value, of a message or of an extension, declared inside scope.
func (e encoder) field(b []byte, scope string, f *syntax.Field, v syntax.Value) []byte {
	for _, item := range v.Elements() {
		b = e.single(b, scope, f, item)
	}
	return b
}

func (e encoder) single(b []byte, scope string, f *syntax.Field, v syntax.Value) []byte {
	number := protowire.Number(f.Number)
	if !number.IsValid() {
		return b
	}
	if f.Type.Map() {
		return e.entry(b, scope, f, v)
	}
	t, scalar := kindOf(e.names, scope, f.Type)
	switch {
	case scalar:
		return appendScalar(b, number, f.Type.Name, v)
	case t.Enum != nil:
		n, ok := enumNumber(t.Enum, v)
		if !ok {
			return b
		}
		return protowire.AppendVarint(protowire.AppendTag(b, number, protowire.VarintType), uint64(int64(n)))
	case t.Message != nil && v.Kind == syntax.Literal:
		b = protowire.AppendTag(b, number, protowire.BytesType)
		return protowire.AppendBytes(b, e.message(t, v))
	}
	return b
}

// message is a literal as a message, fields in order of their numbers.
func (e encoder) message(t Type, v syntax.Value) []byte {
	type assigned struct {
		field *syntax.Field
		value syntax.Value
	}
	var list []assigned
	for _, f := range allFields(t.Message) {
		if value, set := v.Field(f.Name); set && !(t.Implicit && f.Label == "" && zero(f, value)) {
			list = append(list, assigned{f, value})
		}
	}
	slices.SortStableFunc(list, func(a, b assigned) int { return cmp.Compare(a.field.Number, b.field.Number) })
	var b []byte
	for _, a := range list {
		b = e.field(b, t.Name, a.field, a.value)
	}
	return b
}

// zero reports whether the value of a scalar is its zero.
func zero(f *syntax.Field, v syntax.Value) bool {
	switch {
	case f.Type.Map() || v.Kind == syntax.List || v.Kind == syntax.Literal:
		return false
	case v.Text == "" || v.Text == "false":
		return true
	}
	n, err := strconv.ParseFloat(v.Text, 64)
	return err == nil && n == 0 && f.Type.Name != "string" && f.Type.Name != "bytes"
}

// allFields are the plain fields of a message and those of its oneofs.
func allFields(m *syntax.Message) []*syntax.Field {
	fields := slices.Clone(m.Fields)
	for _, o := range m.Oneofs {
		fields = append(fields, o.Fields...)
	}
	return fields
}

// entry appends an entry of a map, which a literal spells with the fields key and value.
func (e encoder) entry(b []byte, scope string, f *syntax.Field, v syntax.Value) []byte {
	if v.Kind != syntax.Literal {
		return b
	}
	var entry []byte
	for i, name := range []string{"key", "value"} {
		part := &syntax.Field{Number: int32(i + 1), Type: syntax.TypeName{Name: []string{f.Type.Key, f.Type.Name}[i]}}
		if value, set := v.Field(name); set {
			entry = e.field(entry, scope, part, value)
		}
	}
	b = protowire.AppendTag(b, protowire.Number(f.Number), protowire.BytesType)
	return protowire.AppendBytes(b, entry)
}

func enumNumber(e *syntax.Enum, v syntax.Value) (int32, bool) {
	for _, x := range e.Values {
		if x.Name == v.Text {
			return x.Number, true
		}
	}
	n, ok := integer(v.Text)
	return int32(n), ok
}

// integer reads a number of any base; false when it is none or does not fit.
func integer(text string) (int64, bool) {
	n, ok := new(big.Int).SetString(text, 0)
	switch {
	case !ok:
		return 0, false
	case n.IsInt64():
		return n.Int64(), true
	case n.IsUint64():
		return int64(n.Uint64()), true
	}
	return 0, false
}

// appendScalar appends a value of a scalar type.
func appendScalar(b []byte, number protowire.Number, scalar string, v syntax.Value) []byte {
	tag := func(t protowire.Type) []byte { return protowire.AppendTag(b, number, t) }
	switch scalar {
	case "string", "bytes":
		return protowire.AppendString(tag(protowire.BytesType), v.Text)
	case "bool":
		return protowire.AppendVarint(tag(protowire.VarintType), protowire.EncodeBool(v.Text == "true"))
	case "float", "double":
		x, err := strconv.ParseFloat(v.Text, 64)
		switch {
		case err != nil:
			return b
		case scalar == "float":
			return protowire.AppendFixed32(tag(protowire.Fixed32Type), math.Float32bits(float32(x)))
		}
		return protowire.AppendFixed64(tag(protowire.Fixed64Type), math.Float64bits(x))
	}
	n, ok := integer(v.Text)
	if !ok {
		return b
	}
	switch scalar {
	case "sint32", "sint64":
		return protowire.AppendVarint(tag(protowire.VarintType), protowire.EncodeZigZag(n))
	case "fixed32", "sfixed32":
		return protowire.AppendFixed32(tag(protowire.Fixed32Type), uint32(n))
	case "fixed64", "sfixed64":
		return protowire.AppendFixed64(tag(protowire.Fixed64Type), uint64(n))
	}
	return protowire.AppendVarint(tag(protowire.VarintType), uint64(n))
}
