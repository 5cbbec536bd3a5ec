package avro_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/concord-registry/concord/schema"
)

func TestDocument(t *testing.T) {
	d := parse(t, tagged, item).Document()
	if d.Name != "Order" || d.Namespace != "shop" || d.Depth != 2 || !cmp.Equal(d.Tags, []string{"core"}) {
		t.Errorf("document is %s.%s, depth %d, tags %v; want shop.Order, 2, [core]", d.Namespace, d.Name, d.Depth, d.Tags)
	}
	if want := (map[string]any{"zz": json.Number("1")}); !cmp.Equal(d.Annotations, want) {
		t.Errorf("annotations = %v, want %v", d.Annotations, want)
	}
	var types, fields []string
	for _, n := range d.Types {
		types = append(types, n.Kind+" "+n.Path)
	}
	for _, f := range d.Fields {
		fields = append(fields, fmt.Sprintf("%s %s %s %s:%d", f.Path, f.Type.Canonical, f.Type.Ref, f.Span.File, f.Span.Start.Line))
	}
	if want := []string{"record Order", "record Order.Card", "record Item"}; !cmp.Equal(types, want) {
		t.Errorf("types = %q, want %q", types, want)
	}
	want := []string{
		"Order.card record Order.Card :2",
		"Order.card.number string  :2",
		"Order.again record Order.Card :3",
		"Order.again.number string  :2",
		"Order.item record Item :4",
		"Order.item.sku string  ref.Item:1",
	}
	if diff := cmp.Diff(fields, want); diff != "" {
		t.Errorf("fields: got - want +\n%s", diff)
	}
	origin := schema.Origin{Reference: "ref.Item", Subject: "items", Version: 2}
	if got := d.Fields[5].Origin; got != origin {
		t.Errorf("origin of the field from a reference = %+v, want %+v", got, origin)
	}
}

// TestFieldType is the Avro column of the table of canonical types (document §1).
func TestFieldType(t *testing.T) {
	decimal := map[string]any{"precision": 9, "scale": 2}
	tests := []struct {
		name, text string
		want       schema.FieldType
	}{
		{"string", `"string"`, schema.FieldType{Canonical: "string"}},
		{"bytes", `"bytes"`, schema.FieldType{Canonical: "bytes"}},
		{"int", `"int"`, schema.FieldType{Canonical: "int32"}},
		{"long", `"long"`, schema.FieldType{Canonical: "int64"}},
		{"float", `"float"`, schema.FieldType{Canonical: "float32"}},
		{"double", `"double"`, schema.FieldType{Canonical: "float64"}},
		{"boolean", `"boolean"`, schema.FieldType{Canonical: "bool"}},
		{"null", `"null"`, schema.FieldType{Canonical: "null"}},
		{"decimal", `{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}`, schema.FieldType{Canonical: "decimal", Params: decimal}},
		{"decimal in fixed", `{"type":"fixed","name":"D","size":8,"logicalType":"decimal","precision":9,"scale":2}`, schema.FieldType{Canonical: "decimal", Params: decimal}},
		{"impossible decimal", `{"type":"bytes","logicalType":"decimal","precision":1,"scale":2}`, schema.FieldType{Canonical: "bytes"}},
		{"uuid", `{"type":"string","logicalType":"uuid"}`, schema.FieldType{Canonical: "uuid"}},
		{"uuid in fixed", `{"type":"fixed","name":"U","size":16,"logicalType":"uuid"}`, schema.FieldType{Canonical: "uuid"}},
		{"uuid on an int", `{"type":"int","logicalType":"uuid"}`, schema.FieldType{Canonical: "int32"}},
		{"date", `{"type":"int","logicalType":"date"}`, schema.FieldType{Canonical: "date"}},
		{"time", `{"type":"long","logicalType":"time-micros"}`, schema.FieldType{Canonical: "time", Params: map[string]any{"unit": "micros"}}},
		{"timestamp", `{"type":"long","logicalType":"timestamp-millis"}`, schema.FieldType{Canonical: "timestamp", Params: map[string]any{"unit": "millis", "tz": "utc"}}},
		{"local timestamp", `{"type":"long","logicalType":"local-timestamp-nanos"}`, schema.FieldType{Canonical: "timestamp", Params: map[string]any{"unit": "nanos", "tz": "local"}}},
		{"duration", `{"type":"fixed","name":"L","size":12,"logicalType":"duration"}`, schema.FieldType{Canonical: "duration"}},
		{"fixed", `{"type":"fixed","name":"F","size":3}`, schema.FieldType{Canonical: "fixed", Params: map[string]any{"size": 3}, Ref: "R.F"}},
		{"enum", `{"type":"enum","name":"E","symbols":["A"]}`, schema.FieldType{Canonical: "enum", Ref: "R.E"}},
		{"record", `{"type":"record","name":"S","fields":[]}`, schema.FieldType{Canonical: "record", Ref: "R.S"}},
		{"list", `{"type":"array","items":"int"}`, schema.FieldType{Canonical: "int32", Container: "array"}},
		{"map", `{"type":"map","values":{"type":"string","logicalType":"uuid"}}`, schema.FieldType{Canonical: "uuid", Container: "map"}},
		{"list of lists", `{"type":"array","items":{"type":"array","items":"int"}}`, schema.FieldType{Canonical: "array", Container: "array"}},
		{"nullable", `["null","string"]`, schema.FieldType{Canonical: "string", Nullable: true}},
		{"nullable list", `["null",{"type":"array","items":"int"}]`, schema.FieldType{Canonical: "int32", Container: "array", Nullable: true}},
		{"union", `["null","string","int"]`, schema.FieldType{Canonical: "union", Nullable: true}},
		{"union of one", `["string"]`, schema.FieldType{Canonical: "string"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := parse(t, `{"type":"record","name":"R","fields":[{"name":"f","type":`+test.text+`}]}`).Document()
			got := d.Fields[0].Type
			if got.Native == "" {
				t.Error("the native type is empty")
			}
			got.Native = ""
			if diff := cmp.Diff(got, test.want); diff != "" {
				t.Errorf("type of %s: got - want +\n%s", test.text, diff)
			}
		})
	}
}

func TestFieldTerms(t *testing.T) {
	d := parse(t, `{"type":"record","name":"R","fields":[
		{"name":"a","type":{"type":"string","x-term":"customer_id","confluent:tags":["PII"]},"confluent:tags":["term:person","GDPR"],"x-maxLength":36,"default":""}]}`).Document()
	f := d.Fields[0]
	if want := []string{"person", "customer_id"}; !cmp.Equal(f.Terms, want) {
		t.Errorf("terms = %q, want %q", f.Terms, want)
	}
	if want := []string{"GDPR", "PII"}; !cmp.Equal(f.Tags, want) {
		t.Errorf("tags = %q, want %q", f.Tags, want)
	}
	if f.Constraints.MaxLength == nil || *f.Constraints.MaxLength != 36 {
		t.Errorf("max length = %v, want 36", f.Constraints.MaxLength)
	}
	if f.Presence != "optional" || f.Default != (schema.Default{Set: true, Value: ""}) {
		t.Errorf("presence %s, default %+v, want an optional field with an empty text", f.Presence, f.Default)
	}
}

// TestDocumentIsBounded lists a schema whose records are used twice by each other, 2^40 times in all.
func TestDocumentIsBounded(t *testing.T) {
	var text strings.Builder
	text.WriteString(`{"type":"record","name":"Root","fields":[{"name":"r0","type":{"type":"record","name":"R0","fields":[]}}`)
	for i := range 40 {
		fmt.Fprintf(&text, `,{"name":"r%d","type":{"type":"record","name":"R%d","fields":[{"name":"a","type":"R%d"},{"name":"b","type":"R%d"}]}}`, i+1, i+1, i, i)
	}
	text.WriteString(`]}`)
	d := parse(t, text.String()).Document()
	if n := len(d.Fields); n < 10_000 || n > 11_000 {
		t.Errorf("the document has %d fields, want about 10 000", n)
	}
}
