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

// read reads a text in either of its dresses. A descriptor is printed and read again, so that positions are those of
// the canonical text.
func read(file, text string, limits schema.Limits) (*syntax.File, error) {
	tree, err := syntax.Parse(file, text, limits)
	if err == nil {
		return tree, nil
	}
	d, ok := decode(text, limits)
	if !ok {
		return nil, err
	}
	printed := syntax.Print(descriptor.Tree(d))
	if err := limits.Check(schema.Source{Type: schema.Protobuf, Text: printed}); err != nil {
		return nil, err
	}
	return syntax.Parse(file, printed, limits)
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
