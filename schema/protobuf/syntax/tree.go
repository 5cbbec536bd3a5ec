// Package syntax reads and prints the text of .proto files.
//
// The reader is as tolerant as the registries whose texts it has to agree with: names may hold dashes and begin with
// digits, numbers may repeat, a range may end before it begins. What a text means is not its business. The printer
// writes the one layout that a registry stores and hashes (contract §3.5): declarations of a kind stand together, and
// comments are gone.
package syntax

import (
	"sort"

	"github.com/concord-registry/concord/schema"
)

// Range is a stretch of the text in byte offsets. The zero value means that no place is known.
type Range struct{ Start, End int }

// File is one .proto file. Declarations of each kind stand in order of the text.
type File struct {
	// Syntax is proto2, proto3 or empty when not declared.
	Syntax string
	// Package is empty when there is none; the last of several counts.
	Package  string
	Imports  []Import
	Options  []*Option
	Messages []*Message
	Enums    []*Enum
	Extends  []*Extend
	Services []*Service

	// lines holds the offset of the first byte of each line; nil for a file that was not read from text.
	lines []int
}

// Import is one import line. Weak imports are not kept.
type Import struct {
	Path   string
	Public bool
	At     Range
}

// Message is a message, at the top or nested.
type Message struct {
	Name string
	// Doc is the comment before it, without comment marks; empty when there is none.
	Doc        string
	Reserved   []*Reserved
	Options    []*Option
	Fields     []*Field
	Oneofs     []*Oneof
	Groups     []*Group
	Extensions []*Extensions
	Extends    []*Extend
	Messages   []*Message
	Enums      []*Enum
	At         Range
	// Body is where the first declaration would be inserted: behind the opening brace.
	Body int
}

// Field is a field of a message, of a oneof, or of an extend block.
type Field struct {
	// Label is optional, required, repeated, or empty when the text has none.
	Label string
	Type  TypeName
	Name  string
	// Number is what the text says; it need not be valid.
	Number  int32
	Options []*Option
	// Sorted says that the options are printed as they stand.
	Sorted bool
	// Doc is the comment before it, or else the one behind it on the same line.
	Doc string
	// At is the whole declaration, NumberAt the number.
	At, NumberAt Range
}

// TypeName is the type of a field as written. Key is set for a map<Key, Name> only.
type TypeName struct {
	Key, Name string
	At        Range
}

func (t TypeName) String() string {
	if t.Key == "" {
		return t.Name
	}
	return "map<" + t.Key + ", " + t.Name + ">"
}

// Map reports whether the type is a map.
func (t TypeName) Map() bool { return t.Key != "" }

// Oneof is a oneof with its members. It may be empty.
type Oneof struct {
	Name    string
	Doc     string
	Options []*Option
	Fields  []*Field
	Groups  []*Group
	At      Range
}

// Group is a proto2 group: a field and its message in one.
type Group struct {
	Label   string
	Name    string
	Number  int32
	Options []*Option
	Fields  []*Field
	Doc     string
	At      Range
}

// Enum is an enum, at the top or nested.
type Enum struct {
	Name     string
	Doc      string
	Reserved []*Reserved
	Options  []*Option
	Values   []*EnumValue
	At       Range
	Body     int
}

// EnumValue is a constant of an enum.
type EnumValue struct {
	Name    string
	Number  int32
	Options []*Option
	Doc     string
	At      Range
}

// Reserved is one reserved line.
type Reserved struct {
	Items []ReservedItem
	At    Range
}

// ReservedItem is a name when Named is set, or else a range of numbers.
type ReservedItem struct {
	Named bool
	Name  string
	Tags  Tags
}

// Tags is a range of numbers, both ends included. Single numbers print as one unless Range is set.
type Tags struct {
	First, Last int32
	// Range says that the text names both ends.
	Range bool
	// Max says that the text ends with max.
	Max bool
}

// Extensions is one extensions line.
type Extensions struct {
	Ranges  []Tags
	Options []*Option
	At      Range
}

// Extend is a block of fields that extend another message.
type Extend struct {
	Name   string
	Doc    string
	Fields []*Field
	At     Range
}

// Service is a service with its calls.
type Service struct {
	Name    string
	Doc     string
	Options []*Option
	RPCs    []*RPC
	At      Range
}

// RPC is one call of a service.
type RPC struct {
	Name                      string
	Doc                       string
	Request, Response         TypeName
	StreamRequest, StreamResp bool
	Options                   []*Option
	At                        Range
}

// Span turns a range of offsets into lines and columns. file becomes the name in the span.
func (f *File) Span(file string, r Range) schema.Span {
	if r == (Range{}) || f.lines == nil {
		return schema.Span{}
	}
	return schema.Span{File: file, Start: f.position(r.Start), End: f.position(r.End)}
}

func (f *File) position(offset int) schema.Position {
	line := sort.Search(len(f.lines), func(i int) bool { return f.lines[i] > offset })
	return schema.Position{Line: line, Column: offset - f.lines[line-1] + 1}
}

func lineStarts(text string) []int {
	starts := []int{0}
	for i := range len(text) {
		if text[i] == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}
