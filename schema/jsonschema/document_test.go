package jsonschema_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsonschema"
)

func read(t testing.TB, text string, dependencies ...schema.Dependency) *jsonschema.Schema {
	t.Helper()
	s, err := jsonschema.Parse(schema.Source{Type: schema.JSON, Text: text, Dependencies: dependencies}, schema.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestFieldTypes is the column JSON Schema of the policy table (document §1).
func TestFieldTypes(t *testing.T) {
	tests := []struct {
		name, property string
		want           schema.FieldType
	}{
		{"string", `{"type":"string"}`, schema.FieldType{Canonical: "string", Native: "string"}},
		{"bytes", `{"type":"string","contentEncoding":"base64"}`, schema.FieldType{Canonical: "bytes", Native: "string{contentEncoding:base64}"}},
		{"int64", `{"type":"integer"}`, schema.FieldType{Canonical: "int64", Native: "integer"}},
		{"int32 by format", `{"type":"integer","format":"int32"}`, schema.FieldType{Canonical: "int32", Native: "integer{format:int32}"}},
		{"int32 by bounds", `{"type":"integer","minimum":-5,"maximum":5}`, schema.FieldType{Canonical: "int32", Native: "integer"}},
		{"uint32", `{"type":"integer","minimum":0,"maximum":4294967295}`, schema.FieldType{Canonical: "uint32", Native: "integer"}},
		{"uint64", `{"type":"integer","minimum":0,"maximum":18446744073709551615}`, schema.FieldType{Canonical: "uint64", Native: "integer"}},
		{"float64", `{"type":"number"}`, schema.FieldType{Canonical: "float64", Native: "number"}},
		{"decimal of a number", `{"type":"number","multipleOf":0.01}`, schema.FieldType{Canonical: "decimal", Native: "number", Params: map[string]any{"scale": 2}}},
		{"decimal of a string", `{"type":"string","x-type":"decimal(18,2)"}`, schema.FieldType{Canonical: "decimal", Native: "string{x-type:decimal(18,2)}", Params: map[string]any{"precision": 18, "scale": 2}}},
		{"uuid", `{"type":"string","format":"uuid"}`, schema.FieldType{Canonical: "uuid", Native: "string{format:uuid}"}},
		{"timestamp", `{"type":"string","format":"date-time"}`, schema.FieldType{Canonical: "timestamp", Native: "string{format:date-time}", Params: map[string]any{"tz": "utc"}}},
		{"enum", `{"enum":["A","B"]}`, schema.FieldType{Canonical: "enum", Native: "any", Ref: "Order.f"}},
		{"enum of constants", `{"oneOf":[{"const":"A"},{"const":"B"}]}`, schema.FieldType{Canonical: "enum", Native: "any", Ref: "Order.f"}},
		{"record", `{"type":"object","properties":{"a":true}}`, schema.FieldType{Canonical: "record", Native: "object", Ref: "Order.f"}},
		{"array", `{"type":"array","items":{"type":"boolean"}}`, schema.FieldType{Canonical: "bool", Native: "array", Container: "array"}},
		{"map", `{"type":"object","additionalProperties":{"type":"string"}}`, schema.FieldType{Canonical: "string", Native: "object", Container: "map"}},
		{"union", `{"oneOf":[{"type":"string"},{"type":"integer"}]}`, schema.FieldType{Canonical: "union", Native: "any"}},
		{"nullable by a list", `{"type":["string","null"]}`, schema.FieldType{Canonical: "string", Native: "string", Nullable: true}},
		{"nullable by oneOf", `{"oneOf":[{"type":"null"},{"type":"string"}]}`, schema.FieldType{Canonical: "string", Native: "string", Nullable: true}},
		{"anything", `true`, schema.FieldType{Canonical: "any", Native: "any"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := read(t, `{"title":"Order","type":"object","properties":{"f":`+test.property+`}}`).Document()
			if diff := cmp.Diff(d.Fields[0].Type, test.want); diff != "" {
				t.Errorf("(got -, want +)\n%s", diff)
			}
		})
	}
}

func TestDocument(t *testing.T) {
	money := schema.Dependency{Reference: schema.Reference{Name: "money.json", Subject: "money", Version: 3},
		Text: `{"type":"object","x-term":"money","properties":{"amount":{"type":"string","maxLength":20}}}`}
	d := read(t, `{
 "title": "Order", "description": "An order.", "type": "object", "required": ["customer_id"],
 "properties": {
  "customer_id": {"$ref": "#/definitions/CustomerID", "description": "Who ordered."},
  "lines": {"type": "array", "items": {"$ref": "#/$defs/Line"}},
  "total": {"$ref": "money.json"},
  "parent": {"$ref": "#"}
 },
 "definitions": {
  "CustomerID": {"type": "string", "format": "uuid", "x-term": "customer_id", "confluent:tags": ["PII"], "x-class": "internal"},
  "Line": {"type": "object", "properties": {"sku": {"type": "string", "default": "x", "deprecated": true}}}
 }
}`, money).Document()
	want := []schema.Field{
		{Path: "Order.customer_id", Name: "customer_id", Presence: "required", Doc: "Who ordered.", Terms: []string{"customer_id"},
			Tags: []string{"PII"}, Annotations: map[string]any{"class": "internal"},
			Type: schema.FieldType{Canonical: "uuid", Native: "string{format:uuid}"}},
		{Path: "Order.lines", Ordinal: 1, Name: "lines", Presence: "optional",
			Type: schema.FieldType{Canonical: "record", Native: "array", Container: "array", Ref: "Order.Line"}},
		{Path: "Order.lines.sku", Ordinal: 2, Name: "sku", Presence: "optional", Deprecated: true, Default: schema.Default{Set: true, Value: "x"},
			Type: schema.FieldType{Canonical: "string", Native: "string"}},
		{Path: "Order.total", Ordinal: 3, Name: "total", Presence: "optional", Terms: []string{"money"},
			Type: schema.FieldType{Canonical: "record", Native: "object", Ref: "Order.total"}},
		{Path: "Order.total.amount", Ordinal: 4, Name: "amount", Presence: "optional",
			Origin:      schema.Origin{Reference: "money.json", Subject: "money", Version: 3},
			Constraints: schema.Constraints{MaxLength: new(20)},
			Type:        schema.FieldType{Canonical: "string", Native: "string"}},
		{Path: "Order.parent", Ordinal: 5, Name: "parent", Presence: "optional", Doc: "An order.",
			Type: schema.FieldType{Canonical: "record", Native: "object", Ref: "Order"}},
	}
	if diff := cmp.Diff(d.Fields, want, cmpopts.IgnoreFields(schema.Field{}, "Span")); diff != "" {
		t.Errorf("fields (got -, want +)\n%s", diff)
	}
	if got := d.Fields[0].Span.String(); got != "4:3" {
		t.Errorf("the first field stands at %s, want 4:3", got)
	}
	if d.Name != "Order" || d.Doc != "An order." || d.Depth != 2 {
		t.Errorf("name %q, doc %q, depth %d", d.Name, d.Doc, d.Depth)
	}
	types := map[string]bool{}
	for _, typ := range d.Types {
		types[typ.Path+" "+typ.Kind+" "+typ.Origin.Reference] = true
	}
	if diff := cmp.Diff(types, map[string]bool{"Order record ": true, "Order.Line record ": true, "Order.total record money.json": true}); diff != "" {
		t.Errorf("types (got -, want +)\n%s", diff)
	}
}

func TestRetag(t *testing.T) {
	const text = `{"type":"object","properties":{"a":{"type":"integer","confluent:tags":["B"]},"b":{"type":"array","items":{"type":"object","properties":{"c":{"anyOf":[{"type":"object","properties":{"d":true}},{"allOf":[{"type":"null"}]}]}}}}}}`
	tests := []struct {
		name        string
		add, remove []schema.EntityTags
		want        string // the canonical text, or empty for a refusal
	}{
		{"a field gets a tag behind those that it has", tags("object.a", "sr_field", "PII", "B"), nil,
			`{"type":"object","properties":{"a":{"type":"integer","confluent:tags":["B","PII"]},"b":{"type":"array","items":{"type":"object","properties":{"c":{"anyOf":[{"type":"object","properties":{"d":true}},{"allOf":[{"type":"null"}]}]}}}}}}`},
		{"the last tag takes the keyword with it", nil, tags("object.a", "sr_field", "B"),
			`{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"array","items":{"type":"object","properties":{"c":{"anyOf":[{"type":"object","properties":{"d":true}},{"allOf":[{"type":"null"}]}]}}}}}}`},
		{"a record", tags("object.b.array.object", "sr_record", "X"), nil,
			`{"type":"object","properties":{"a":{"type":"integer","confluent:tags":["B"]},"b":{"type":"array","items":{"type":"object","properties":{"c":{"anyOf":[{"type":"object","properties":{"d":true}},{"allOf":[{"type":"null"}]}]}},"confluent:tags":["X"]}}}}`},
		{"combinations are counted first", tags("object.b.array.object.c.anyof.1.object", "sr_record", "X"), nil,
			`{"type":"object","properties":{"a":{"type":"integer","confluent:tags":["B"]},"b":{"type":"array","items":{"type":"object","properties":{"c":{"anyOf":[{"type":"object","properties":{"d":true},"confluent:tags":["X"]},{"allOf":[{"type":"null"}]}]}}}}}}`},
		{"a path that leads nowhere", tags("object.z", "sr_field", "X"), nil, ""},
		{"a boolean holds no tags", tags("object.b.array.object.c.anyof.1.object.d", "sr_field", "X"), nil, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := read(t, text).Retag(test.add, test.remove)
			if (err != nil) != (test.want == "") || got != test.want {
				t.Errorf("got %s, %v\nwant %s", got, err, test.want)
			}
		})
	}
	if diff := cmp.Diff(read(t, text).Tags(), tags("object.a", "sr_field", "B")); diff != "" {
		t.Errorf("Tags (got -, want +)\n%s", diff)
	}
}

func tags(path, kind string, tags ...string) []schema.EntityTags {
	return []schema.EntityTags{{Entity: schema.Entity{Path: path, Type: kind}, Tags: tags}}
}
