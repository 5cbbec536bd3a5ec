package protobuf

import (
	"fmt"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// reading compares what was written with what was read.
type reading struct {
	// inside takes a message that is read as another type for the same, and asks about its fields alone.
	inside bool
}

// misread says which field of a message was not read as it was written, in a sentence; nothing when all were. Fields that
// the reader does not have are skipped, as a decoder does, unless it has one of that name under another number, or the
// whole message is of another type.
func (x reading) misread(w, r protoreflect.Message) string {
	replaced := !x.inside && localName(w.Descriptor()) != localName(r.Descriptor())
	fields := w.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		if !w.Has(f) {
			if at := misreadAbsence(f, r.Descriptor().Fields().ByNumber(f.Number()), w, r); at != "" {
				return at
			}
			continue
		}
		if named := r.Descriptor().Fields().ByName(f.Name()); named != nil && named.Number() != f.Number() {
			return fmt.Sprintf("%s is written under the number %d, which is not where it is read", f.Name(), f.Number())
		}
		other := r.Descriptor().Fields().ByNumber(f.Number())
		if other == nil {
			if replaced {
				return fmt.Sprintf("%s is lost in another type", f.Name())
			}
			continue
		}
		if other.HasPresence() && !r.Has(other) {
			return fmt.Sprintf("%s is lost", f.Name())
		}
		if at := x.misreadField(f, other, w.Get(f), r.Get(other)); at != "" {
			return fmt.Sprintf("%s: %s", f.Name(), at)
		}
	}
	return ""
}

// misreadAbsence says that a single value which was not written is read as another default. rf may be nil.
func misreadAbsence(wf, rf protoreflect.FieldDescriptor, w, r protoreflect.Message) string {
	if rf == nil || !single(wf) || !single(rf) || r.Has(rf) {
		return ""
	}
	v, read := w.Get(wf), r.Get(rf)
	if wf.Enum() != nil && rf.Enum() != nil && v.Enum() == read.Enum() {
		return renamed(wf.Enum(), rf.Enum(), v.Enum())
	}
	was, is := plain(v), plain(read)
	if was == is || zero(wf, was) && zero(rf, is) {
		return ""
	}
	return fmt.Sprintf("%s was not written, which means %q where it is written and %q where it is read", wf.Name(), was, is)
}

// single reports whether a field holds one scalar or enum.
func single(f protoreflect.FieldDescriptor) bool {
	return !f.IsList() && !f.IsMap() && f.Message() == nil
}

// zero reports whether a plain value is what a field of its kind has without a default.
func zero(f protoreflect.FieldDescriptor, plain string) bool {
	if f.Kind() == protoreflect.StringKind || f.Kind() == protoreflect.BytesKind {
		return plain == ""
	}
	return plain == "0"
}

func (x reading) misreadField(wf, rf protoreflect.FieldDescriptor, w, r protoreflect.Value) string {
	switch {
	case wf.IsMap() != rf.IsMap():
		return "a map is read as something else, or something else as a map"
	case wf.IsMap():
		return x.misreadMap(wf, rf, w.Map(), r.Map())
	}
	written, read := elements(wf, w), elements(rf, r)
	if len(written) != len(read) {
		return fmt.Sprintf("%d values are read as %d", len(written), len(read))
	}
	for i := range written {
		if at := x.misreadValue(wf, rf, written[i], read[i]); at != "" {
			return at
		}
	}
	return ""
}

// elements are the values of a list, or the one value of another field.
func elements(f protoreflect.FieldDescriptor, v protoreflect.Value) []protoreflect.Value {
	if !f.IsList() {
		return []protoreflect.Value{v}
	}
	list := make([]protoreflect.Value, v.List().Len())
	for i := range list {
		list[i] = v.List().Get(i)
	}
	return list
}

// misreadMap compares maps of one entry, which is what samples have: keys may change their type.
func (x reading) misreadMap(wf, rf protoreflect.FieldDescriptor, w, r protoreflect.Map) (at string) {
	if w.Len() != r.Len() {
		return fmt.Sprintf("%d entries are read as %d", w.Len(), r.Len())
	}
	w.Range(func(wk protoreflect.MapKey, wv protoreflect.Value) bool {
		r.Range(func(rk protoreflect.MapKey, rv protoreflect.Value) bool {
			if plain(wk.Value()) != plain(rk.Value()) {
				at = fmt.Sprintf("the key %q is read as %q", plain(wk.Value()), plain(rk.Value()))
			} else {
				at = x.misreadValue(wf.MapValue(), rf.MapValue(), wv, rv)
			}
			return true
		})
		return true
	})
	return at
}

func (x reading) misreadValue(wf, rf protoreflect.FieldDescriptor, w, r protoreflect.Value) string {
	switch {
	case wf.Message() != nil && rf.Message() != nil:
		return x.misread(w.Message(), r.Message())
	case wf.Message() != nil || rf.Message() != nil:
		return "a message is read as something else, or something else as a message"
	case plain(w) != plain(r):
		return fmt.Sprintf("%q is read as %q", plain(w), plain(r))
	case dropped(rf, r):
		return fmt.Sprintf("the closed enum %s does not list %s and drops it", rf.Enum().Name(), plain(w))
	case wf.Enum() != nil && rf.Enum() != nil:
		return renamed(wf.Enum(), rf.Enum(), w.Enum())
	}
	return ""
}

// dropped reports whether a number is none of a closed enum's. The runtime of Go keeps such a number all the same; the
// language's specification and other runtimes put it among the unknown fields.
func dropped(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
	return f.Enum() != nil && f.Enum().IsClosed() && f.Enum().Values().ByNumber(v.Enum()) == nil
}

// renamed says that a number means another name: one that stands for another number in the same enum, or any other in an
// enum that took its place.
func renamed(w, r protoreflect.EnumDescriptor, n protoreflect.EnumNumber) string {
	wv, rv := w.Values().ByNumber(n), r.Values().ByNumber(n)
	if wv == nil || rv == nil && r.Values().ByName(wv.Name()) == nil {
		return ""
	}
	same := r.Values().ByName(wv.Name())
	switch {
	case same != nil && same.Number() != n:
		return fmt.Sprintf("the number %d means %s where it is written and not where it is read", n, wv.Name())
	case same == nil && localName(w) != localName(r):
		return fmt.Sprintf("%s is read as %s", wv.Name(), rv.Name())
	}
	return ""
}
