package protobuf_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// evolve is a copy after up to four edits.
func (e evolution) evolve(c contract) contract {
	next := c.clone()
	for range e.IntN(4) + 1 {
		e.edit(&next)
	}
	return next
}

func (c contract) clone() contract {
	c.options = maps.Clone(c.options)
	c.messages = cloneMessages(c.messages)
	c.extensions = cloneFields(c.extensions)
	c.calls = slices.Clone(c.calls)
	c.enums = slices.Clone(c.enums)
	for i := range c.enums {
		c.enums[i].values, c.enums[i].reserved = slices.Clone(c.enums[i].values), slices.Clone(c.enums[i].reserved)
	}
	return c
}

func cloneMessages(list []message) []message {
	list = slices.Clone(list)
	for i := range list {
		m := &list[i]
		m.fields, m.reserved, m.nested = cloneFields(m.fields), slices.Clone(m.reserved), cloneMessages(m.nested)
	}
	return list
}

func cloneFields(list []field) []field {
	list = slices.Clone(list)
	for i := range list {
		list[i].options = maps.Clone(list[i].options)
	}
	return list
}

func (e evolution) edit(c *contract) {
	m := &c.messages[e.IntN(len(c.messages))]
	switch {
	case len(m.nested) > 0 && e.once(3):
		m = &m.nested[0]
	case e.once(60):
		m.nested = []message{{name: "N" + m.name, fields: []field{field{kind: "string", name: "s", number: 1}.legal(c)}}}
	}
	switch e.IntN(24) {
	case 0, 1, 2, 3:
		e.editEnum(&c.enums[e.IntN(len(c.enums))])
	case 4:
		e.editReserved(m)
	case 5:
		e.editOption(c)
	case 6:
		e.editCalls(c)
	case 7:
		e.editExtensions(c)
	case 8:
		e.editRare(c, m)
	default:
		e.editMessage(c, m)
	}
}

func (e evolution) editMessage(c *contract, m *message) {
	if len(m.fields) == 0 || e.once(6) {
		m.fields = append(m.fields, e.field(c, 10+e.IntN(5)))
		return
	}
	i := e.IntN(len(m.fields))
	f := &m.fields[i]
	switch e.IntN(9) {
	case 0:
		for _, item := range []string{fmt.Sprint(f.number), fmt.Sprintf("%q", f.name)} {
			if !e.once(3) {
				m.reserved = append(m.reserved, item)
			}
		}
		m.fields = slices.Delete(m.fields, i, i+1)
		return
	case 1:
		f.name = fmt.Sprint("g", e.IntN(3))
	case 2:
		f.number = 20 + e.IntN(3)
	case 3:
		f.label, f.in = e.label(c), ""
	case 4:
		f.in = pick(e, "", "o", "p", "q")
	case 5, 6:
		if f.options == nil {
			f.options = map[string]string{}
		}
		e.editFieldOption(c, f)
	default:
		f.kind = e.kind(c)
	}
	*f = f.legal(c)
}

// editFieldOption sets an option, or clears it.
func (e evolution) editFieldOption(c *contract, f *field) {
	options := map[string][]string{
		"default": {"", "0", "5", "7"}, "json_name": {"", `"one"`, `"two"`}, "jstype": {"", "JS_STRING", "JS_NUMBER"},
		"ctype": {"", "CORD", "STRING_PIECE"}, "packed": {"", "true", "false"},
	}
	name := pick(e, "default", "json_name", "jstype", "ctype", "packed")
	if name == "json_name" && !e.once(4) {
		return
	}
	if f.options[name] = pick(e, options[name]...); f.options[name] == "" {
		delete(f.options, name)
	}
}

func (e evolution) editReserved(m *message) {
	if len(m.reserved) > 0 && e.once(2) {
		m.reserved = m.reserved[1:]
		return
	}
	m.reserved = append(m.reserved, pick(e, "40", "41 to 45", `"word"`))
}

func (e evolution) editEnum(n *enum) {
	i := len(n.values) - 1
	switch e.IntN(8) {
	case 0, 1:
		n.values = append(n.values, value{fmt.Sprintf("%s_V%d", n.name, e.IntN(9)), 3 + e.IntN(3)})
	case 2, 3:
		if i == 0 {
			return
		}
		for _, item := range []string{fmt.Sprint(n.values[i].number), fmt.Sprintf("%q", n.values[i].name)} {
			if !e.once(3) {
				n.reserved = append(n.reserved, item)
			}
		}
		n.values = n.values[:i]
	case 4:
		n.values[i].number += 5 * min(1, i)
	case 5:
		n.values = append(n.values, value{fmt.Sprintf("%s_X%d", n.name, e.IntN(9)), n.values[i].number})
	case 6:
		if len(n.reserved) > 0 {
			n.reserved = n.reserved[1:]
		}
	default:
		n.values[i].name = fmt.Sprintf("%s_W%d", n.name, e.IntN(9))
	}
}

func (e evolution) editOption(c *contract) {
	options := map[string][]string{
		"java_package": {"", `"a"`, `"b"`}, "go_package": {"", `"a/b"`}, "optimize_for": {"", "SPEED", "CODE_SIZE"},
		"java_multiple_files": {"", "true", "false"}, "cc_enable_arenas": {"", "true", "false"}, "java_string_check_utf8": {"", "true"},
	}
	name := pick(e, slices.Sorted(maps.Keys(options))...)
	if c.options[name] = pick(e, options[name]...); c.options[name] == "" {
		delete(c.options, name)
	}
}

func (e evolution) editCalls(c *contract) {
	switch {
	case len(c.calls) == 0:
		c.calls = append(c.calls, e.call(c, "Get"))
	case e.once(3):
		c.calls = c.calls[1:]
	default:
		c.calls[0] = e.call(c, c.calls[0].name)
	}
}

func (e evolution) editExtensions(c *contract) {
	m := &c.messages[0]
	if c.syntax != "proto2" || m.open == "" {
		return
	}
	switch {
	case e.once(4):
		m.open = "100 to 149"
	case len(c.extensions) > 0 && e.once(4):
		x := c.extensions[0]
		c.extensions, m.open = c.extensions[1:], fmt.Sprintf("%d to 199", x.number+1)
		if e.once(3) {
			x.kind = e.kind(c)
		}
		m.fields = append(m.fields, x.legal(c))
	case len(c.extensions) > 0 && e.once(2):
		c.extensions[0] = e.extension(c, 100)
		c.extensions[0].name = pick(e, "x100", "y100")
	default:
		c.extensions = slices.DeleteFunc(c.extensions, func(f field) bool { return f.number == 101 })
	}
}

// editRare does what people do rarely: to the file as a whole, or to a message.
func (e evolution) editRare(c *contract, m *message) {
	switch e.IntN(7) {
	case 0:
		c.pkg = pick(e, "", ".v2")
	case 1:
		c.syntax = pick(e, "proto2", "proto3")
		c.relegalize()
	case 2:
		m.hidden = !m.hidden
	case 3:
		for i := range m.fields {
			m.fields[i].in = strings.Replace(m.fields[i].in, "o", "renamed", 1)
		}
	case 4:
		m.nested = nil
	case 5:
		// In proto3 and in a map the first value is 0.
		if n := &c.enums[0]; c.syntax == "proto2" && !strings.Contains(c.String(), ", "+n.name+">") {
			slices.Reverse(n.values)
		}
	default:
		if last := len(c.messages) - 1; last > 0 {
			c.rename(c.messages[last].name, c.messages[last].name+"x")
		}
	}
}

// rename renames a message, and what its name is used for or not.
func (c *contract) rename(old, new string) {
	var all func(list []message)
	all = func(list []message) {
		for i := range list {
			if list[i].name == old {
				list[i].name = new
			}
			for j := range list[i].fields {
				if list[i].fields[j].kind == old {
					list[i].fields[j].kind = new
				}
			}
			all(list[i].nested)
		}
	}
	all(c.messages)
	for i := range c.extensions {
		if c.extensions[i].kind == old {
			c.extensions[i].kind = new
		}
	}
	for i, x := range c.calls {
		c.calls[i].request = strings.Replace(x.request, old, new, 1)
		c.calls[i].response = strings.Replace(x.response, old, new, 1)
	}
}

// relegalize makes everything legal in another syntax.
func (c *contract) relegalize() {
	if c.syntax == "proto3" {
		c.extensions = nil
	}
	var all func(list []message)
	all = func(list []message) {
		for i := range list {
			if c.syntax == "proto3" {
				list[i].open = ""
			}
			for j := range list[i].fields {
				list[i].fields[j] = list[i].fields[j].legal(c)
			}
			all(list[i].nested)
		}
	}
	all(c.messages)
}
