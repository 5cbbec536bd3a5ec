package protobuf

import (
	"encoding/base64"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/protobuf/descriptor"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// read reads a text in either of its dresses; units are the files that it may refer to. A descriptor is printed and
// read again, so that positions are those of the canonical text.
func read(file, text string, limits schema.Limits, units []unit) (*syntax.File, error) {
	tree, err := syntax.Parse(file, text, limits)
	if err == nil {
		return tree, nil
	}
	d, ok := decode(text, limits)
	if !ok {
		return nil, err
	}
	if name, twice := oneofTwice(d.GetMessageType()); twice {
		return nil, schema.Errorf(schema.Protobuf, schema.Span{}, "the descriptor declares the oneof %s twice in one message; rename one of the two", name)
	}
	printed := syntax.Print(described(d, units))
	if err := limits.Check(schema.Source{Type: schema.Protobuf, Text: printed}); err != nil {
		return nil, err
	}
	return syntax.Parse(file, printed, limits)
}

// described is the tree of a descriptor, its custom options read by the declarations in itself, in units and in the
// bundled files.
func described(d *descriptorpb.FileDescriptorProto, units []unit) *syntax.File {
	plain := descriptor.Tree(d)
	types, err := link(unit{tree: plain}, units)
	if err != nil {
		return plain // a name stands twice, which the caller will find as well
	}
	return descriptor.TreeWith(d, names{types})
}

// decode reads the base64 of a FileDescriptorProto. Messages nested deeper than the limit are not decoded.
func decode(text string, limits schema.Limits) (*descriptorpb.FileDescriptorProto, bool) {
	b, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(strings.TrimSpace(text), "="))
	if err != nil {
		return nil, false
	}
	d := &descriptorpb.FileDescriptorProto{}
	depth := proto.UnmarshalOptions{RecursionLimit: limits.WithDefaults().Depth}
	if err := depth.Unmarshal(b, d); err != nil || d.GetName() == "" && len(d.ProtoReflect().GetUnknown()) > 0 {
		return nil, false
	}
	return d, true
}

// oneofTwice finds a oneof that a message declares twice. Text may do so; in a descriptor the members could not be told
// apart.
func oneofTwice(messages []*descriptorpb.DescriptorProto) (string, bool) {
	for _, m := range messages {
		seen := map[string]bool{}
		for _, o := range m.GetOneofDecl() {
			if seen[o.GetName()] {
				return o.GetName(), true
			}
			seen[o.GetName()] = true
		}
		if name, twice := oneofTwice(m.GetNestedType()); twice {
			return name, true
		}
	}
	return "", false
}
