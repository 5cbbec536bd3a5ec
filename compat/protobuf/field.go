package protobuf

import (
	"fmt"
	"slices"
	"strings"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// The codes of fields that come, go or change their number.
const (
	RequiredFieldAdded   rule.Code = "ProtobufRequiredFieldAdded"
	RequiredFieldRemoved rule.Code = "ProtobufRequiredFieldRemoved"
	FieldRemoved         rule.Code = "ProtobufFieldRemoved"
	FieldAdded           rule.Code = "ProtobufFieldAdded"
	FieldRenumbered      rule.Code = "ProtobufFieldRenumbered"
)

var requiredFieldAdded = rule.Rule{
	Code:        RequiredFieldAdded,
	Title:       "A required field may not be added",
	Why:         "Data of writers that do not know it do not parse.",
	Breaks:      rule.Wire | rule.Value | rule.JSON | rule.Source,
	Differences: []string{"REQUIRED_FIELD_ADDED"},
	Buf:         named([]bufRule{messageSameRequiredFields}),
	Old: `syntax = "proto2";
message M { optional string s = 1; }
`,
	New: `syntax = "proto2";
message M { optional string s = 1; required string t = 2; }
`,
}

var requiredFieldRemoved = rule.Rule{
	Code:        RequiredFieldRemoved,
	Title:       "A required field may not be removed",
	Why:         "Readers that still require it cannot read what is written without it.",
	Breaks:      rule.JSON | rule.Source,
	Differences: []string{"REQUIRED_FIELD_REMOVED"},
	Buf:         named(bufAboutRemoval),
	Old: `syntax = "proto2";
message M { required string s = 1; }
`,
	New: `syntax = "proto2";
message M {  }
`,
}

var fieldRemoved = rule.Rule{
	Code:   FieldRemoved,
	Title:  "A field that goes should leave its number reserved",
	Why:    "Binary readers skip it; JSON readers refuse it unless told to ignore it, and a later field may take its number.",
	Breaks: rule.JSON | rule.Source,
	Buf:    named(bufAboutRemoval),
	Old: `syntax = "proto3";
message M { string s = 1; string t = 2; }
`,
	New: `syntax = "proto3";
message M { string s = 1; }
`,
}

var fieldAdded = rule.Rule{
	Code:   FieldAdded,
	Title:  "A field that only the writer has is skipped",
	Why:    "Binary readers skip it; JSON readers refuse it unless told to ignore it.",
	Breaks: rule.JSON,
	Old: `syntax = "proto3";
message M { string s = 1; }
`,
	New: `syntax = "proto3";
message M { string s = 1; string t = 2; }
`,
}

var fieldRenumbered = rule.Rule{
	Code:   FieldRenumbered,
	Title:  "A field may not change its number",
	Why:    "The wire knows numbers only: the value is not found under the new one.",
	Breaks: rule.Value | rule.Source,
	Buf:    named(slices.Concat(bufAboutTypes, bufAboutRemoval, bufAboutNames)),
	Old: `syntax = "proto3";
message M { string s = 1; }
`,
	New: `syntax = "proto3";
message M { string s = 2; }
`,
}

// fields are the fields of two messages of one name.
type fields struct {
	w, r               scope
	writers, readers   []member
	inWriter, inReader map[int32]member
	// readerNames finds the reader's fields by name.
	readerNames map[string]member
	// oneofs are the names of the writer's oneofs that live on in the reader: by name, or by a member.
	oneofs map[string]bool
	// reserved is what the reader reserves.
	reserved reservation
}

func newFields(w, r scope, writer, reader *syntax.Message) fields {
	f := fields{
		w: w, r: r, writers: w.members(writer), readers: r.members(reader),
		readerNames: map[string]member{}, oneofs: map[string]bool{}, reserved: newReservation(reader.Reserved),
	}
	f.inWriter, f.inReader = byNumber(f.writers), byNumber(f.readers)
	for _, m := range f.readers {
		f.readerNames[m.name] = m
	}
	for _, o := range reader.Oneofs {
		f.oneofs[o.Name] = true
	}
	for _, m := range f.writers {
		if _, survives := f.inReader[m.number]; survives {
			f.oneofs[m.oneof] = true
		}
	}
	return f
}

// members compares the fields of two messages by number.
func (c *checker) members(w, r scope, writer, reader *syntax.Message) {
	f := newFields(w, r, writer, reader)
	for _, m := range f.writers {
		other, both := f.inReader[m.number]
		switch {
		case both:
			c.field(f, m, other)
		case m.oneof != "" && f.oneofs[m.oneof]:
			c.oneofFieldRemoved(f, m)
		default:
			c.fieldRemoved(f, m)
		}
	}
	for _, m := range f.readers {
		if _, both := f.inWriter[m.number]; !both && m.label == "required" {
			c.requiredAdded(w, r, m)
		}
	}
	c.jsonNamesTaken(f)
	c.oneofs(w, r, reader, f.inWriter)
	c.oneofsGone(w, r, writer, reader)
}

// field compares a field that both sides have.
func (c *checker) field(f fields, m, other member) {
	w, r := f.w, f.r
	wt, rt := w.typeOf(m), r.typeOf(other)
	d := difference{
		writer: m.side, reader: other.side,
		at: r.at(other), scope: w.local(""), number: m.number,
	}
	if m.name != other.name || m.jsonOption() != other.jsonOption() {
		c.names(f, d, m, other, bufNames(m, other, wt, rt))
	}
	c.oneofChanged(d, m, other, wt, rt)
	c.defaults(d, m, other, wt, rt)
	c.memberOptions(d, m, other, wt, rt)
	c.shape(d, wt, rt)
}

// fieldRemoved reports a plain field that the reader does not have: moved to another number, or gone.
func (c *checker) fieldRemoved(f fields, m member) {
	w, r := f.w, f.r
	d := difference{
		writer: m.side, reader: side{place: rule.Place{Path: r.local(m.name)}},
		at: w.at(m), scope: w.local(""), number: m.number, buf: f.bufRemoved(m),
	}
	if m.label == "required" && m.group == nil {
		d.code, d.reference, d.breaks = RequiredFieldRemoved, "REQUIRED_FIELD_REMOVED", rule.JSON|rule.Source
		d.message = fmt.Sprintf("%s has no field %d, which is required in %s; its own data lack it", c.readerWord(), m.number, c.writerWord())
		d.fix = rule.Fix{Text: fmt.Sprintf("keep %s, and make it optional only once every reader is", m.name)}
		c.report(d)
		return
	}
	if other, named := f.readerNames[m.name]; named {
		if _, taken := f.inWriter[other.number]; !taken {
			c.renumbered(d, m, other)
			return
		}
	}
	if c.dir == rule.Forward {
		d.code, d.reference, d.breaks = FieldAdded, "", rule.JSON
		d.message = fmt.Sprintf("the old schema has no field %d; it skips it on the wire and refuses it in JSON unless told to ignore it", m.number)
		c.report(d)
		return
	}
	d.code, d.reference, d.breaks = FieldRemoved, "", rule.JSON|rule.Source
	d.message = fmt.Sprintf("field %d is gone; old data that have it are read without it", m.number)
	d.fix = f.reserve(m)
	c.report(d)
}

// renumbered reports a field that stands under another number.
func (c *checker) renumbered(d difference, m, other member) {
	d.code, d.reference, d.breaks = FieldRenumbered, "", rule.Value|rule.Source
	d.reader = other.side
	d.message = fmt.Sprintf("%s has number %d in %s and %d in %s, so its value is not found", m.name, m.number, c.writerWord(), other.number, c.readerWord())
	d.fix = rule.Fix{Text: fmt.Sprintf("keep the number of %s", m.name)}
	c.report(d)
}

// requiredAdded reports a required field that the writer does not know.
func (c *checker) requiredAdded(w, r scope, m member) {
	reference := "REQUIRED_FIELD_ADDED"
	if m.group != nil {
		reference = "" // the reference registry does not look at groups
	}
	c.report(difference{
		code: RequiredFieldAdded, breaks: rule.Wire | rule.Value | rule.JSON | rule.Source,
		reference: reference, at: r.at(m), buf: []bufRule{messageSameRequiredFields},
		writer: side{place: rule.Place{Path: w.local(m.name)}}, reader: m.side,
		message: fmt.Sprintf("field %d is required in %s and unknown to %s, whose data therefore do not parse", m.number, c.readerWord(), c.writerWord()),
		fix:     rule.Fix{Text: fmt.Sprintf("declare %s optional", m.name)},
		scope:   r.local(""), number: m.number,
	})
}

// bufRemoved are the rules that a field offends which the reader does not have.
func (f fields) bufRemoved(m member) []bufRule {
	rules := []bufRule{fieldNoDelete}
	if !f.reserved.names[m.name] {
		rules = append(rules, fieldNoDeleteNameReserved)
	}
	if !f.reserved.number(m.number) {
		rules = append(rules, fieldNoDeleteNumberReserved)
	}
	if m.label == "required" {
		rules = append(rules, messageSameRequiredFields)
	}
	return rules
}

// reserve advises to reserve the number and the name of a removed field, with the edit where the message has a place in
// the new text.
func (f fields) reserve(m member) rule.Fix {
	if f.reserved.number(m.number) {
		return rule.Fix{}
	}
	line := fmt.Sprintf("reserved %d; reserved %q;", m.number, m.name)
	d := f.r.definition()
	if d == nil || d.Message == nil || !d.Origin.Local() {
		return rule.Fix{Text: "write " + line}
	}
	at := d.Span(syntax.Range{Start: d.Message.Body, End: d.Message.Body})
	indent := strings.Repeat("  ", len(f.r.path))
	return rule.Fix{Text: "write " + line, Edit: &rule.Edit{At: at, Text: "\n" + indent + line}}
}
