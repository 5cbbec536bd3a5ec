package schema

import (
	"strings"
	"unicode"
)

// Document is a schema in the words that the three formats share (document §1): the same contract written in
// Avro, Protobuf and JSON Schema gives the same fields, but for Native, Number and spelling of names.
type Document struct {
	Name        string
	Namespace   string
	Doc         string
	Annotations map[string]any
	Tags        []string
	// Depth is the deepest nesting of fields, 1 for a flat record.
	Depth  int
	Types  []NamedType
	Fields []Field
}

// NamedType is a record, enum or fixed type that the schema defines or uses.
type NamedType struct {
	// Path is the type's name from the schema's root: `OrderPlaced`, `OrderPlaced.Line` for a nested one.
	Path string
	// Kind is record, enum or fixed.
	Kind        string
	Name        string
	Doc         string
	Annotations map[string]any
	Symbols     []string
	// Default is an enum's default symbol; empty means none.
	Default string
	Origin  Origin
	Span    Span
}

// Field is one field, property or message field, at any depth.
type Field struct {
	// Path is `Root.field.field`, through the fields that contain it; array items and map values add nothing.
	Path    string
	Ordinal int
	// Number is the Protobuf field number, 0 elsewhere.
	Number int
	Name   string
	Type   FieldType
	// Presence is required, optional or implicit (a proto3 scalar).
	Presence string
	Default  Default
	Doc      string
	// Deprecated is what the format says, where it says it.
	Deprecated bool
	// Terms are the glossary terms that the text itself binds (document §2).
	Terms       []string
	Tags        []string
	Annotations map[string]any
	Constraints Constraints
	Origin      Origin
	// Span is the field's declaration.
	Span Span
}

// FieldType is the type of a field in canonical and in native words.
type FieldType struct {
	// Canonical is one of: string bytes bool int32 int64 uint32 uint64 float32 float64 decimal uuid date time
	// timestamp duration enum record array map union any null fixed.
	Canonical string
	// Native is how the format spells it, `string{logicalType:uuid}` for example.
	Native string
	// Params are those of the canonical type: precision and scale, unit and tz, size.
	Params   map[string]any
	Nullable bool
	// Container is array or map when Canonical describes its elements; empty otherwise.
	Container string
	// Ref is the Path of the record, enum or fixed type; empty for the others.
	Ref string
}

// Default is a field's default value as JSON would hold it.
type Default struct {
	Set   bool
	Value any
}

// Constraints are what a format says about values beyond their type; nil means unconstrained.
type Constraints struct {
	MinLength, MaxLength *int
	Pattern              *string
	Min, Max             *float64
	Enum                 []any
	Unique               *bool
}

// Origin says where a type or field is defined. The zero value means in the schema itself.
type Origin struct {
	// Reference is the name of the reference that brought it.
	Reference string
	Subject   string
	Version   int
}

// Local reports whether the definition stands in the schema itself.
func (o Origin) Local() bool { return o.Reference == "" }

// Tokens splits a name into lower-case words: `customerID`, `customer_id` and `Customer-Id` all give customer, id.
func Tokens(name string) []string {
	var words []string
	var word []rune
	runes := []rune(name)
	flush := func() {
		if len(word) > 0 {
			words = append(words, strings.ToLower(string(word)))
			word = word[:0]
		}
	}
	for i, r := range runes {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			flush()
			continue
		case unicode.IsUpper(r) && i > 0 && startsWord(runes, i):
			flush()
		}
		word = append(word, r)
	}
	flush()
	return words
}

// startsWord reports whether the capital at i begins a word: after a small letter or digit, or before a small letter.
func startsWord(runes []rune, i int) bool {
	return !unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])
}

// Snake is the name in lower case with underscores between its words.
func Snake(name string) string { return strings.Join(Tokens(name), "_") }
