// Package schematest reads JSON Schemas for the tests of the rooms of JSON Schema.
package schematest

import (
	"testing"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsonschema"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// Parse reads a schema as one that is registered anew.
func Parse(t testing.TB, text string) *jsonschema.Schema {
	t.Helper()
	return parse(t, text, schema.Options{Strict: true})
}

// Lenient reads a schema as one that is stored already.
func Lenient(t testing.TB, text string) *jsonschema.Schema {
	t.Helper()
	return parse(t, text, schema.Options{})
}

func parse(t testing.TB, text string, options schema.Options) *jsonschema.Schema {
	t.Helper()
	s, err := jsonschema.Parse(schema.Source{Type: schema.JSON, Text: text}, options)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return s
}

// Node is the model of a schema.
func Node(t testing.TB, text string) *model.Node {
	t.Helper()
	n, err := Parse(t, text).Model()
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return n
}

// Value reads a document.
func Value(t testing.TB, text string) *jsontree.Value {
	t.Helper()
	v, err := jsontree.Parse(text, jsontree.Options{})
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return v
}
