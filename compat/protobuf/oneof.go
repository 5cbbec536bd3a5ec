package protobuf

import (
	"fmt"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// oneofFieldRemoved reports a member that the reader does not have while its oneof lives on.
func (c *checker) oneofFieldRemoved(f fields, m member) {
	w, r := f.w, f.r
	d := difference{
		code: OneofFieldRemoved, breaks: rule.Text | rule.Source,
		reference: "ONEOF_FIELD_REMOVED", at: w.at(m),
		writer: m.side, reader: side{place: rule.Place{Path: r.local(m.name)}},
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
			breaks:  rule.Value | rule.Text | rule.Source,
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
