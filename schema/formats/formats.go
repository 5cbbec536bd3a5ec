// Package formats is the table of the schema formats: the one place that knows all three.
package formats

import (
	"fmt"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/avro"
	"github.com/concord-registry/concord/schema/jsonschema"
	"github.com/concord-registry/concord/schema/protobuf"
)

// Types lists the formats in the order in which the registry names them.
var Types = []schema.Type{schema.JSON, schema.Protobuf, schema.Avro}

// Parse measures src against the limits and then reads it in its format. Every refusal is a *[schema.Error]; any other
// error is a fault of the parser, which a panic becomes here so that no text can end the process.
func Parse(src schema.Source, o schema.Options) (parsed schema.Parsed, err error) {
	if err := o.Limits.Check(src); err != nil {
		return nil, err
	}
	defer func() {
		if r := recover(); r != nil {
			parsed, err = nil, fmt.Errorf("reading a schema of type %s failed: %v", src.Type, r)
		}
	}()
	return parse(src, o)
}

func parse(src schema.Source, o schema.Options) (schema.Parsed, error) {
	switch src.Type {
	case schema.Avro:
		return refuse(avro.Parse(src, o))
	case schema.Protobuf:
		return refuse(protobuf.Parse(src, o))
	case schema.JSON:
		return refuse(jsonschema.Parse(src, o))
	}
	return nil, schema.Errorf(src.Type, schema.Span{}, "Invalid schema type %s", src.Type)
}

// refuse keeps a nil schema of a concrete type from becoming a non-nil schema.Parsed.
func refuse[S schema.Parsed](s S, err error) (schema.Parsed, error) {
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Known reports whether t is one of the formats.
func Known(t schema.Type) bool {
	return t == schema.Avro || t == schema.Protobuf || t == schema.JSON
}
