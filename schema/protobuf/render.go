package protobuf

import (
	"encoding/base64"

	"google.golang.org/protobuf/proto"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/protobuf/descriptor"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// Render gives the canonical text, and for `serialized` the base64 of the FileDescriptorProto named default, for
// `ignore_extensions` the canonical text without extensions and custom options but for those of package confluent.
func (s *Schema) Render(format string) (string, error) {
	switch format {
	case "serialized":
		return s.serialized()
	case "ignore_extensions":
		return syntax.Print(withoutExtensions(s.tree)), nil
	}
	return s.canonical, nil
}

func (s *Schema) serialized() (string, error) {
	b, err := proto.MarshalOptions{Deterministic: true}.Marshal(descriptor.Proto(s.tree, names{s.types}))
	if err != nil {
		return "", schema.Errorf(schema.Protobuf, schema.Span{}, "the schema has no descriptor: %v", err)
	}
	return base64.StdEncoding.EncodeToString(b), nil
}

// names shows types to package descriptor.
type names struct{ types *types }

func (n names) Type(scope, name string) descriptor.Type {
	d := n.types.resolve(scope, name)
	if d == nil {
		return descriptor.Type{}
	}
	return descriptor.Type{Name: d.Name, Message: d.Message, Enum: d.Enum, Implicit: d.Syntax() == "proto3"}
}

func (n names) Imported(path string) bool { return n.types.unit(path) != nil }

func (n names) Extension(full string) (descriptor.Extension, bool) {
	x := bundledIndex().findExtension(full)
	if x == nil {
		return descriptor.Extension{}, false
	}
	return descriptor.Extension{Name: x.name, Scope: x.scope, Field: x.field}, true
}

func (n names) Numbered(extendee string, number int32) (descriptor.Extension, bool) {
	for t := n.types; t != nil; t = t.outer {
		if x := t.numbered[extended{extendee, number}]; x != nil {
			return descriptor.Extension{Name: x.name, Scope: x.scope, Field: x.field}, true
		}
	}
	return descriptor.Extension{}, false
}
