package protobuf

import (
	"fmt"
	"slices"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// GroupChanged is the code of groups.
const GroupChanged rule.Code = "ProtobufGroupChanged"

var groupChanged = rule.Rule{
	Code:   GroupChanged,
	Title:  "A group may change only by the rules of messages",
	Why:    "A group is framed unlike any other field, and its fields are read like those of a message.",
	Breaks: rule.Value | rule.JSON | rule.Source,
	Buf:    named(slices.Concat(bufAboutTypes, bufAboutLabels)),
	Old: `syntax = "proto2";
message M { optional group G = 1 { optional string s = 1; } }
`,
	New: `syntax = "proto2";
message M { optional string g = 1; }
`,
}

// groups compares a member with another of which at least one is a group. The reference registry does not look at
// groups at all.
func (c *checker) groups(d difference, labels []bufRule, w, r fieldType) {
	if w.kind == groupKind && r.kind == groupKind {
		c.groupFields(d, w, r)
		d.buf = labels
		c.labels(d, w, r)
		return
	}
	d.code, d.breaks = GroupChanged, rule.Value|rule.JSON|rule.Source
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
		c.members(definitionScope(c.writer, w.def), definitionScope(c.reader, r.def),
			&syntax.Message{Name: w.name, Fields: w.def.Group.Fields}, &syntax.Message{Name: r.name, Fields: r.def.Group.Fields})
	})
	if weight.breaks == 0 && len(weight.buf) == 0 && len(d.buf) == 0 {
		return
	}
	d.code, d.breaks, d.buf = GroupChanged, weight.breaks, append(d.buf, weight.buf...)
	d.message = fmt.Sprintf("the fields of the group %s differ in what breaks readers", w.name)
	d.fix = rule.Fix{Text: "change the fields of a group by the rules for those of a message"}
	c.report(d)
	c.inside(d, w, r, weight.inner)
}
