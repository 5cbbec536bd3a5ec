package protobuf

import (
	"fmt"
	"strconv"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

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

// values compares the constants of an enum by number.
func (c *checker) values(w, r scope, e, other *syntax.Enum) {
	names, alias, reserved := namesByNumber(other), aliases(e), newReservation(other.Reserved)
	numbers := map[string]int32{}
	for _, v := range other.Values {
		numbers[v.Name] = v.Number
	}
	for _, v := range e.Values {
		if names[v.Number][v.Name] {
			continue
		}
		d := difference{
			writer: side{w.inner(e.Name).place(v.Name, v.At), v.Name + " = " + strconv.Itoa(int(v.Number))},
			reader: side{place: rule.Place{Path: r.inner(e.Name).local(v.Name)}},
			scope:  w.local(e.Name), number: v.Number, buf: []bufRule{enumValueSameName},
		}
		if len(names[v.Number]) == 0 {
			d.buf = reserved.bufValueRemoved(v)
		}
		number, named := numbers[v.Name]
		switch {
		case named:
			d.reader.text = v.Name + " = " + strconv.Itoa(int(number))
			d.code, d.breaks = EnumValueRenumbered, rule.Value
			d.message = fmt.Sprintf("%s is %d in %s and %d in %s, so numbers mean other names", v.Name, v.Number, c.writerWord(), number, c.readerWord())
			d.fix = rule.Fix{Text: fmt.Sprintf("give %s the number %d again", v.Name, v.Number)}
			c.report(d)
		case len(names[v.Number]) > 0 && alias[v] && c.dir == rule.Forward:
			// the old schema lacks a second name, which nothing writes
		case len(names[v.Number]) > 0:
			d.code, d.breaks = EnumValueRenamed, rule.Text|rule.Source
			d.message = fmt.Sprintf("the value %d of %s is not called %s in %s", v.Number, w.local(e.Name), v.Name, c.readerWord())
			d.fix = rule.Fix{Text: "keep the name; with allow_alias both names may stand"}
			c.report(d)
		default:
			c.valueUnknown(d, v, r.features.closed)
		}
	}
}

// valueUnknown reports a value that the reader's enum does not list.
func (c *checker) valueUnknown(d difference, v *syntax.EnumValue, closed bool) {
	d.code, d.breaks = EnumValueUnknown, rule.Text
	d.message = fmt.Sprintf("%s does not know the value %s = %d", c.readerWord(), v.Name, v.Number)
	if closed {
		d.breaks |= rule.Value
		d.message += ", and a closed enum drops what it does not know"
	}
	if c.dir == rule.Backward {
		d.breaks |= rule.Source
		d.fix = rule.Fix{Text: fmt.Sprintf("keep %s; mark it deprecated = true", v.Name)}
	} else {
		d.fix = rule.Fix{Text: "let readers have the value before writers send it"}
	}
	c.report(d)
}

// enumClosed reports an open enum that is read as a closed one.
func (c *checker) enumClosed(w, r scope, e, other *syntax.Enum) {
	if w.features.closed || !r.features.closed {
		return
	}
	c.report(difference{
		code: EnumClosed, breaks: rule.Value | rule.Text,
		writer:  side{w.place(e.Name, e.At), "open enum " + e.Name},
		reader:  side{r.place(other.Name, other.At), "closed enum " + e.Name},
		message: fmt.Sprintf("%s takes any number for %s, and %s drops those that it does not list", c.writerWord(), w.local(e.Name), c.readerWord()),
		fix:     rule.Fix{Text: "keep the syntax of the file that declares the enum"},
		scope:   w.local(e.Name),
	})
}

// bufValueRemoved are the rules that a value offends whose number is gone.
func (r reservation) bufValueRemoved(v *syntax.EnumValue) []bufRule {
	rules := []bufRule{enumValueNoDelete}
	if !r.names[v.Name] {
		rules = append(rules, enumValueNoDeleteNameReserved)
	}
	if !r.number(v.Number) {
		rules = append(rules, enumValueNoDeleteNumberReserved)
	}
	return rules
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
			breaks |= rule.Value | rule.Text
		default:
			breaks |= rule.Text
		}
	}
	return breaks
}

// namesByNumber are the names of an enum's numbers; with aliases there are several.
func namesByNumber(e *syntax.Enum) map[int32]map[string]bool {
	names := map[int32]map[string]bool{}
	for _, v := range e.Values {
		if names[v.Number] == nil {
			names[v.Number] = map[string]bool{}
		}
		names[v.Number][v.Name] = true
	}
	return names
}

// aliases are the values of e that only add a name: their number has an earlier one.
func aliases(e *syntax.Enum) map[*syntax.EnumValue]bool {
	seen := map[int32]bool{}
	out := map[*syntax.EnumValue]bool{}
	for _, v := range e.Values {
		if seen[v.Number] {
			out[v] = true
		}
		seen[v.Number] = true
	}
	return out
}
