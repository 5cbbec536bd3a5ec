package protobuf

import (
	"fmt"
	"slices"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// The codes of oneofs.
const (
	OneofFieldRemoved  rule.Code = "ProtobufOneofFieldRemoved"
	FieldsMovedToOneof rule.Code = "ProtobufFieldsMovedToOneof"
	FieldMovedToOneof  rule.Code = "ProtobufFieldMovedToExistingOneof"
	FieldOneofChanged  rule.Code = "ProtobufFieldOneofChanged"
	OneofRemoved       rule.Code = "ProtobufOneofRemoved"
)

var oneofFieldRemoved = rule.Rule{
	Code:        OneofFieldRemoved,
	Title:       "A member of a oneof may not be removed while the oneof lives on",
	Why:         "Data that set it are read as if none were set.",
	Breaks:      rule.Value | rule.JSON | rule.Source,
	Differences: []string{"ONEOF_FIELD_REMOVED"},
	Buf:         named(bufAboutRemoval),
	Old: `syntax = "proto3";
message M { oneof o { string s = 1; string t = 2; } }
`,
	New: `syntax = "proto3";
message M { oneof o { string s = 1; } }
`,
}

var fieldsMovedToOneof = rule.Rule{
	Code:        FieldsMovedToOneof,
	Title:       "Several fields may not move into one oneof",
	Why:         "Data may hold them together; only the last is kept.",
	Breaks:      rule.Value | rule.JSON | rule.Source,
	Differences: []string{"MULTIPLE_FIELDS_MOVED_TO_ONEOF"},
	Old: `syntax = "proto3";
message M { string s = 1; string t = 2; }
`,
	New: `syntax = "proto3";
message M { oneof o { string s = 1; string t = 2; } }
`,
}

var fieldMovedToOneof = rule.Rule{
	Code:        FieldMovedToOneof,
	Title:       "A field may not move into a oneof that holds others",
	Why:         "Data may hold it together with one of the others; only the last is kept.",
	Breaks:      rule.Value | rule.JSON | rule.Source,
	Differences: []string{"FIELD_MOVED_TO_EXISTING_ONEOF"},
	Old: `syntax = "proto3";
message M { string s = 1; oneof o { string t = 2; } }
`,
	New: `syntax = "proto3";
message M { oneof o { string s = 1; string t = 2; } }
`,
}

var fieldOneofChanged = rule.Rule{
	Code:   FieldOneofChanged,
	Title:  "A field should stay in its oneof, or outside of all",
	Why:    "Generated code reaches the members of a oneof in a way of their own.",
	Breaks: rule.Source,
	Buf:    named(slices.Concat(bufAboutLabels, []bufRule{fieldSameOneof})),
	Old: `syntax = "proto3";
message M { string s = 1; }
`,
	New: `syntax = "proto3";
message M { oneof o { string s = 1; } }
`,
}

var oneofRemoved = rule.Rule{
	Code:   OneofRemoved,
	Title:  "A oneof should stay, under its name",
	Why:    "The wire knows nothing of it; code asks it which member is set.",
	Breaks: rule.Source,
	Buf:    named([]bufRule{oneofNoDelete}),
	Old: `syntax = "proto3";
message M { oneof o { string s = 1; } }
`,
	New: `syntax = "proto3";
message M { string s = 1; }
`,
}

// oneofFieldRemoved reports a member that the reader does not have while its oneof lives on.
func (c *checker) oneofFieldRemoved(f fields, m member) {
	w, r := f.w, f.r
	d := difference{
		code: OneofFieldRemoved, breaks: rule.JSON | rule.Source,
		reference: "ONEOF_FIELD_REMOVED", at: w.at(m),
		writer: m.side, reader: side{place: rule.Place{Path: r.local(m.name)}}, buf: f.bufRemoved(m),
		message: fmt.Sprintf("%s has no member %s = %d in the oneof %s; data that set it are read as if none were set", c.readerWord(), m.name, m.number, m.oneof),
		scope:   w.local(""), number: m.number,
	}
	if other, named := f.readerNames[m.name]; named {
		d.breaks |= rule.Value
		d.message = fmt.Sprintf("%s has number %d in %s and %d in %s, so its value is not found", m.name, m.number, c.writerWord(), other.number, c.readerWord())
	}
	if c.dir == rule.Backward {
		d.fix = rule.Fix{Text: fmt.Sprintf("keep %s in the oneof %s; mark it deprecated = true", m.name, m.oneof)}
	} else {
		d.fix = rule.Fix{Text: "add it outside of the oneof, or let readers have it first"}
	}
	c.report(d)
}

// oneofs reports fields that exclude each other in the reader though the writer may set them together.
func (c *checker) oneofs(w, r scope, reader *syntax.Message, inWriter map[int32]member) {
	for _, o := range reader.Oneofs {
		plain, former := c.origins(r, o, inWriter)
		if plain+len(former) < 2 {
			continue
		}
		d := difference{
			code: FieldMovedToOneof, reference: "FIELD_MOVED_TO_EXISTING_ONEOF",
			breaks:  rule.Value | rule.JSON | rule.Source,
			at:      referencePath(append(r.path[:len(r.path):len(r.path)], o.Name)...),
			writer:  side{place: rule.Place{Path: w.local(o.Name)}},
			reader:  side{r.place(o.Name, o.At), "oneof " + o.Name},
			message: fmt.Sprintf("members of the oneof %s may be set together in data of %s; %s keeps the last of them only", o.Name, c.writerWord(), c.readerWord()),
			fix:     rule.Fix{Text: "leave the fields where they were; a oneof may take in one field that stood alone"},
			scope:   r.local(""),
		}
		if plain >= 2 {
			d.code, d.reference = FieldsMovedToOneof, "MULTIPLE_FIELDS_MOVED_TO_ONEOF"
		}
		c.report(d)
	}
}

// origins says where the members of a reader's oneof come from: how many were plain fields, and which oneofs.
func (c *checker) origins(r scope, o *syntax.Oneof, inWriter map[int32]member) (plain int, former map[string]bool) {
	former = map[string]bool{}
	for _, x := range r.add(nil, o.Name, o.Fields, o.Groups) {
		m, known := inWriter[x.number]
		switch {
		case !known:
		case m.oneof == "":
			plain++
		default:
			former[m.oneof] = true
		}
	}
	return plain, former
}

// oneofChanged reports a field that is in another oneof, or was in none, or is in none. What that breaks on the wire is
// reported of the oneof.
func (c *checker) oneofChanged(d difference, m, other member, w, r fieldType) {
	if m.oneof == other.oneof || c.dir == rule.Forward {
		return
	}
	d.code, d.breaks, d.buf = FieldOneofChanged, rule.Source, []bufRule{fieldSameOneof}
	if m.oneof == "" || other.oneof == "" {
		d.buf = append(d.buf, bufLabels(w, r)...)
	}
	d.writer.text, d.reader.text = inOneof(m), inOneof(other)
	d.message = fmt.Sprintf("field %d is %s in the old schema and %s in the new one", d.number, d.writer.text, d.reader.text)
	d.fix = rule.Fix{Text: "leave the field where it was"}
	c.report(d)
}

func inOneof(m member) string {
	if m.oneof == "" {
		return "in no oneof"
	}
	return "in the oneof " + m.oneof
}

// oneofsGone reports oneofs of the old schema that the new one does not have by name, which code may use.
func (c *checker) oneofsGone(w, r scope, writer, reader *syntax.Message) {
	if c.dir == rule.Forward || len(writer.Oneofs) == 0 {
		return
	}
	names := map[string]bool{}
	for _, o := range reader.Oneofs {
		names[o.Name] = true
	}
	for _, o := range writer.Oneofs {
		if names[o.Name] {
			continue
		}
		c.report(difference{
			code: OneofRemoved, breaks: rule.Source, buf: []bufRule{oneofNoDelete},
			writer:  side{w.place(o.Name, o.At), "oneof " + o.Name},
			reader:  side{place: rule.Place{Path: r.local(o.Name)}},
			message: fmt.Sprintf("the new schema has no oneof %s, which code may use", w.local(o.Name)),
			fix:     rule.Fix{Text: "keep the oneof and its name"},
			scope:   w.local(""),
		})
	}
}
