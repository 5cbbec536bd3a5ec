package protobuf

import (
	"fmt"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

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

// types compares two types and reports whether labels remain to be compared.
func (c *checker) types(d difference, w, r fieldType) bool {
	if sort(w.kind) != sort(r.kind) {
		c.kindChanged(d, w, r)
		return false
	}
	switch w.kind {
	case mapKind:
		c.part(d, *w.key, *r.key)
		c.part(d, *w.value, *r.value)
		return false
	case messageKind:
		c.namedTypes(d, w, r)
		return true
	}
	return c.scalars(d, w, r)
}

// part compares the keys or the values of two maps, which are fields without a label.
func (c *checker) part(d difference, w, r fieldType) {
	d.buf = bufTypes(w, r)
	was, single := w.unwritten(member{})
	if is, both := r.unwritten(member{}); single && both && was != is {
		d.buf = append(d.buf, fieldSameDefault)
	}
	c.types(d, w, r)
}

// sort is the kind as the reference registry tells kinds apart: enums are scalars.
func sort(k kind) kind {
	if k == enumKind {
		return scalarKind
	}
	return k
}

var kindNames = map[kind]string{scalarKind: "scalar", enumKind: "enum", mapKind: "map", messageKind: "message", groupKind: "group"}

// kindChanged reports a scalar, a map and a message in each other's place.
func (c *checker) kindChanged(d difference, w, r fieldType) {
	d.code, d.reference = FieldKindChanged, "FIELD_KIND_CHANGED"
	d.breaks = rule.Value | rule.Text | rule.Source
	intoMessage := r.kind == messageKind || r.kind == mapKind
	fromScalar := w.kind == scalarKind || w.kind == enumKind
	if w.writtenAs() == length && (intoMessage && fromScalar || r.scalar == "string") {
		d.breaks |= rule.Wire
	}
	d.message = fmt.Sprintf("field %d is a %s in %s and a %s in %s; neither is read as the other",
		d.number, kindNames[w.kind], c.writerWord(), kindNames[r.kind], c.readerWord())
	d.fix = newNumber
	c.report(d)
}

var newNumber = rule.Fix{Text: "keep the type, and add a field with a new number for the other one"}

// namedTypes compares fields whose types are messages. Types with a definition in both files are compared where they
// stand, so here only the name counts; what comes by reference, or is bundled on one side only, is compared now. The
// reference registry does not look into bundled types.
func (c *checker) namedTypes(d difference, w, r fieldType) {
	renamed := w.name != r.name
	if !renamed && !fromReference(w) && !fromReference(r) && bundled(w) == bundled(r) {
		return
	}
	weight := c.weigh(w, r)
	d.code, d.breaks = FieldNamedTypeChanged, weight.breaks|rule.Source
	if !renamed {
		d.buf = append(d.buf, weight.buf...)
	}
	if renamed && (bundled(w) || bundled(r)) {
		d.breaks |= rule.Value | rule.Text // a timestamp is no duration, though both hold seconds and nanos
	}
	switch {
	case renamed || weight.refused && !bundled(w) && !bundled(r):
		d.reference = "FIELD_NAMED_TYPE_CHANGED"
	case weight.breaks&(rule.Wire|rule.Value) == 0 && (len(d.buf) == 0 || c.dir == rule.Forward):
		return
	}
	d.message = fmt.Sprintf("field %d holds a %s in %s and a %s in %s", d.number, w.name, c.writerWord(), r.name, c.readerWord())
	if !renamed {
		d.message = fmt.Sprintf("field %d holds a %s, whose definitions in the two schemas differ in what breaks readers", d.number, w.name)
	}
	d.fix = newNumber
	c.report(d)
	c.inside(d, w, r, weight.inner)
}

// bundled reports whether the type is one of those that need no reference.
func bundled(t fieldType) bool { return t.def != nil && t.def.Bundled }

// fromReference reports whether the type stands in a referenced schema.
func fromReference(t fieldType) bool {
	return t.def != nil && !t.def.Bundled && !t.def.Origin.Local()
}

// scalars compares scalar and enum types and reports whether their labels are to be compared.
func (c *checker) scalars(d difference, w, r fieldType) bool {
	if w.group() != r.group() {
		d.code, d.reference = FieldScalarKindChanged, "FIELD_SCALAR_KIND_CHANGED"
		d.breaks = rule.Value | rule.Text | rule.Source
		switch {
		case w.writtenAs() == length && (r.scalar == "string" || r.repeated && r.packable()):
			d.breaks |= rule.Wire
		case closed(w) && !lists(w, isNotZero) && r.readsZero():
			d.breaks = d.breaks&^rule.Value | labelBreaks(w, r) // the one value is 0, and read as 0 or not at all
		}
		d.message = fmt.Sprintf("field %d is %s in %s and %s in %s, which are encoded differently",
			d.number, w.name, c.writerWord(), r.name, c.readerWord())
		d.fix = newNumber
		c.report(d)
		return false
	}
	c.cast(d, w, r)
	return true
}

// fieldRemoved reports a plain field that the reader does not have: moved to another number, or gone.
func (c *checker) fieldRemoved(f fields, m member) {
	w, r := f.w, f.r
	d := difference{
		writer: m.side, reader: side{place: rule.Place{Path: r.local(m.name)}},
		at: w.at(m), scope: w.local(""), number: m.number, buf: f.bufRemoved(m),
	}
	if m.label == "required" && m.group == nil {
		d.code, d.reference, d.breaks = RequiredFieldRemoved, "REQUIRED_FIELD_REMOVED", rule.Text|rule.Source
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
		d.code, d.reference, d.breaks = FieldAdded, "", rule.Text
		d.message = fmt.Sprintf("the old schema has no field %d; it skips it on the wire and refuses it in JSON unless told to ignore it", m.number)
		c.report(d)
		return
	}
	d.code, d.reference, d.breaks = FieldRemoved, "", rule.Text|rule.Source
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
		code: RequiredFieldAdded, breaks: rule.Wire | rule.Value | rule.Text | rule.Source,
		reference: reference, at: r.at(m), buf: []bufRule{messageSameRequiredFields},
		writer: side{place: rule.Place{Path: w.local(m.name)}}, reader: m.side,
		message: fmt.Sprintf("field %d is required in %s and unknown to %s, whose data therefore do not parse", m.number, c.readerWord(), c.writerWord()),
		fix:     rule.Fix{Text: fmt.Sprintf("declare %s optional", m.name)},
		scope:   r.local(""), number: m.number,
	})
}
