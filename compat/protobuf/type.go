package protobuf

import (
	"fmt"
	"slices"

	"github.com/concord-registry/concord/compat/rule"
)

// The codes of the types of fields.
const (
	FieldKindChanged       rule.Code = "ProtobufFieldKindChanged"
	FieldScalarKindChanged rule.Code = "ProtobufFieldScalarKindChanged"
	FieldNamedTypeChanged  rule.Code = "ProtobufFieldNamedTypeChanged"
)

var fieldKindChanged = rule.Rule{
	Code:        FieldKindChanged,
	Title:       "A scalar, a map and a message may not take each other's place",
	Why:         "They are framed or filled differently, so old values are lost or do not parse.",
	Breaks:      rule.Wire | rule.Value | rule.JSON | rule.Source,
	Differences: []string{"FIELD_KIND_CHANGED"},
	Buf:         named(slices.Concat(bufAboutTypes, bufAboutLabels, []bufRule{fieldSameDefault})),
	Old: `syntax = "proto3";
message M { string s = 1; }
message N { }
`,
	New: `syntax = "proto3";
message M { N s = 1; }
message N { }
`,
}

var fieldScalarKindChanged = rule.Rule{
	Code:        FieldScalarKindChanged,
	Title:       "A scalar may not change to one of another wire group",
	Why:         "The groups are encoded differently, so values are lost or read as other values.",
	Breaks:      rule.Wire | rule.Value | rule.JSON | rule.Source,
	Differences: []string{"FIELD_SCALAR_KIND_CHANGED"},
	Buf:         named(slices.Concat(bufAboutTypes, bufAboutLabels, []bufRule{fieldSameDefault})),
	Old: `syntax = "proto3";
message M { int32 n = 1; }
`,
	New: `syntax = "proto3";
message M { sint32 n = 1; }
`,
}

var fieldNamedTypeChanged = rule.Rule{
	Code:        FieldNamedTypeChanged,
	Title:       "A field may not change to another message",
	Why:         "The bytes of one message are read as another one.",
	Breaks:      rule.Wire | rule.Value | rule.JSON | rule.Source,
	Differences: []string{"FIELD_NAMED_TYPE_CHANGED"},
	Buf:         named(bufAboutTypes),
	Old: `syntax = "proto3";
message M { A a = 1; }
message A { string s = 1; }
message B { int32 n = 1; }
`,
	New: `syntax = "proto3";
message M { B a = 1; }
message A { string s = 1; }
message B { int32 n = 1; }
`,
}

// shape compares the types and the labels of a field. Findings carry the rules of buf about both; where types are equal
// enough for labels to be compared on their own, those about labels go with them.
func (c *checker) shape(d difference, w, r fieldType) {
	types, labels := bufTypes(w, r), bufLabels(w, r)
	d.buf = types
	if !comparable(w, r) {
		d.buf = slices.Concat(types, labels)
	}
	if w.kind == groupKind || r.kind == groupKind {
		c.groups(d, labels, w, r)
		return
	}
	if c.types(d, w, r) {
		d.buf = labels
		c.labels(d, w, r)
	}
}

// comparable reports whether labels are compared on their own.
func comparable(w, r fieldType) bool {
	if sort(w.kind) != sort(r.kind) {
		return false
	}
	return w.kind != scalarKind && w.kind != enumKind || w.group() == r.group()
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
	d.breaks = rule.Value | rule.JSON | rule.Source
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

// scalars compares scalar and enum types and reports whether their labels are to be compared.
func (c *checker) scalars(d difference, w, r fieldType) bool {
	if w.group() != r.group() {
		d.code, d.reference = FieldScalarKindChanged, "FIELD_SCALAR_KIND_CHANGED"
		d.breaks = rule.Value | rule.JSON | rule.Source
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
		d.breaks |= rule.Value | rule.JSON // a timestamp is no duration, though both hold seconds and nanos
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

// The groups of scalar types within which buf lets a type change. What is not here stands alone.
var (
	bufWireGroups = map[string]string{
		"int64": "int32", "uint32": "int32", "uint64": "int32", "bool": "int32", "sint64": "sint32",
		"sfixed32": "fixed32", "sfixed64": "fixed64",
	}
	bufWireJSONGroups = map[string]string{"uint32": "int32", "uint64": "int64", "sfixed32": "fixed32", "sfixed64": "fixed64"}
)

// bufKind is the kind of a type as buf tells kinds apart: a map is a list of messages.
func (t fieldType) bufKind() string {
	switch t.kind {
	case scalarKind:
		return t.scalar
	case mapKind:
		return kindNames[messageKind]
	}
	return kindNames[t.kind]
}

// bufTypes are the rules about types that reading w's type as r's offends.
func bufTypes(w, r fieldType) []bufRule {
	was, is := w.bufKind(), r.bufKind()
	if was != is {
		rules := []bufRule{fieldSameType}
		if bufGroup(bufWireGroups, was) != bufGroup(bufWireGroups, is) && !(was == "string" && is == "bytes") {
			rules = append(rules, fieldWireType)
		}
		if bufGroup(bufWireJSONGroups, was) != bufGroup(bufWireJSONGroups, is) {
			rules = append(rules, fieldWireJSONType)
		}
		return rules
	}
	switch {
	case w.full == r.full:
		return nil
	case w.kind == enumKind && contains(r, w):
		return []bufRule{fieldSameType}
	}
	return []bufRule{fieldSameType, fieldWireType, fieldWireJSONType}
}

func bufGroup(groups map[string]string, kind string) string {
	if group := groups[kind]; group != "" {
		return group
	}
	return kind
}

// contains reports whether two enums have one short name, and the first has all values of the second.
func contains(all, some fieldType) bool {
	if all.def == nil || some.def == nil || all.def.Enum.Name != some.def.Enum.Name {
		return false
	}
	numbers := map[string]int32{}
	for _, v := range all.def.Enum.Values {
		numbers[v.Name] = v.Number
	}
	for _, v := range some.def.Enum.Values {
		if n, known := numbers[v.Name]; !known || n != v.Number {
			return false
		}
	}
	return true
}
