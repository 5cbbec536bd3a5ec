package protobuf

import (
	"fmt"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"
	"google.golang.org/protobuf/types/known/emptypb"
)

// Bounds on the data that are made to find a witness: how many for a finding, how deep one is, and how many fields all of
// them have.
const (
	maxSamples     = 40
	maxSampleDepth = 4
	maxSampled     = 10_000
	// maxRequiredDepth holds for fields that are required, without which a message is none.
	maxRequiredDepth = 30
)

// unlisted are numbers that no enum lists by chance.
var unlisted = []protoreflect.EnumNumber{1<<30 + 1, -(1<<30 + 1)}

// sampler makes data of a writer's messages with a liking for values that other types, labels and enums change.
type sampler struct {
	// variant says which of the values that a field may have is taken.
	variant int
	// deep is how deep messages inside of the message are filled; below that they have what they require.
	deep   int
	fields int
	// also is a second field that is set; 0 for none.
	also protoreflect.FieldNumber
}

// numbers are the values of numeric fields: what has a sign, more than one bit, or more than 32.
var numbers = []int64{1, -1, 2, 1 << 40, 1 << 31, 0}

// message makes a message in which the field of that number is set, or all fields for 0, or none for -1; required ones
// always are.
func (s *sampler) message(d protoreflect.MessageDescriptor, number protoreflect.FieldNumber) protoreflect.Message {
	m := dynamicpb.NewMessage(d)
	s.fill(m, number, 0)
	return m
}

func (s *sampler) fill(m protoreflect.Message, number protoreflect.FieldNumber, depth int) {
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		required := f.Cardinality() == protoreflect.Required
		wanted, deepest := number == 0 && s.turn(f) || f.Number() == number || depth == 0 && f.Number() == s.also, maxSampleDepth
		if required {
			wanted, deepest = true, maxRequiredDepth
		}
		if s.fields++; s.fields > maxSampled || !wanted || depth > deepest && f.Message() != nil {
			continue
		}
		s.set(m, f, depth)
	}
}

// turn reports whether a field may be set among all: of a oneof's members one may, with each of its values.
func (s *sampler) turn(f protoreflect.FieldDescriptor) bool {
	o := f.ContainingOneof()
	return o == nil || o.Fields().Get(s.variant/len(numbers)%o.Fields().Len()) == f
}

// inside fills a message that is the value of a field. Those of Google that hold anything hold little, as they have a JSON
// of their own.
func (s *sampler) inside(m protoreflect.Message, depth int) {
	switch name := m.Descriptor().FullName(); {
	case name == "google.protobuf.Value":
		m.Set(m.Descriptor().Fields().ByName("string_value"), protoreflect.ValueOfString("a"))
	case name == "google.protobuf.Any":
		empty := (*emptypb.Empty)(nil).ProtoReflect().Descriptor().FullName()
		m.Set(m.Descriptor().Fields().ByName("type_url"), protoreflect.ValueOfString("type.googleapis.com/"+string(empty)))
	case strings.HasPrefix(string(name), "google.protobuf."):
		variant := s.variant
		s.variant = 0
		s.fill(m, 0, depth)
		s.variant = variant
	case depth <= s.deep:
		s.fill(m, 0, depth)
	default:
		s.fill(m, -1, depth)
	}
}

func (s *sampler) set(m protoreflect.Message, f protoreflect.FieldDescriptor, depth int) {
	switch {
	case f.IsMap():
		entries := m.Mutable(f).Map()
		key := s.scalar(f.MapKey())
		entries.Set(key.MapKey(), s.value(f.MapValue(), entries.NewValue, depth))
	case f.IsList():
		list := m.Mutable(f).List()
		list.Append(s.value(f, list.NewElement, depth))
		s.variant++
		list.Append(s.value(f, list.NewElement, depth))
		s.variant--
	default:
		m.Set(f, s.value(f, func() protoreflect.Value { return m.NewField(f) }, depth))
	}
}

func (s *sampler) value(f protoreflect.FieldDescriptor, fresh func() protoreflect.Value, depth int) protoreflect.Value {
	if f.Message() == nil {
		return s.scalar(f)
	}
	v := fresh()
	s.inside(v.Message(), depth+1)
	return v
}

// scalar is a value of a scalar or enum type.
func (s *sampler) scalar(f protoreflect.FieldDescriptor) protoreflect.Value {
	variant := s.variant
	n := numbers[variant%len(numbers)]
	switch f.Kind() {
	case protoreflect.EnumKind:
		values := f.Enum().Values()
		if at := variant % (values.Len() + 1); at < values.Len() {
			return protoreflect.ValueOfEnum(values.Get(at).Number())
		}
		if !f.Enum().IsClosed() {
			return protoreflect.ValueOfEnum(unlisted[variant/(values.Len()+1)%len(unlisted)])
		}
		return protoreflect.ValueOfEnum(values.Get(0).Number())
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(variant%3 != 1)
	case protoreflect.StringKind:
		return protoreflect.ValueOfString([]string{"a", "", "\x01\x01"}[variant%3])
	case protoreflect.BytesKind:
		return protoreflect.ValueOfBytes([]byte{0xff, byte(variant)})
	case protoreflect.FloatKind:
		return protoreflect.ValueOfFloat32(float32(n))
	case protoreflect.DoubleKind:
		return protoreflect.ValueOfFloat64(float64(n))
	}
	return integer(f.Kind(), n)
}

func integer(kind protoreflect.Kind, n int64) protoreflect.Value {
	switch kind {
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		return protoreflect.ValueOfInt32(int32(n))
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		return protoreflect.ValueOfUint32(uint32(n))
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		return protoreflect.ValueOfUint64(uint64(n))
	}
	return protoreflect.ValueOfInt64(n)
}

// plain is a scalar without its type: numbers as decimal text, text as it is.
func plain(v protoreflect.Value) string {
	switch x := v.Interface().(type) {
	case bool:
		if x {
			return "1"
		}
		return "0"
	case []byte:
		return string(x)
	}
	return fmt.Sprint(v.Interface())
}
