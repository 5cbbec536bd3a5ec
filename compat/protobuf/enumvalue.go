package protobuf

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// The codes of the values of enums.
const (
	EnumValueUnknown    rule.Code = "ProtobufEnumValueUnknown"
	EnumValueRenamed    rule.Code = "ProtobufEnumValueRenamed"
	EnumValueRenumbered rule.Code = "ProtobufEnumValueRenumbered"
)

var enumValueUnknown = rule.Rule{
	Code:   EnumValueUnknown,
	Title:  "Readers should know every value of an enum",
	Why:    "A closed enum drops unknown numbers, an open one keeps them without a name, and JSON has names only.",
	Breaks: rule.Value | rule.JSON | rule.Source,
	Buf:    named(bufAboutValues),
	Old: `syntax = "proto2";
enum E { A = 0; B = 1; }
`,
	New: `syntax = "proto2";
enum E { A = 0; }
`,
}

var enumValueRenamed = rule.Rule{
	Code:   EnumValueRenamed,
	Title:  "A value of an enum should keep its name",
	Why:    "The wire knows numbers only; JSON and generated code know names.",
	Breaks: rule.JSON | rule.Source,
	Buf:    named([]bufRule{enumValueSameName}),
	Old: `syntax = "proto3";
enum E { A = 0; }
`,
	New: `syntax = "proto3";
enum E { B = 0; }
`,
}

var enumValueRenumbered = rule.Rule{
	Code:   EnumValueRenumbered,
	Title:  "A value of an enum may not change its number",
	Why:    "Numbers on the wire mean another name then.",
	Breaks: rule.Value,
	Buf:    named(slices.Concat(bufAboutValues, []bufRule{enumValueSameName})),
	Old: `syntax = "proto3";
enum E { A = 0; B = 1; }
`,
	New: `syntax = "proto3";
enum E { A = 0; B = 2; }
`,
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
			d.code, d.breaks = EnumValueRenamed, rule.JSON|rule.Source
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
	d.code, d.breaks = EnumValueUnknown, rule.JSON
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
