package protobuf

import (
	"slices"
	"strconv"
	"strings"

	"github.com/concord-registry/concord/compat/rule"
)

// difference is a finding in the words of writer and reader.
type difference struct {
	code   rule.Code
	breaks rule.Axis
	// reference and at are the type and the path that the reference registry reports; empty when it reports nothing.
	reference, at string
	// buf are the rules of buf that the step from writer to reader offends; without meaning in the forward direction.
	buf            []bufRule
	writer, reader side
	message        string
	fix            rule.Fix
	// scope and number are what findings are sorted by: a message or an enum, and a number in it.
	scope  string
	number int32
	// inside says that the place is inside of the type of a field.
	inside bool
}

// side is what stands in one of the two schemas.
type side struct {
	place rule.Place
	text  string
}

// report hands a difference to the comparison under way. The rules of buf know one direction, and files of one package.
func (c *checker) report(d difference) {
	if c.dir == rule.Forward || c.unpaired && d.code != PackageChanged {
		d.buf = nil
	}
	c.sink.add(d)
}

// sink takes the differences that a comparison reports: a list of them, or only their weight.
type sink interface{ add(d difference) }

type list []difference

func (l *list) add(d difference) { *l = append(*l, d) }

// finding puts d into the words of old and new.
func (d *difference) finding(dir rule.Direction) rule.Finding {
	old, new := rule.Ages(dir, d.reader, d.writer)
	f := rule.Finding{
		Code:      d.code,
		Direction: dir,
		Breaks:    d.breaks,
		Old:       old.place,
		New:       new.place,
		Was:       old.text,
		Is:        new.text,
		Message:   d.message,
		Fix:       d.fix,
		Buf:       named(d.buf),
		Presets:   presets(d.buf),
	}
	if d.reference != "" {
		f.Reference = &rule.Difference{Type: d.reference, Path: d.at}
	}
	return f
}

// named are the names of rules, sorted, each once; nil for none.
func named(rules []bufRule) []string {
	var names []string
	for _, r := range rules {
		names = append(names, string(r))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// readerWord and writerWord say which schema plays the role.
func (c *checker) readerWord() string {
	reader, _ := rule.Roles(c.dir, "the old schema", "the new schema")
	return reader
}

func (c *checker) writerWord() string {
	_, writer := rule.Roles(c.dir, "the old schema", "the new schema")
	return writer
}

// referencePath is a path as the reference registry writes it: `#/Outer/Inner/oneof/4`.
func referencePath(parts ...string) string { return "#/" + strings.Join(parts, "/") }

// at is the reference's path of a field inside a message.
func (s scope) at(m member) string {
	parts := s.path
	if m.oneof != "" {
		parts = append(slices.Clone(parts), m.oneof)
	}
	return referencePath(append(slices.Clone(parts), strconv.Itoa(int(m.number)))...)
}
