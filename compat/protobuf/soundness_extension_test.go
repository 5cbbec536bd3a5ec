package protobuf_test

import (
	"math/rand/v2"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"
)

// extensions are those that a file declares at its top.
func extensions(file protoreflect.FileDescriptor) *protoregistry.Types {
	types := new(protoregistry.Types)
	for i := range file.Extensions().Len() {
		// Of two with one number the first counts.
		_ = types.RegisterExtension(dynamicpb.NewExtensionType(file.Extensions().Get(i)))
	}
	return types
}

// extend sets some of the extensions of a message.
func extend(random *rand.Rand, m protoreflect.Message, types *protoregistry.Types) {
	types.RangeExtensionsByMessage(m.Descriptor().FullName(), func(x protoreflect.ExtensionType) bool {
		if random.IntN(3) > 0 {
			set(random, m, x.TypeDescriptor(), 0)
		}
		return true
	})
}

// differsExtended names the first extension that is read as another value, by an extension or a field of its number, or the
// first field that is read so by an extension.
func differsExtended(w, r protoreflect.Message, read *protoregistry.Types) string {
	at := ""
	w.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		other := r.Descriptor().Fields().ByNumber(f.Number())
		if other != nil && !f.IsExtension() {
			return true
		}
		if x, err := read.FindExtensionByNumber(r.Descriptor().FullName(), f.Number()); err == nil {
			other = x.TypeDescriptor()
		}
		if other != nil && !sameField(f, v, other, r.Get(other), r.Has(other)) {
			at = string(f.FullName())
		}
		return at == ""
	})
	return at
}
