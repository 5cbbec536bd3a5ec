package protobuf_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/bufbuild/protocompile"
	"github.com/bufbuild/protocompile/reporter"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	checker "github.com/concord-registry/concord/compat/protobuf"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf/bundled"
)

// TestSound has a judge that is not ours: random data of the writer are encoded, decoded with the reader, and compared.
// Where no finding breaks the wire or a value, no datum may fail or change.
func TestSound(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	judged, refused := 0, 0
	for _, p := range goldenPairs(t) {
		old, new := compile(p.Old), compile(p.New)
		if old == nil || new == nil {
			continue
		}
		for _, dir := range []rule.Direction{rule.Backward, rule.Forward} {
			if !sound(checker.Check(dir, parse(t, p.Old), parse(t, p.New))) {
				refused++
				continue
			}
			judged++
			reader, writer := rule.Roles(dir, old, new)
			if broken := judge(random, writer, reader, 20); broken != "" {
				t.Errorf("%s %s is called sound, but %s\nold:\n%s\nnew:\n%s", p.ID, dir, broken, p.Old, p.New)
			}
		}
	}
	if judged < 500 || refused < 200 {
		t.Errorf("judged %d directions, refused %d: too few to mean anything", judged, refused)
	}
}

// compile links a text; nil when the compiler refuses it.
func compile(text string) protoreflect.FileDescriptor {
	resolver := protocompile.ResolverFunc(func(path string) (protocompile.SearchResult, error) {
		if path == "s.proto" {
			return protocompile.SearchResult{Source: bytes.NewBufferString(text)}, nil
		}
		if own, ok := bundled.Text(path); ok {
			return protocompile.SearchResult{Source: bytes.NewBufferString(own)}, nil
		}
		return protocompile.SearchResult{}, fmt.Errorf("no file %s", path)
	})
	c := protocompile.Compiler{
		Resolver: protocompile.WithStandardImports(resolver),
		Reporter: reporter.NewReporter(func(err reporter.ErrorWithPos) error { return err }, nil),
	}
	files, err := c.Compile(context.Background(), "s.proto")
	if err != nil {
		return nil
	}
	return files[0]
}

// judge encodes and decodes so many data of each message that both files have, and says what it finds broken.
func judge(random *rand.Rand, writer, reader protoreflect.FileDescriptor, data int) string {
	written, read := extensions(writer), extensions(reader)
	for i := range writer.Messages().Len() {
		w := writer.Messages().Get(i)
		r := reader.Messages().ByName(w.Name())
		if r == nil {
			continue
		}
		for range data {
			datum := dynamicpb.NewMessage(w)
			fill(random, datum, 0)
			extend(random, datum, written)
			encoded, err := proto.Marshal(datum)
			if err != nil {
				continue // a required field inside a message that was not filled
			}
			decoded := dynamicpb.NewMessage(r)
			if err := (proto.UnmarshalOptions{Resolver: read}).Unmarshal(encoded, decoded); err != nil {
				return fmt.Sprintf("%x of %s: %v", encoded, w.Name(), err)
			}
			if at := cmp.Or(differs(datum, decoded), differsExtended(datum, decoded, read)); at != "" {
				return fmt.Sprintf("%x of %s changes at %s: %v became %v", encoded, w.Name(), at, datum, decoded)
			}
		}
	}
	return ""
}

func fill(random *rand.Rand, m protoreflect.Message, depth int) {
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		deep := depth > 2 && f.Message() != nil && !f.IsMap()
		if f.Cardinality() != protoreflect.Required && (deep || random.IntN(3) == 0) {
			continue
		}
		if depth > 6 {
			return
		}
		set(random, m, f, depth)
	}
}

func set(random *rand.Rand, m protoreflect.Message, f protoreflect.FieldDescriptor, depth int) {
	switch {
	case f.IsMap():
		v := element(random, m.Mutable(f).Map().NewValue, f.MapValue(), depth)
		m.Mutable(f).Map().Set(element(random, nil, f.MapKey(), depth).MapKey(), v)
	case f.IsList():
		list := m.Mutable(f).List()
		for range 1 + random.IntN(2) {
			list.Append(element(random, list.NewElement, f, depth))
		}
	default:
		m.Set(f, element(random, func() protoreflect.Value { return m.NewField(f) }, f, depth))
	}
}

// element is a random value with a liking for those that casts change.
func element(random *rand.Rand, fresh func() protoreflect.Value, f protoreflect.FieldDescriptor, depth int) protoreflect.Value {
	numbers := []int64{-1, 1, 2, 1 << 31, 1 << 40, -(1 << 40)}
	n := numbers[random.IntN(len(numbers))]
	switch f.Kind() {
	case protoreflect.MessageKind, protoreflect.GroupKind:
		v := fresh()
		fill(random, v.Message(), depth+1)
		return v
	case protoreflect.EnumKind:
		values := f.Enum().Values()
		if !f.Enum().IsClosed() && random.IntN(4) == 0 {
			return protoreflect.ValueOfEnum(protoreflect.EnumNumber(int32(random.Uint32())))
		}
		return protoreflect.ValueOfEnum(values.Get(random.IntN(values.Len())).Number())
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(n > 1)
	case protoreflect.StringKind:
		return protoreflect.ValueOfString(fmt.Sprint("s", n))
	case protoreflect.BytesKind:
		return protoreflect.ValueOfBytes([]byte{0xff, byte(n)})
	case protoreflect.FloatKind:
		return protoreflect.ValueOfFloat32(float32(n))
	case protoreflect.DoubleKind:
		return protoreflect.ValueOfFloat64(float64(n))
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		return protoreflect.ValueOfInt32(int32(n))
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		return protoreflect.ValueOfUint32(uint32(n))
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		return protoreflect.ValueOfUint64(uint64(n))
	}
	return protoreflect.ValueOfInt64(n)
}

// differs names the first field that the reader knows and reads as another value, be it written or not; fields that it
// lacks are skipped.
func differs(w, r protoreflect.Message) string {
	if at := defaults(w, r); at != "" {
		return at
	}
	at := ""
	w.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		other := r.Descriptor().Fields().ByNumber(f.Number())
		if other == nil {
			return true
		}
		if !sameField(f, v, other, r.Get(other), r.Has(other)) {
			at = string(f.Name())
		}
		return at == ""
	})
	return at
}

// defaults names the first single value that was not written and is read as another default.
func defaults(w, r protoreflect.Message) string {
	fields := w.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		other := r.Descriptor().Fields().ByNumber(f.Number())
		if w.Has(f) || other == nil || !scalar(f) || !scalar(other) || r.Has(other) {
			continue
		}
		was, is := plain(w.Get(f)), plain(r.Get(other))
		if was != is && !(strings.Trim(was, "0")+strings.Trim(is, "0") == "" && text(f) != text(other)) {
			return string(f.Name())
		}
	}
	return ""
}

// text reports whether a field holds a string or bytes, whose zero value is no 0.
func text(f protoreflect.FieldDescriptor) bool {
	return f.Kind() == protoreflect.StringKind || f.Kind() == protoreflect.BytesKind
}

func scalar(f protoreflect.FieldDescriptor) bool {
	return f.Cardinality() != protoreflect.Repeated && f.Message() == nil
}

func sameField(wf protoreflect.FieldDescriptor, w protoreflect.Value, rf protoreflect.FieldDescriptor, r protoreflect.Value, present bool) bool {
	switch {
	case wf.IsMap() && rf.IsMap():
		return sameMap(wf, w.Map(), rf, r.Map())
	case wf.IsList() && rf.IsList():
		if w.List().Len() != r.List().Len() {
			return false
		}
		for i := range w.List().Len() {
			if !same(wf, w.List().Get(i), rf, r.List().Get(i)) {
				return false
			}
		}
		return true
	case rf.IsList() && !rf.IsMap():
		return r.List().Len() == 1 && same(wf, w, rf, r.List().Get(0)) || !wf.HasPresence() && r.List().Len() == 0
	case wf.IsList() || wf.IsMap() || rf.IsMap():
		return false
	case wf.Message() != nil && !present:
		return false
	}
	return same(wf, w, rf, r)
}

// sameMap compares maps of one entry, which is what fill makes.
func sameMap(wf protoreflect.FieldDescriptor, w protoreflect.Map, rf protoreflect.FieldDescriptor, r protoreflect.Map) bool {
	if w.Len() != r.Len() {
		return false
	}
	equal := true
	w.Range(func(wk protoreflect.MapKey, wv protoreflect.Value) bool {
		r.Range(func(rk protoreflect.MapKey, rv protoreflect.Value) bool {
			equal = plain(wk.Value()) == plain(rk.Value()) && same(wf.MapValue(), wv, rf.MapValue(), rv)
			return true
		})
		return true
	})
	return equal
}

func same(wf protoreflect.FieldDescriptor, w protoreflect.Value, rf protoreflect.FieldDescriptor, r protoreflect.Value) bool {
	if (wf.Message() == nil) != (rf.Message() == nil) {
		return false
	}
	if wf.Message() != nil {
		return differs(w.Message(), r.Message()) == ""
	}
	return plain(w) == plain(r)
}

// plain is a value without its type: numbers as decimal text, text as bytes.
func plain(v protoreflect.Value) string {
	switch x := v.Interface().(type) {
	case bool:
		if x {
			return "1"
		}
		return "0"
	case []byte:
		return string(x)
	case protoreflect.EnumNumber:
		return fmt.Sprint(int32(x))
	}
	return fmt.Sprint(v.Interface())
}
