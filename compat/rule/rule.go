// Package rule holds the words of compatibility findings: what a checker of one format reports, and the table row that
// each report belongs to. compat is the front door; the checkers are compat/avro, compat/protobuf, compat/jsonschema.
package rule

import "github.com/concord-registry/concord/schema"

// Code names a rule for ever: codes are added, never renamed or reused. `AvroFieldMissingDefault` for example.
type Code string

// Direction says which schema reads data that the other one wrote.
type Direction int

const (
	// Backward: the new schema reads data written with the old one.
	Backward Direction = iota
	// Forward: the old schema reads data written with the new one.
	Forward
)

func (d Direction) String() string {
	if d == Forward {
		return "forward"
	}
	return "backward"
}

// Roles orders an old and a new thing as reader and writer.
func Roles[T any](d Direction, old, new T) (reader, writer T) {
	if d == Forward {
		return old, new
	}
	return new, old
}

// Ages orders what belongs to the reader and to the writer as old and new: it undoes [Roles].
func Ages[T any](d Direction, reader, writer T) (old, new T) {
	if d == Forward {
		return reader, writer
	}
	return writer, reader
}

// Axis is what a change breaks.
type Axis uint8

// The axes, to be combined. No axis at all means that nothing breaks: a note.
const (
	// Wire: some datum cannot be decoded.
	Wire Axis = 1 << iota
	// Value: some datum is decoded to another value: cast, merged, truncated or dropped.
	Value
	// JSON: the same in the format's JSON encoding.
	JSON
	// Source: regenerated code no longer compiles.
	Source
)

// Names lists the axes in a as `wire`, `value`, `json`, `source`, in this order.
func (a Axis) Names() []string {
	var names []string
	for i, name := range [...]string{"wire", "value", "json", "source"} {
		if a&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}

// Rule is one row of a format's rule table.
type Rule struct {
	Code Code
	// Title says in a clause what the rule refuses, without a full stop.
	Title string
	// Why says what goes wrong for whom, in a sentence or two.
	Why string
	// Breaks are the axes that a finding of this rule breaks.
	Breaks Axis
	// Differences lists the reference registry's difference types that findings of this rule project to; empty when
	// the reference lets the change pass.
	Differences []string
	// Buf lists the rules of buf that findings of this rule project to; empty when buf has none for it.
	Buf []string
	// Old and New are a smallest pair that gives a finding of exactly this code, New being incompatible with Old under
	// FULL. A test runs them.
	Old, New string
}

// Finding is one difference between two schemas that matters in one direction.
type Finding struct {
	Code      Code
	Direction Direction
	// Breaks are the axes; a finding that breaks none is a note and refuses nothing under any judge.
	Breaks Axis
	// Reference is what the reference registry reports for it; nil when the reference lets it pass. One finding may
	// stand for one difference only: where the reference repeats a difference, so do the findings.
	Reference *Difference
	// Buf are the rules of buf that the step from old to new offends, sorted, and Presets the categories that list one of
	// them. Both are set in the backward direction only, as buf knows no other.
	Buf     []string
	Presets Preset
	// Version is the old version that new was compared with, 0 where it has no number.
	Version int
	// Old and New are the two places; one of them has no span when the thing exists on one side only.
	Old, New Place
	// Was and Is are what stands there, in the format's own words; empty where nothing stands.
	Was, Is string
	// Message says in one sentence who cannot read what, and why.
	Message string
	Fix     Fix
	// Witness shows the break; nil when none was built.
	Witness *Witness
}

// Place is a location in one schema.
type Place struct {
	// Path is in the words of the format: `Order.lines.sku` for a field, `/fields/0/type` for JSON-shaped text.
	Path string
	Span schema.Span
}

// Difference is a finding in the vocabulary of the reference registry.
type Difference struct {
	Type string
	// Path is the reference's path, which may differ from the paths of the finding. It may be empty.
	Path string
	// Info is Avro's additional information, empty elsewhere.
	Info string
	// Lenient is set when the policy LENIENT lets the difference pass.
	Lenient bool
}

// Fix is what would make the finding go away.
type Fix struct {
	// Text is for people; empty when there is nothing to advise.
	Text string
	// Edit is the same as a change of the new text, nil where it cannot be done by one.
	Edit *Edit
}

// Edit replaces a stretch of the new schema's text; an empty span inserts.
type Edit struct {
	At   schema.Span
	Text string
}

// Witness is a datum of the writer that the reader refuses or misreads.
type Witness struct {
	// Datum is the datum as JSON, Encoded its binary encoding (empty for JSON Schema).
	Datum   string
	Encoded []byte
	// Message is the path of the Protobuf message that it is of; empty for other formats.
	Message string
	// Result says what the reader made of it.
	Result string
}
