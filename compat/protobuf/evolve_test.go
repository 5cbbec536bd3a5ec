package protobuf_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// contract is a small file that can be changed and printed.
type contract struct {
	syntax   string
	messages []message
	enums    []enum
}

type message struct {
	name   string
	fields []field
}

// field is in the oneof o when in is set.
type field struct {
	label, kind, name string
	number            int
	in                bool
}

type enum struct {
	name   string
	values []value
}

type value struct {
	name   string
	number int
}

var scalars = []string{
	"int32", "int64", "uint32", "uint64", "sint32", "sint64", "bool", "string", "bytes",
	"fixed32", "fixed64", "sfixed32", "sfixed64", "float", "double",
}

// evolution makes contracts and changes them as people do.
type evolution struct{ *rand.Rand }

func pick[T any](e evolution, list ...T) T { return list[e.IntN(len(list))] }

func (e evolution) contract() contract {
	c := contract{syntax: pick(e, "proto2", "proto3")}
	for i := range 1 + e.IntN(2) {
		c.enums = append(c.enums, enum{fmt.Sprint("E", i), []value{
			{fmt.Sprintf("E%d_A", i), 0}, {fmt.Sprintf("E%d_B", i), 1}, {fmt.Sprintf("E%d_C", i), 2 - 4*e.IntN(2)},
		}})
	}
	for i := range 1 + e.IntN(3) {
		c.messages = append(c.messages, message{name: fmt.Sprint("M", i)})
	}
	for i := range c.messages {
		for number := range 1 + e.IntN(5) {
			c.messages[i].fields = append(c.messages[i].fields, e.field(&c, number+1))
		}
	}
	return c
}

func (e evolution) field(c *contract, number int) field {
	f := field{kind: e.kind(c), name: fmt.Sprint("f", number), number: number}
	if f.in = e.IntN(5) == 0; !f.in {
		f.label = e.label(c)
	}
	return f.legal()
}

func (e evolution) label(c *contract) string {
	if c.syntax == "proto2" {
		return pick(e, "optional", "optional", "repeated", "required")
	}
	return pick(e, "", "", "optional", "repeated")
}

func (e evolution) kind(c *contract) string {
	switch e.IntN(8) {
	case 0:
		return pick(e, c.enums...).name
	case 1, 2:
		return pick(e, c.messages...).name
	case 3:
		return "map<" + pick(e, "string", "int32", "bool", "sint64") + ", " + pick(e, pick(e, scalars...), pick(e, c.enums...).name) + ">"
	}
	return pick(e, scalars...)
}

// legal takes from a map what a map may not have, and from a message that it is required, as it might hold itself.
func (f field) legal() field {
	switch {
	case strings.HasPrefix(f.kind, "map"):
		f.label, f.in = "", false
	case strings.HasPrefix(f.kind, "M") && f.label == "required":
		f.label = "optional"
	}
	return f
}

// evolve is a copy after up to four edits.
func (e evolution) evolve(c contract) contract {
	next := contract{syntax: c.syntax}
	for _, m := range c.messages {
		next.messages = append(next.messages, message{m.name, slices.Clone(m.fields)})
	}
	for _, n := range c.enums {
		next.enums = append(next.enums, enum{n.name, slices.Clone(n.values)})
	}
	for range e.IntN(4) + 1 {
		if e.IntN(5) == 0 {
			e.editEnum(&next.enums[e.IntN(len(next.enums))])
		} else {
			e.editMessage(&next, &next.messages[e.IntN(len(next.messages))])
		}
	}
	return next
}

func (e evolution) editMessage(c *contract, m *message) {
	if len(m.fields) == 0 || e.IntN(5) == 0 {
		m.fields = append(m.fields, e.field(c, 10+e.IntN(5)))
		return
	}
	i := e.IntN(len(m.fields))
	f := &m.fields[i]
	switch e.IntN(7) {
	case 0:
		m.fields = slices.Delete(m.fields, i, i+1)
		return
	case 1:
		f.name = fmt.Sprint("g", e.IntN(3))
	case 2:
		f.number = 20 + e.IntN(3)
	case 3:
		f.label = e.label(c)
		f.in = false
	case 4:
		f.in = !f.in
		if f.label = ""; !f.in && c.syntax == "proto2" {
			f.label = "optional"
		}
	default:
		f.kind = e.kind(c)
		if f.label == "" && !f.in && c.syntax == "proto2" {
			f.label = "optional"
		}
	}
	*f = f.legal()
}

func (e evolution) editEnum(n *enum) {
	i := len(n.values) - 1
	switch e.IntN(4) {
	case 0:
		n.values = append(n.values, value{fmt.Sprintf("%s_V%d", n.name, e.IntN(9)), 3 + e.IntN(3)})
	case 1:
		n.values = n.values[:max(1, i)]
	case 2:
		n.values[i].number += 5 * min(1, i)
	default:
		n.values[i].name = fmt.Sprintf("%s_W%d", n.name, e.IntN(9))
	}
}

func (c contract) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "syntax = %q;\n", c.syntax)
	for _, n := range c.enums {
		fmt.Fprintf(&b, "enum %s {", n.name)
		for _, v := range n.values {
			fmt.Fprintf(&b, " %s = %d;", v.name, v.number)
		}
		b.WriteString(" }\n")
	}
	for _, m := range c.messages {
		fmt.Fprintf(&b, "message %s {\n", m.name)
		printFields(&b, m.fields, false)
		if slices.ContainsFunc(m.fields, func(f field) bool { return f.in }) {
			b.WriteString("  oneof o {\n")
			printFields(&b, m.fields, true)
			b.WriteString("  }\n")
		}
		b.WriteString("}\n")
	}
	return b.String()
}

func printFields(b *strings.Builder, fields []field, in bool) {
	for _, f := range fields {
		if f.in == in {
			fmt.Fprintf(b, "  %s\n", strings.TrimSpace(fmt.Sprintf("%s %s %s = %d;", f.label, f.kind, f.name, f.number)))
		}
	}
}
