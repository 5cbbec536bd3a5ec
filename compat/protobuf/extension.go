package protobuf

import (
	"fmt"
	"strings"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// groups compares a member with another of which at least one is a group. The reference registry does not look at
// groups at all.
func (c *checker) groups(d difference, w, r fieldType) {
	if w.kind == groupKind && r.kind == groupKind {
		c.groupFields(d, w, r)
		c.labels(d, w, r)
		return
	}
	d.code, d.breaks = GroupChanged, rule.Value|rule.Text|rule.Source
	d.message = fmt.Sprintf("field %d is a %s in %s and a %s in %s; neither is read as the other",
		d.number, kindNames[w.kind], c.writerWord(), kindNames[r.kind], c.readerWord())
	d.fix = newNumber
	c.report(d)
}

// groupFields weighs the contents of two groups.
func (c *checker) groupFields(d difference, w, r fieldType) {
	if w.def == nil || r.def == nil || w.def.Group == nil || r.def.Group == nil {
		return
	}
	weight := c.silently(func() {
		c.members(scope{c.writer, w.def.Name, []string{w.name}}, scope{c.reader, r.def.Name, []string{r.name}},
			&syntax.Message{Name: w.name, Fields: w.def.Group.Fields}, &syntax.Message{Name: r.name, Fields: r.def.Group.Fields})
	})
	if weight.breaks == 0 {
		return
	}
	d.code, d.breaks = GroupChanged, weight.breaks
	d.message = fmt.Sprintf("the fields of the group %s differ in what breaks readers", w.name)
	d.fix = rule.Fix{Text: "change the fields of a group by the rules for those of a message"}
	c.report(d)
}

// extensions compares the fields of top-level extend blocks by the message that they extend and their number. The
// reference registry does not look at them.
func (c *checker) extensions(w, r *syntax.File) {
	ws, rs := scope{c.writer, w.Package, nil}, scope{c.reader, r.Package, nil}
	readers := map[string]map[int32]member{}
	for _, e := range r.Extends {
		name := rs.extendee(e)
		if readers[name] == nil {
			readers[name] = map[int32]member{}
		}
		for _, f := range e.Fields {
			readers[name][f.Number] = rs.member("", f)
		}
	}
	for _, e := range w.Extends {
		name := ws.extendee(e)
		for _, f := range e.Fields {
			if other, both := readers[name][f.Number]; both {
				c.extension(ws, rs, name, ws.member("", f), other)
			}
		}
	}
}

// extendee is the message that a block extends, by the best name there is.
func (s scope) extendee(e *syntax.Extend) string {
	if d := s.schema.Resolve(s.name, e.Name); d != nil {
		return d.Name
	}
	return strings.TrimPrefix(e.Name, ".")
}

func (c *checker) extension(w, r scope, extendee string, m, other member) {
	breaks := c.silently(func() { c.field(fields{w: w, r: r}, m, other) }).breaks
	if breaks&(rule.Wire|rule.Value) == 0 {
		return
	}
	c.report(difference{
		code: ExtensionChanged, breaks: breaks, writer: m.side, reader: other.side,
		message: fmt.Sprintf("the extension %d of %s is %s in %s and %s in %s", m.number, extendee, m.side.text, c.writerWord(), other.side.text, c.readerWord()),
		fix:     newNumber, scope: extendee, number: m.number,
	})
}
