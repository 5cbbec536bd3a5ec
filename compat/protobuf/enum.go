package protobuf

import (
	"fmt"
	"slices"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// The codes of enums.
const (
	EnumRemoved       rule.Code = "ProtobufEnumRemoved"
	EnumClosed        rule.Code = "ProtobufEnumClosed"
	FieldEnumReplaced rule.Code = "ProtobufFieldEnumReplaced"
)

var enumRemoved = rule.Rule{
	Code:   EnumRemoved,
	Title:  "An enum that goes breaks code that uses it",
	Why:    "The wire knows numbers only.",
	Breaks: rule.Source,
	Buf:    named([]bufRule{enumNoDelete, packageEnumNoDelete}),
	Old: `syntax = "proto3";
enum E { A = 0; }
`,
	New: `syntax = "proto3";
`,
}

var enumClosed = rule.Rule{
	Code:   EnumClosed,
	Title:  "An open enum may not be read as a closed one",
	Why:    "Writers may put any number into an open enum; a closed one drops those that it does not list.",
	Breaks: rule.Value | rule.JSON,
	Old: `syntax = "proto3";
enum E { A = 0; }
message M { optional E e = 1; }
`,
	New: `syntax = "proto2";
enum E { A = 0; }
message M { optional E e = 1; }
`,
}

var fieldEnumReplaced = rule.Rule{
	Code:   FieldEnumReplaced,
	Title:  "A field should keep its enum",
	Why:    "The same number may mean another thing in another enum.",
	Breaks: rule.Value | rule.JSON | rule.Source,
	Buf:    named(slices.Concat(bufAboutTypes, []bufRule{fieldSameDefault})),
	Old: `syntax = "proto3";
enum E { A = 0; }
enum F { B = 0; }
message M { E e = 1; }
`,
	New: `syntax = "proto3";
enum E { A = 0; }
enum F { B = 0; }
message M { F e = 1; }
`,
}

// enums matches enums by name within their scope and compares their values. The reference registry reports nothing
// about enums.
func (c *checker) enums(w, r scope, writer, reader []*syntax.Enum) {
	byName := make(map[string]*syntax.Enum, len(reader))
	for _, e := range reader {
		byName[e.Name] = e
	}
	for _, e := range writer {
		if other := byName[e.Name]; other != nil {
			c.values(w, r, e, other)
			c.enumClosed(w, r, e, other)
			c.enumWithdrawn(w, r, e, other)
			continue
		}
		c.report(difference{
			code: EnumRemoved, breaks: rule.Source, buf: c.bufEnumRemoved(w, e),
			writer:  side{w.place(e.Name, e.At), "enum " + e.Name},
			reader:  side{place: rule.Place{Path: r.local(e.Name)}},
			message: fmt.Sprintf("%s has no enum %s, which code may use", c.readerWord(), w.local(e.Name)),
			fix:     rule.Fix{Text: "keep the enum"},
			scope:   w.local(e.Name),
		})
	}
}

// enumClosed reports an open enum that is read as a closed one.
func (c *checker) enumClosed(w, r scope, e, other *syntax.Enum) {
	if w.features.closed || !r.features.closed {
		return
	}
	c.report(difference{
		code: EnumClosed, breaks: rule.Value | rule.JSON,
		writer:  side{w.place(e.Name, e.At), "open enum " + e.Name},
		reader:  side{r.place(other.Name, other.At), "closed enum " + e.Name},
		message: fmt.Sprintf("%s takes any number for %s, and %s drops those that it does not list", c.writerWord(), w.local(e.Name), c.readerWord()),
		fix:     rule.Fix{Text: "keep the syntax of the file that declares the enum"},
		scope:   w.local(e.Name),
	})
}

// bufEnumRemoved are the rules that an enum offends which is gone from its file. One that another file of the package has
// is compared with that one.
func (c *checker) bufEnumRemoved(w scope, e *syntax.Enum) []bufRule {
	d := c.reader.Resolve("", "."+w.full(e.Name))
	if d == nil || d.Enum == nil || d.Package != c.writer.Tree().Package {
		return []bufRule{enumNoDelete, packageEnumNoDelete}
	}
	return append(c.bufEnum(w, e, d), enumNoDelete)
}

// bufEnum are the rules that an enum offends which is compared with a definition in any file.
func (c *checker) bufEnum(w scope, e *syntax.Enum, d *protobuf.Definition) []bufRule {
	r := definitionScope(c.reader, d)
	return c.silently(func() {
		c.values(w, r, e, d.Enum)
		c.enumWithdrawn(w, r, e, d.Enum)
	}).buf
}

// enumReplaced compares fields whose types are two enums. Enums of one name are compared where they stand.
func (c *checker) enumReplaced(d difference, w, r fieldType) {
	if w.def == nil || r.def == nil || w.name == r.name && w.def.Origin == r.def.Origin {
		return
	}
	d.code, d.breaks = FieldEnumReplaced, rule.Source
	d.breaks |= enumBreaks(w.def.Enum, r.def.Enum, closed(r))
	if closed(r) && !closed(w) {
		d.breaks |= rule.Value
	}
	if w.full == r.full && c.dir == rule.Backward {
		d.buf = append(d.buf, c.bufEnum(definitionScope(c.writer, w.def), w.def.Enum, r.def)...)
	}
	if w.name == r.name && d.breaks == rule.Source && len(d.buf) == 0 {
		return
	}
	d.message = fmt.Sprintf("field %d holds the enum %s in %s and %s in %s, where numbers may mean other things", d.number, w.name, c.writerWord(), r.name, c.readerWord())
	d.fix = newNumber
	c.report(d)
}

// enumBreaks says what reading w's numbers as r's breaks: a number that means another name changes the value, one
// without a name is lost in JSON, and in a closed enum altogether. Of several names for a number one is enough.
func enumBreaks(w, r *syntax.Enum, closed bool) rule.Axis {
	names := namesByNumber(r)
	agreed := map[int32]bool{}
	for _, v := range w.Values {
		agreed[v.Number] = agreed[v.Number] || names[v.Number][v.Name]
	}
	var breaks rule.Axis
	for _, v := range w.Values {
		switch known := names[v.Number]; {
		case agreed[v.Number]:
		case len(known) > 0 || closed:
			breaks |= rule.Value | rule.JSON
		default:
			breaks |= rule.JSON
		}
	}
	return breaks
}
