// Package schema holds the words that every schema format shares: what a client sends ([Source]), what a format makes
// of it ([Parsed]), how it is identified ([GUID]) and the normalised document ([Document]) that policies read.
//
// The formats themselves are schema/avro, schema/protobuf and schema/jsonschema; schema/formats is the table of the
// three. Nothing in these packages opens a file or a connection: whatever a schema refers to comes with its Source.
package schema

import "fmt"

// Type names a schema format, as it stands on the wire.
type Type string

// The three formats.
const (
	Avro     Type = "AVRO"
	Protobuf Type = "PROTOBUF"
	JSON     Type = "JSON"
)

// Reference is a direct reference of one schema to a version of a subject.
type Reference struct {
	// Name is what the text says: an Avro full name, a Protobuf import path, a JSON Schema $ref.
	Name string `json:"name"`
	// Subject is the registry's name for the target, as it was sent: an unqualified one is in the referring domain.
	Subject string `json:"subject"`
	// Version is positive when stored; -1 in a request means the latest.
	Version int `json:"version"`
}

// Source is one schema as it was sent, closed: everything that it refers to is at hand.
type Source struct {
	Type Type
	Text string
	// References are the direct ones, in the order sent.
	References []Reference
	// Dependencies are the texts behind References and, in turn, behind theirs: each stands after those it needs
	// itself, and no name stands twice.
	Dependencies []Dependency
	// File is what positions call the text; empty means a name of the format's own choice.
	File string
}

// Dependency is the text behind one name that a [Source] or one of its dependencies refers to.
type Dependency struct {
	Reference
	Text string
}

// Options say how strictly a format reads a [Source]. The zero value reads as a registry reads what it has stored.
type Options struct {
	// Strict asks for the checks of schemas that are new: names, defaults, meta-schema (contract §3.6).
	Strict bool
	// Fields asks in addition for the checks of `validateFields`.
	Fields bool
	// Limits bound the input; the zero value means [DefaultLimits].
	Limits Limits
}

// Parsed is a schema that its format has understood. It is immutable and safe for concurrent use.
type Parsed interface {
	// Type is the format.
	Type() Type
	// Canonical is the text that is stored and hashed (contract §3.5). It may be empty: a Protobuf file of comments.
	Canonical() string
	// Normalized is the canonical text of the normalised schema (contract §3.5). It returns an *[Error] for the few
	// schemas that have a canonical text but no normalised one.
	Normalized() (string, error)
	// Render is the text under the HTTP parameter `format`; a name that the format does not know gives Canonical.
	Render(format string) (string, error)
	// Document is the schema in the words that all formats share, with source positions.
	Document() *Document
	// TopLevel lists the names of the fields or properties at the top, in order of the text.
	TopLevel() []string
	// Tags lists every tagged entity with all its tags (contract §3.12).
	Tags() []EntityTags
	// Retag is the canonical text after the tags of add were added and those of remove were taken away. It returns
	// an *[Error] when an entity path leads nowhere.
	Retag(add, remove []EntityTags) (string, error)
}

// EntityTags are the inline tags of one record or field (contract §3.12).
type EntityTags struct {
	Entity Entity   `json:"schemaEntity"`
	Tags   []string `json:"tags"`
}

// Entity is the address of a record or a field inside a schema.
type Entity struct {
	Path string `json:"entityPath"`
	// Type is sr_record or sr_field.
	Type string `json:"entityType"`
}

// Error says why a text is not a schema. Callers may compare nothing but the type; Reason is for people.
type Error struct {
	Type Type
	// At is where; the zero Span means the schema as a whole.
	At     Span
	Reason string
}

func (e *Error) Error() string {
	if e.At.Start.Line == 0 {
		return e.Reason
	}
	return fmt.Sprintf("%s: %s", e.At, e.Reason)
}

// Errorf returns an *Error of format t at a place.
func Errorf(t Type, at Span, format string, args ...any) *Error {
	return &Error{Type: t, At: at, Reason: fmt.Sprintf(format, args...)}
}

// Position is a place in a text, both counted from 1; columns count bytes.
type Position struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// Span is a stretch of a text, from Start up to but not including End. The zero value means that no place is known.
type Span struct {
	// File is the name from [Source.File], or of the dependency.
	File  string   `json:"file,omitempty"`
	Start Position `json:"start"`
	End   Position `json:"end"`
}

func (s Span) String() string {
	if s.File == "" {
		return fmt.Sprintf("%d:%d", s.Start.Line, s.Start.Column)
	}
	return fmt.Sprintf("%s:%d:%d", s.File, s.Start.Line, s.Start.Column)
}
