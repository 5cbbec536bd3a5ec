package protobuf

import (
	"math"
	"strconv"

	"github.com/concord-registry/concord/schema"
)

// scalarTypes are the canonical types of scalars (document §1).
var scalarTypes = map[string]string{
	"double": "float64", "float": "float32", "bool": "bool", "string": "string", "bytes": "bytes",
	"int32": "int32", "sint32": "int32", "sfixed32": "int32", "int64": "int64", "sint64": "int64", "sfixed64": "int64",
	"uint32": "uint32", "fixed32": "uint32", "uint64": "uint64", "fixed64": "uint64",
}

// knownType is what a bundled message means.
type knownType struct {
	canonical string
	params    map[string]any
	// wrapper says that the message only makes its value nullable.
	wrapper bool
}

var knownTypes = map[string]knownType{
	"google.protobuf.Timestamp":   {canonical: "timestamp", params: map[string]any{"unit": "nanos", "tz": "utc"}},
	"google.protobuf.Duration":    {canonical: "duration"},
	"google.protobuf.Any":         {canonical: "any"},
	"google.protobuf.Struct":      {canonical: "any"},
	"google.protobuf.Value":       {canonical: "any"},
	"google.protobuf.ListValue":   {canonical: "any"},
	"google.protobuf.NullValue":   {canonical: "null"},
	"google.protobuf.DoubleValue": {canonical: "float64", wrapper: true},
	"google.protobuf.FloatValue":  {canonical: "float32", wrapper: true},
	"google.protobuf.Int64Value":  {canonical: "int64", wrapper: true},
	"google.protobuf.UInt64Value": {canonical: "uint64", wrapper: true},
	"google.protobuf.Int32Value":  {canonical: "int32", wrapper: true},
	"google.protobuf.UInt32Value": {canonical: "uint32", wrapper: true},
	"google.protobuf.BoolValue":   {canonical: "bool", wrapper: true},
	"google.protobuf.StringValue": {canonical: "string", wrapper: true},
	"google.protobuf.BytesValue":  {canonical: "bytes", wrapper: true},
	"google.type.Date":            {canonical: "date"},
	"google.type.TimeOfDay":       {canonical: "time", params: map[string]any{"unit": "nanos"}},
	"google.type.Decimal":         {canonical: "decimal"},
	"confluent.type.Decimal":      {canonical: "decimal"},
	"confluent.type.Variant":      {canonical: "any"},
}

// fieldType is the type of a member of def, and the message or enum that it holds, nil for scalars.
func (s *Schema) fieldType(def *Definition, m member) (schema.FieldType, *Definition) {
	if m.group != nil {
		inner := s.types.find(join(def.Name, m.group.Name))
		t := schema.FieldType{Canonical: "record", Native: "group " + m.group.Name, Nullable: m.group.Label == "optional"}
		return contained(t, m.group.Label == "repeated", false, inner), inner
	}
	f := m.field
	t := schema.FieldType{Canonical: scalarTypes[f.Type.Name], Native: f.Type.String()}
	t.Nullable = f.Label == "optional"
	var inner *Definition
	if t.Canonical == "" {
		if inner = s.types.resolve(def.Name, f.Type.Name); inner == nil {
			t.Canonical = "any"
			return t, nil
		}
		t = named(t, inner)
	}
	if t.Canonical == "string" && uuid(f.Options) {
		t.Canonical = "uuid"
	}
	if precision, scale, given := decimalParams(f.Options); given && t.Canonical == "decimal" {
		t.Params = map[string]any{"precision": precision, "scale": scale}
	}
	return contained(t, f.Label == "repeated", f.Type.Map(), inner), inner
}

// named is the canonical type of a message or an enum.
func named(t schema.FieldType, d *Definition) schema.FieldType {
	known, ok := knownTypes[d.Name]
	switch {
	case ok:
		t.Canonical, t.Params = known.canonical, known.params
		t.Nullable = t.Nullable || known.wrapper
	case d.Enum != nil:
		t.Canonical = "enum"
	default:
		t.Canonical = "record"
	}
	return t
}

// contained adds the container and the path of the type.
func contained(t schema.FieldType, repeated, isMap bool, d *Definition) schema.FieldType {
	switch {
	case isMap:
		t.Container = "map"
	case repeated:
		t.Container = "array"
	}
	if t.Container != "" {
		t.Nullable = false
	}
	if d != nil && (t.Canonical == "record" || t.Canonical == "enum") {
		t.Ref = d.Local()
	}
	return t
}

// jsonValue is the text of a default as a JSON value of a scalar type; the text itself for enums and for numbers that
// JSON lacks.
func jsonValue(scalar, text string) any {
	switch scalarTypes[scalar] {
	case "bool":
		return text == "true"
	case "int32", "int64", "uint32", "uint64":
		if n, err := strconv.ParseInt(normalNumber(text), 10, 64); err == nil {
			return n
		}
	case "float32", "float64":
		if x, err := strconv.ParseFloat(normalNumber(text), 64); err == nil && !math.IsInf(x, 0) && !math.IsNaN(x) {
			return x
		}
	}
	return text
}
