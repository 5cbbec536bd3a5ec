package protobuf

import (
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/concord-registry/concord/compat/rule"
)

// extension looks for a witness of what an extension holds, or a field that was one or became one: data in which nothing
// else is set.
func (w *witnesses) extension(message string, number int32) *rule.Witness {
	n := protoreflect.FieldNumber(number)
	written, read := holderOf(w.writer, message, n), holderOf(w.reader, message, n)
	if written.field == nil || read.field == nil {
		return nil
	}
	if found := w.besides(message, written, read); found != nil {
		return found
	}
	s := &sampler{}
	if found := written.confirm(s.message(written.message, -1), read); found != nil {
		return found
	}
	for _, s.deep = range []int{0, maxSampleDepth} {
		s.fields = 0
		for s.variant = 0; s.variant < maxSamples && s.fields < maxSampled; s.variant++ {
			datum := s.message(written.message, -1)
			s.set(datum, written.field, 0)
			if found := written.confirm(datum, read); found != nil {
				return found
			}
		}
	}
	return nil
}

// besides looks for a witness in data that have two members of what is a oneof to the reader; it tries [maxTogether].
func (w *witnesses) besides(message string, written, read holder) *rule.Witness {
	oneof := read.field.ContainingOneof()
	if oneof == nil {
		return nil
	}
	s := &sampler{}
	for i := range min(oneof.Fields().Len(), maxTogether) {
		other := holderOf(w.writer, message, oneof.Fields().Get(i).Number())
		if other.field == nil || other.field.Number() == written.field.Number() {
			continue
		}
		datum := s.message(written.message, -1)
		s.set(datum, written.field, 0)
		s.set(datum, other.field, 0)
		if found := written.confirm(datum, read); found != nil {
			return found
		}
	}
	return nil
}

// holder is a message with the field or extension that is looked at; nil when there is none.
type holder struct {
	message protoreflect.MessageDescriptor
	field   protoreflect.FieldDescriptor
	types   *protoregistry.Types
}

// holderOf finds a message by its full name and what it has under a number.
func holderOf(file protoreflect.FileDescriptor, message string, number protoreflect.FieldNumber) holder {
	local := strings.TrimPrefix(strings.TrimPrefix(message, string(file.Package())), ".")
	h := holder{message: messageAt(file, strings.Split(local, ".")), types: new(protoregistry.Types)}
	if h.message == nil {
		return h
	}
	h.field = h.message.Fields().ByNumber(number)
	h.declared(file.Extensions(), number)
	for _, m := range holders(file.Messages(), nil) {
		h.declared(m.Extensions(), number)
	}
	return h
}

// declared takes in extensions of a block.
func (h *holder) declared(list protoreflect.ExtensionDescriptors, number protoreflect.FieldNumber) {
	for i := range list.Len() {
		x := dynamicpb.NewExtensionType(list.Get(i))
		if h.types.RegisterExtension(x) == nil && x.TypeDescriptor().ContainingMessage().FullName() == h.message.FullName() && list.Get(i).Number() == number {
			h.field = x.TypeDescriptor()
		}
	}
}

// confirm is [reading.confirm] for the one field.
func (h holder) confirm(datum protoreflect.Message, reader holder) *rule.Witness {
	encoded, err := proto.MarshalOptions{Deterministic: true}.Marshal(datum.Interface())
	if err != nil {
		return nil
	}
	decoded := dynamicpb.NewMessage(reader.message)
	if err := (proto.UnmarshalOptions{Resolver: reader.types}).Unmarshal(encoded, decoded); err != nil {
		return shown(datum, encoded, "refused: "+spoken(err))
	}
	at := ""
	if datum.Has(h.field) {
		at = reading{}.misreadField(h.field, reader.field, datum.Get(h.field), decoded.Get(reader.field))
	} else {
		at = misreadAbsence(h.field, reader.field, datum, decoded)
	}
	if at != "" {
		return shown(datum, encoded, string(h.field.Name())+": "+at)
	}
	return nil
}
