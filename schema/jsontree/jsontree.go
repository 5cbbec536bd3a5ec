// Package jsontree reads JSON text into a tree that keeps what encoding/json gives up: the order of members, the
// spelling of numbers and the place of every value. Avro and JSON Schema stand on it.
package jsontree

import "github.com/concord-registry/concord/schema"

// Kind is the JSON type of a value.
type Kind int

// The kinds of values.
const (
	Null Kind = iota
	Bool
	Number
	String
	Array
	Object
)

func (k Kind) String() string {
	return [...]string{"null", "boolean", "number", "string", "array", "object"}[k]
}

// Value is one JSON value. Values are shared and must not be changed once read.
type Value struct {
	Kind Kind
	// Bool is the value of a Bool.
	Bool bool
	// Text is the decoded text of a String and the literal of a Number (also NaN, Infinity and -Infinity).
	Text string
	// Items are the elements of an Array.
	Items []*Value
	// Members are those of an Object in the order of the text. A repeated name keeps its first place and its last value.
	Members []Member
	// At is the stretch of the text.
	At schema.Span
}

// Member is one name and value of an object.
type Member struct {
	Name string
	// At is where the name stands.
	At    schema.Span
	Value *Value
}

// Get is the value of a member, nil when v has none of that name or is no object. It scans: build an index of your own
// for many look-ups in a large object.
func (v *Value) Get(name string) *Value {
	if v == nil {
		return nil
	}
	for i := range v.Members {
		if v.Members[i].Name == name {
			return v.Members[i].Value
		}
	}
	return nil
}

// IsString reports whether v is a string; a nil v is not.
func (v *Value) IsString() bool { return v != nil && v.Kind == String }
