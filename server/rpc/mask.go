package rpc

import (
	"maps"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	"github.com/concord-registry/concord/server/fault"
)

// everyField is the path of a mask that names all fields. In JSON a mask takes names only: the gateway writes the other
// spelling in its place.
const (
	everyField       = "*"
	everyFieldInJSON = "allFields"
)

// masked are the fields to write: those that mask names, in either spelling, or without a mask those that are set in m.
// writers has the fields that can be written.
func masked[W any](m proto.Message, mask *fieldmaskpb.FieldMask, writers map[string]W) ([]string, error) {
	all := slices.Sorted(maps.Keys(writers))
	fields := m.ProtoReflect().Descriptor().Fields()
	if mask == nil {
		set := func(name string) bool { return m.ProtoReflect().Has(fields.ByName(protoreflect.Name(name))) }
		return slices.DeleteFunc(all, func(name string) bool { return !set(name) }), nil
	}
	var paths []string
	for _, path := range mask.GetPaths() {
		field := fields.ByJSONName(path)
		if field == nil {
			field = fields.ByName(protoreflect.Name(path))
		}
		switch {
		case path == everyField, field == nil && path == "all_fields":
			return all, nil
		case field == nil || !slices.Contains(all, string(field.Name())):
			return nil, fault.FieldInvalid.With("field", "updateMask").
				Because("%q cannot be written; what can be is %s", shortened(path), strings.Join(all, ", "))
		}
		paths = append(paths, string(field.Name()))
	}
	return paths, nil
}
