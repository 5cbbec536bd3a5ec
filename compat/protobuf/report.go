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
	scope          string
	number         int32
	// inside says that the place is inside of the type of a field.
	inside bool
}

// side is what stands in one of the two schemas.
type side struct {
	place rule.Place
	text  string
}

// report adds a finding, or only weighs it while comparing silently.
func (c *checker) report(d difference) {
	if c.dir == rule.Forward || c.unpaired && d.code != PackageChanged {
		d.buf = nil
	}
	if c.silent > 0 {
		c.weight.add(d)
		return
	}
	old, new := rule.Roles(c.dir, d.reader, d.writer)
	if c.dir == rule.Backward {
		old, new = d.writer, d.reader
	}
	f := rule.Finding{
		Code:      d.code,
		Direction: c.dir,
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
	c.found = append(c.found, found{f, d.scope, d.number, d.inside})
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
	if c.dir == rule.Forward {
		return "the old schema"
	}
	return "the new schema"
}

func (c *checker) writerWord() string {
	if c.dir == rule.Forward {
		return "the new schema"
	}
	return "the old schema"
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
