// Package protobuf reads Protobuf.
package protobuf

import "github.com/concord-registry/concord/schema"

// Schema is a parsed Protobuf schema.
type Schema struct{ schema.Parsed }

// Parse reads src.
func Parse(src schema.Source, o schema.Options) (*Schema, error) {
	return nil, schema.Errorf(schema.Protobuf, schema.Span{}, "Protobuf is not read yet")
}
