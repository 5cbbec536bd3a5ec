package protobuf

import (
	"fmt"
	"slices"

	"github.com/concord-registry/concord/compat/rule"
)

// The codes of names of fields.
const (
	FieldRenamed         rule.Code = "ProtobufFieldRenamed"
	FieldJSONNameChanged rule.Code = "ProtobufFieldJSONNameChanged"
	FieldJSONNameTaken   rule.Code = "ProtobufFieldJSONNameTaken"
)

var fieldRenamed = rule.Rule{
	Code:   FieldRenamed,
	Title:  "A field should keep its name",
	Why:    "The wire knows numbers only; JSON and generated code know names.",
	Breaks: rule.JSON | rule.Source,
	Buf:    named(slices.Concat(bufAboutTypes, bufAboutNames)),
	Old: `syntax = "proto3";
message M { string s = 1; }
`,
	New: `syntax = "proto3";
message M { string t = 1; }
`,
}

var fieldJSONNameChanged = rule.Rule{
	Code:   FieldJSONNameChanged,
	Title:  "A field should keep its name in JSON",
	Why:    "JSON readers look for the name that they know; the wire knows numbers only.",
	Breaks: rule.JSON,
	Buf:    named([]bufRule{fieldSameJSONName}),
	Old: `syntax = "proto3";
message M { int32 n = 1; }
`,
	New: `syntax = "proto3";
message M { int32 n = 1 [json_name = "count"]; }
`,
}

var fieldJSONNameTaken = rule.Rule{
	Code:   FieldJSONNameTaken,
	Title:  "Two fields may not have one name in JSON",
	Why:    "JSON readers take one field for the other. Names that differ in underscores only spell alike in JSON.",
	Breaks: rule.JSON | rule.Source,
	Old: `syntax = "proto3";
message M { int32 item_count = 1; }
`,
	New: `syntax = "proto3";
message M { int32 item_count = 1; int32 itemCount = 2; }
`,
}

// bufNames are the rules about names that a field offends under another one. The entries of a map are named after it.
func bufNames(m, other member, w, r fieldType) []bufRule {
	var rules []bufRule
	if m.name != other.name {
		rules = append(rules, fieldSameName)
	}
	if m.jsonName() != other.jsonName() && m.extends == "" {
		rules = append(rules, fieldSameJSONName)
	}
	if w.kind == mapKind && r.kind == mapKind {
		rules = append(rules, bufTypes(w, r)...)
	}
	return rules
}

// names compares the names of a field, in the text and in JSON.
func (c *checker) names(f fields, d difference, m, other member, broken []bufRule) {
	d.buf = broken
	elsewhere, named := f.readerNames[m.name]
	switch {
	case m.name == other.name && m.jsonName() == other.jsonName():
	case m.name == other.name:
		c.jsonNameChanged(d, m, other)
	case named && elsewhere.number != m.number:
		c.renumbered(d, m, elsewhere)
	default:
		c.renamed(d, m, other)
	}
}

// jsonNameChanged reports a field that JSON alone spells otherwise.
func (c *checker) jsonNameChanged(d difference, m, other member) {
	d.code, d.breaks = FieldJSONNameChanged, rule.JSON
	d.writer.text, d.reader.text = m.jsonName(), other.jsonName()
	d.message = fmt.Sprintf("field %d is called %q in the JSON of %s and %q in that of %s", d.number, m.jsonName(), c.writerWord(), other.jsonName(), c.readerWord())
	d.fix = rule.Fix{Text: fmt.Sprintf("give json_name = %q", m.jsonName())}
	c.report(d)
}

// renamed reports another name under the same number, which JSON and code see.
func (c *checker) renamed(d difference, m, other member) {
	d.code, d.breaks = FieldRenamed, rule.Source
	if m.jsonName() != other.jsonName() {
		d.breaks |= rule.JSON
	}
	d.writer.text, d.reader.text = m.name, other.name
	d.message = fmt.Sprintf("field %d is called %s in %s and %s in %s", d.number, m.name, c.writerWord(), other.name, c.readerWord())
	d.fix = rule.Fix{Text: fmt.Sprintf("keep the name, or give json_name = %q", m.jsonName())}
	c.report(d)
}

// jsonNamesTaken reports fields of the new schema, new there or under a new name, whose name in JSON another field has.
// Compilers of proto3 refuse such a file, those of proto2 warn, and the reference registry takes it.
func (c *checker) jsonNamesTaken(f fields) {
	if c.dir == rule.Forward {
		return
	}
	var names map[string]member
	for _, m := range f.readers {
		was, known := f.inWriter[m.number]
		if known && was.name == m.name && was.jsonOption() == m.jsonOption() {
			continue
		}
		if names == nil {
			names = f.jsonNames()
		}
		first := names[m.jsonName()]
		if first.number == m.number {
			continue
		}
		c.report(difference{
			code: FieldJSONNameTaken, breaks: rule.JSON | rule.Source,
			writer:  side{place: rule.Place{Path: f.w.local(m.name)}},
			reader:  m.side,
			message: fmt.Sprintf("JSON knows the fields %s and %s by one name, %q, and compilers may refuse the file", first.name, m.name, m.jsonName()),
			fix:     rule.Fix{Text: "choose another name, or give json_name"},
			scope:   f.r.local(""), number: m.number,
		})
	}
}

// jsonNames finds the reader's fields by name in JSON: of several those that the writer has, and of these the first.
func (f fields) jsonNames() map[string]member {
	names := map[string]member{}
	for _, known := range []bool{true, false} {
		for _, m := range f.readers {
			if _, both := f.inWriter[m.number]; both != known {
				continue
			}
			if _, taken := names[m.jsonName()]; !taken {
				names[m.jsonName()] = m
			}
		}
	}
	return names
}
