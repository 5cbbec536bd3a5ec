package protobuf_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// contract is a small file that can be changed and printed.
type contract struct {
	syntax, pkg string
	// options are those of the file.
	options  map[string]string
	messages []message
	enums    []enum
	// extensions extend the first message.
	extensions []field
	calls      []call
}

type message struct {
	name   string
	fields []field
	// reserved are the items of reserved lines, open the range for extensions; empty for none.
	reserved []string
	open     string
	// hidden sets no_standard_descriptor_accessor.
	hidden bool
	nested []message
}

// field is in the oneof of that name when in is set. Its kind is a type, or `group Name`.
type field struct {
	label, kind, name string
	number            int
	in                string
	options           map[string]string
}

type enum struct {
	name     string
	values   []value
	reserved []string
}

type value struct {
	name   string
	number int
}

// call is a call of the one service; request and response are with `stream` where they are one.
type call struct{ name, request, response string }

var scalars = []string{
	"int32", "int64", "uint32", "uint64", "sint32", "sint64", "bool", "string", "bytes",
	"fixed32", "fixed64", "sfixed32", "sfixed64", "float", "double",
}

// evolution makes contracts and changes them as people do.
type evolution struct{ *rand.Rand }

func pick[T any](e evolution, list ...T) T { return list[e.IntN(len(list))] }

// once in n is true.
func (e evolution) once(n int) bool { return e.IntN(n) == 0 }

func (e evolution) contract() contract {
	c := contract{syntax: pick(e, "proto2", "proto3"), options: map[string]string{}}
	for i := range 1 + e.IntN(2) {
		c.enums = append(c.enums, enum{name: fmt.Sprint("E", i), values: []value{
			{fmt.Sprintf("E%d_A", i), 0}, {fmt.Sprintf("E%d_B", i), 1}, {fmt.Sprintf("E%d_C", i), 2 - 4*e.IntN(2)},
		}})
		if e.once(4) {
			c.enums[i].reserved = []string{"7", `"E_GONE"`}
		}
	}
	for i := range 1 + e.IntN(3) {
		c.messages = append(c.messages, message{name: fmt.Sprint("M", i)})
	}
	for i := range c.messages {
		e.fill(&c, &c.messages[i])
	}
	if e.once(4) {
		c.calls = append(c.calls, e.call(&c, "Get"), e.call(&c, "Put"))
	}
	if e.once(4) {
		e.editOption(&c)
	}
	return c
}

func (e evolution) fill(c *contract, m *message) {
	for number := range 1 + e.IntN(5) {
		m.fields = append(m.fields, e.field(c, number+1))
	}
	if e.once(4) {
		m.reserved = []string{"30 to 35", `"gone"`}
	}
	if e.once(6) && len(m.nested) == 0 && strings.HasPrefix(m.name, "M") {
		m.nested = append(m.nested, message{name: "N" + m.name})
		e.fill(c, &m.nested[0])
	}
	if c.syntax == "proto2" && e.once(3) {
		m.open = "100 to 199"
		if m == &c.messages[0] {
			c.extensions = append(c.extensions, e.extension(c, 100), e.extension(c, 101))
		}
	}
}

func (e evolution) extension(c *contract, number int) field {
	f := field{label: pick(e, "optional", "repeated"), kind: e.kind(c), name: fmt.Sprint("x", number), number: number}
	if strings.HasPrefix(f.kind, "map") || strings.HasPrefix(f.kind, "group") {
		f.kind = "string"
	}
	return f
}

func (e evolution) call(c *contract, name string) call {
	return call{name, pick(e, "", "stream ") + pick(e, c.messages...).name, pick(e, "", "stream ") + pick(e, c.messages...).name}
}

func (e evolution) field(c *contract, number int) field {
	f := field{kind: e.kind(c), name: fmt.Sprint("field_", number), number: number, options: map[string]string{}}
	if e.once(5) {
		f.in = pick(e, "o", "p")
	} else {
		f.label = e.label(c)
	}
	e.editFieldOption(c, &f)
	return f.legal(c)
}

func (e evolution) label(c *contract) string {
	if c.syntax == "proto2" {
		return pick(e, "optional", "optional", "repeated", "required")
	}
	return pick(e, "", "", "optional", "repeated")
}

func (e evolution) kind(c *contract) string {
	switch e.IntN(9) {
	case 0:
		return pick(e, c.enums...).name
	case 1, 2:
		return pick(e, c.messages...).name
	case 3:
		value := pick(e, scalars...)
		if n := pick(e, c.enums...); e.once(2) && n.values[0].number == 0 {
			value = n.name
		}
		return "map<" + pick(e, "string", "int32", "bool", "sint64") + ", " + value + ">"
	case 4:
		if c.syntax == "proto2" {
			return "group Group"
		}
	}
	return pick(e, scalars...)
}

// legal takes from a field what its syntax and its kind do not allow; from a message that it is required, as it might
// hold itself.
func (f field) legal(c *contract) field {
	bare := f.in != "" || strings.HasPrefix(f.kind, "map")
	switch {
	case strings.HasPrefix(f.kind, "map"):
		f.label, f.in = "", ""
	case f.in != "":
		f.label = ""
	case strings.HasPrefix(f.kind, "M") && f.label == "required":
		f.label = "optional"
	}
	if c.syntax == "proto3" {
		if f.label == "required" {
			f.label = ""
		}
		if strings.HasPrefix(f.kind, "group") {
			f.kind = "string"
		}
	} else if f.label == "" && !bare {
		f.label = "optional"
	}
	f.options = f.legalOptions(c)
	return f
}

// legalOptions are those that the kind and the label allow.
func (f field) legalOptions(c *contract) map[string]string {
	legal := map[string]string{}
	for name, value := range f.options {
		number := f.kind != "string" && f.kind != "bytes" && slices.Contains(scalars, f.kind)
		ok := false
		switch name {
		case "default":
			single := c.syntax == "proto2" && f.label != "repeated"
			switch {
			case f.kind == "bool":
				value, ok = "true", single
			case number:
				ok = single
			case f.kind == "string":
				value, ok = `"`+value+`"`, single
			}
			value = strings.ReplaceAll(value, `""`, `"`)
		case "json_name":
			ok = !strings.HasPrefix(f.kind, "group")
		case "jstype":
			ok = strings.HasSuffix(f.kind, "64")
		case "ctype":
			ok = f.kind == "string" || f.kind == "bytes"
		case "packed":
			ok = f.label == "repeated" && number
		}
		if ok {
			legal[name] = value
		}
	}
	return legal
}
