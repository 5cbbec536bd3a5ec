package protobuf

import (
	"bytes"
	"encoding/json"
	"strings"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf"
)

// maxWitnessed bounds for how many findings of a check a witness is looked for.
const maxWitnessed = 8

// witnesses looks for data of the writer that the reader does not decode, or decodes to something else: it encodes samples
// with the one descriptor, decodes them with the other, and keeps the first that fails. What is not seen to fail is no
// witness. A schema that no compiler takes has none, and neither have findings that are no matter of a message's bytes: a
// message that is gone, a number that is reserved, an enum that no field has.
type witnesses struct {
	writer, reader protoreflect.FileDescriptor
}

// witness gives findings that break the wire or a value their witnesses; they stand for the differences one by one.
func (c *checker) witness(all []difference, findings []rule.Finding) {
	left := maxWitnessed
	var w *witnesses
	for i := range findings {
		d := &all[i]
		if left == 0 || d.breaks&(rule.Wire|rule.Value) == 0 || d.code == MessageRemoved || d.code == ReservedUsed {
			continue
		}
		if w == nil {
			if w = newWitnesses(c.writer, c.reader); w == nil {
				return
			}
		}
		findings[i].Witness = w.find(d)
		left--
	}
}

// newWitnesses is nil when one of the schemas does not compile.
func newWitnesses(writer, reader *protobuf.Schema) *witnesses {
	w, err := writer.Compile()
	if err != nil {
		return nil
	}
	r, err := reader.Compile()
	if err != nil {
		return nil
	}
	return &witnesses{w, r}
}

// find looks for a witness of a difference: in the message that it is about, or in those that hold the enum that it is about.
func (w *witnesses) find(d *difference) *rule.Witness {
	if d.code == ExtensionChanged {
		return w.extension(d.scope, d.number)
	}
	path := strings.Split(strings.TrimSuffix(d.scope, "."), ".")
	m := messageAt(w.writer, path)
	switch {
	case m != nil && !d.inside && (d.code == FieldsMovedToOneof || d.code == FieldMovedToOneof):
		return w.together(m)
	case m != nil:
		return w.search(reading{d.inside}, m, protoreflect.FieldNumber(d.number))
	}
	for _, holder := range holders(w.writer.Messages(), nil) {
		fields, other := holder.Fields(), messageAt(w.reader, strings.Split(localName(holder), "."))
		for i := range fields.Len() {
			field := fields.Get(i)
			if other == nil || other.Fields().ByNumber(field.Number()) == nil {
				continue
			}
			if enum := enumOf(field); enum == nil || !strings.HasSuffix("."+string(enum.FullName()), "."+strings.Join(path, ".")) {
				continue
			}
			if found := w.search(reading{}, holder, field.Number()); found != nil {
				return found
			}
		}
	}
	return nil
}

func enumOf(f protoreflect.FieldDescriptor) protoreflect.EnumDescriptor {
	if f.IsMap() {
		return f.MapValue().Enum()
	}
	return f.Enum()
}

// messageAt is the message of that path of names; nil when there is none.
func messageAt(file protoreflect.FileDescriptor, path []string) protoreflect.MessageDescriptor {
	var m protoreflect.MessageDescriptor
	list := file.Messages()
	for _, name := range path {
		if m = list.ByName(protoreflect.Name(name)); m == nil {
			return nil
		}
		list = m.Messages()
	}
	return m
}

// holders are all messages, without the entries of maps.
func holders(list protoreflect.MessageDescriptors, all []protoreflect.MessageDescriptor) []protoreflect.MessageDescriptor {
	for i := range list.Len() {
		if m := list.Get(i); !m.IsMapEntry() {
			all = holders(m.Messages(), append(all, m))
		}
	}
	return all
}

// search tries samples of a message: without anything, with the one field, with all; messages inside of it empty or full.
func (w *witnesses) search(x reading, m protoreflect.MessageDescriptor, number protoreflect.FieldNumber) *rule.Witness {
	other := messageAt(w.reader, strings.Split(localName(m), "."))
	if other == nil {
		return nil
	}
	s := &sampler{}
	if found := x.confirm(s.message(m, -1), other); found != nil {
		return found
	}
	for _, set := range []protoreflect.FieldNumber{number, 0} {
		for _, s.deep = range []int{0, 1, maxSampleDepth} {
			s.fields = 0
			for s.variant = 0; s.variant < maxSamples && s.fields < maxSampled; s.variant++ {
				if found := x.confirm(s.message(m, set), other); found != nil {
					return found
				}
			}
		}
	}
	return nil
}

// maxTogether bounds how many pairs of members of a oneof are set together.
const maxTogether = 100

// together looks for a witness of members of a reader's oneof that the writer may set together.
func (w *witnesses) together(m protoreflect.MessageDescriptor) *rule.Witness {
	other := messageAt(w.reader, strings.Split(localName(m), "."))
	if other == nil {
		return nil
	}
	tries := 0
	for i := range other.Oneofs().Len() {
		members := other.Oneofs().Get(i).Fields()
		for j := range members.Len() {
			for k := range j {
				if tries++; tries > maxTogether {
					return nil
				}
				s := &sampler{also: members.Get(k).Number()}
				// What is zero may not be written.
				for s.variant = range numbers {
					if found := (reading{}).confirm(s.message(m, members.Get(j).Number()), other); found != nil {
						return found
					}
				}
			}
		}
	}
	return nil
}

// localName is the full name without the package.
func localName(m protoreflect.Descriptor) string {
	return strings.TrimPrefix(strings.TrimPrefix(string(m.FullName()), string(m.ParentFile().Package())), ".")
}

// confirm encodes a datum and decodes it as another message; it is a witness when that fails or changes it.
func (x reading) confirm(datum protoreflect.Message, reader protoreflect.MessageDescriptor) *rule.Witness {
	encoded, err := proto.MarshalOptions{Deterministic: true}.Marshal(datum.Interface())
	if err != nil {
		return nil
	}
	decoded := dynamicpb.NewMessage(reader)
	result := ""
	if err := proto.Unmarshal(encoded, decoded); err != nil {
		result = "refused: " + spoken(err)
	} else if result = x.misread(datum, decoded); result == "" {
		return nil
	}
	return shown(datum, encoded, result)
}

// shown is a witness with its datum as JSON; nil when it has none.
func shown(datum protoreflect.Message, encoded []byte, result string) *rule.Witness {
	text, err := protojson.Marshal(datum.Interface())
	if err != nil {
		return nil
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, text); err != nil {
		return nil
	}
	return &rule.Witness{Datum: compact.String(), Encoded: encoded, Message: localName(datum.Descriptor()), Result: result}
}

// spoken is the text of an error of the Protobuf runtime, which varies its white space from build to build.
func spoken(err error) string {
	return strings.TrimPrefix(strings.ReplaceAll(err.Error(), "\u00a0", " "), "proto: ")
}
