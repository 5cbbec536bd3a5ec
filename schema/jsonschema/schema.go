// Package jsonschema reads JSON Schema.
package jsonschema

import "github.com/concord-registry/concord/schema"

// Schema is a parsed JSON Schema schema.
type Schema struct{ schema.Parsed }

// Parse reads src.
func Parse(src schema.Source, o schema.Options) (*Schema, error) {
	return nil, schema.Errorf(schema.JSON, schema.Span{}, "JSON Schema is not read yet")
}
