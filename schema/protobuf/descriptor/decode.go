package descriptor

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// maxNesting bounds the messages inside the value of a custom option.
const maxNesting = 32

// decoder reads values of custom options by the declarations in the text.
type decoder struct{ names Names }

// custom lists the options that extend m, which the runtime keeps as unknown fields. Those that nothing declares,
// and empty messages, are left out.
func (d decoder) custom(m protoreflect.Message) []*syntax.Option {
	if d.names == nil {
		return nil
	}
	extendee := string(m.Descriptor().FullName())
	byNumber := map[int32]*syntax.Option{}
	var options []*syntax.Option
	d.each(m.GetUnknown(), func(n protowire.Number, t protowire.Type, raw []byte) {
		x, known := d.names.Numbered(extendee, int32(n))
		if !known {
			return
		}
		v, ok := d.value(x.Scope, x.Field, t, raw, 0)
		if !ok {
			return
		}
		if o := byNumber[int32(n)]; o != nil {
			o.Value = syntax.Value{Kind: syntax.List, Items: append(o.Value.Elements(), v)}
			return
		}
		o := &syntax.Option{Name: x.Name, Custom: true, Value: listed(x.Field, v)}
		byNumber[int32(n)] = o
		options = append(options, o)
	})
	return slices.DeleteFunc(options, func(o *syntax.Option) bool {
		return o.Value.Kind == syntax.Literal && len(o.Value.Fields) == 0
	})
}

// listed makes the first value of a repeated field a list.
func listed(f *syntax.Field, v syntax.Value) syntax.Value {
	if f.Label != "repeated" && !f.Type.Map() {
		return v
	}
	return syntax.Value{Kind: syntax.List, Items: []syntax.Value{v}}
}

// each calls visit for every field in b; it stops where b is no longer Protobuf.
func (d decoder) each(b []byte, visit func(n protowire.Number, t protowire.Type, raw []byte)) {
	for len(b) > 0 {
		n, t, tag := protowire.ConsumeTag(b)
		if tag < 0 {
			return
		}
		size := protowire.ConsumeFieldValue(n, t, b[tag:])
		if size < 0 {
			return
		}
		visit(n, t, b[tag:tag+size])
		b = b[tag+size:]
	}
}

// value reads the value of a field declared inside scope.
func (d decoder) value(scope string, f *syntax.Field, t protowire.Type, raw []byte, depth int) (syntax.Value, bool) {
	if depth > maxNesting {
		return syntax.Value{}, false
	}
	if f.Type.Map() {
		entry := &syntax.Message{Fields: []*syntax.Field{
			{Name: "key", Number: 1, Type: syntax.TypeName{Name: f.Type.Key}},
			{Name: "value", Number: 2, Type: syntax.TypeName{Name: f.Type.Name}},
		}}
		return d.message(Type{Name: scope, Message: entry}, t, raw, depth)
	}
	found, scalar := kindOf(d.names, scope, f.Type)
	switch {
	case scalar:
		return decodeScalar(f.Type.Name, t, raw)
	case found.Message != nil:
		return d.message(found, t, raw, depth)
	case found.Enum != nil && t == protowire.VarintType:
		n, _ := protowire.ConsumeVarint(raw)
		return enumWord(found.Enum, int32(n)), true
	}
	return syntax.Value{}, false
}

func enumWord(e *syntax.Enum, n int32) syntax.Value {
	for _, v := range e.Values {
		if v.Number == n {
			return syntax.Value{Kind: syntax.Word, Text: v.Name}
		}
	}
	return syntax.Value{Kind: syntax.Number, Text: strconv.Itoa(int(n))}
}

func (d decoder) message(found Type, t protowire.Type, raw []byte, depth int) (syntax.Value, bool) {
	if t != protowire.BytesType {
		return syntax.Value{}, false
	}
	body, _ := protowire.ConsumeBytes(raw)
	fields := map[int32]*syntax.Field{}
	for _, f := range allFields(found.Message) {
		fields[f.Number] = f
	}
	out := syntax.Value{Kind: syntax.Literal}
	index := map[int32]int{}
	d.each(body, func(n protowire.Number, t protowire.Type, raw []byte) {
		f := fields[int32(n)]
		if f == nil {
			return
		}
		v, ok := d.value(found.Name, f, t, raw, depth+1)
		if !ok {
			return
		}
		if i, again := index[f.Number]; again {
			previous := &out.Fields[i].Value
			*previous = syntax.Value{Kind: syntax.List, Items: append(previous.Elements(), v)}
			return
		}
		index[f.Number] = len(out.Fields)
		out.Fields = append(out.Fields, syntax.ValueField{Name: f.Name, Value: listed(f, v)})
	})
	slices.SortStableFunc(out.Fields, func(a, b syntax.ValueField) int { return cmp.Compare(a.Name, b.Name) })
	return out, true
}

// decodeScalar reads a value of a scalar type; false when it is framed otherwise.
func decodeScalar(scalar string, t protowire.Type, raw []byte) (syntax.Value, bool) {
	number := func(text string) (syntax.Value, bool) { return syntax.Value{Kind: syntax.Number, Text: text}, true }
	switch t {
	case protowire.BytesType:
		b, _ := protowire.ConsumeBytes(raw)
		return syntax.Value{Kind: syntax.String, Text: string(b)}, scalar == "string" || scalar == "bytes"
	case protowire.Fixed32Type:
		n, _ := protowire.ConsumeFixed32(raw)
		switch scalar {
		case "float":
			return number(strconv.FormatFloat(float64(math.Float32frombits(n)), 'g', -1, 32))
		case "sfixed32":
			return number(strconv.Itoa(int(int32(n))))
		}
		return number(strconv.FormatUint(uint64(n), 10))
	case protowire.Fixed64Type:
		n, _ := protowire.ConsumeFixed64(raw)
		switch scalar {
		case "double":
			return number(strconv.FormatFloat(math.Float64frombits(n), 'g', -1, 64))
		case "sfixed64":
			return number(strconv.FormatInt(int64(n), 10))
		}
		return number(strconv.FormatUint(n, 10))
	case protowire.VarintType:
		n, _ := protowire.ConsumeVarint(raw)
		return decodeVarint(scalar, n)
	}
	return syntax.Value{}, false
}

func decodeVarint(scalar string, n uint64) (syntax.Value, bool) {
	switch scalar {
	case "bool":
		return syntax.Value{Kind: syntax.Word, Text: strconv.FormatBool(n != 0)}, true
	case "sint32", "sint64":
		return syntax.Value{Kind: syntax.Number, Text: strconv.FormatInt(protowire.DecodeZigZag(n), 10)}, true
	case "uint32", "uint64":
		return syntax.Value{Kind: syntax.Number, Text: strconv.FormatUint(n, 10)}, true
	}
	return syntax.Value{Kind: syntax.Number, Text: strconv.FormatInt(int64(n), 10)}, true
}
