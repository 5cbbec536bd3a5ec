package protobuf_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

func (c contract) String() string { return c.in("") }

// in is the text in a package, which the contract's own is added to.
func (c contract) in(pkg string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "syntax = %q;\n", c.syntax)
	if pkg = strings.TrimPrefix(pkg+c.pkg, "."); pkg != "" {
		fmt.Fprintf(&b, "package %s;\n", pkg)
	}
	for _, name := range slices.Sorted(maps.Keys(c.options)) {
		fmt.Fprintf(&b, "option %s = %s;\n", name, c.options[name])
	}
	for _, n := range c.enums {
		n.print(&b)
	}
	for _, m := range c.messages {
		m.print(&b)
	}
	if len(c.extensions) > 0 {
		fmt.Fprintf(&b, "extend %s {\n", c.messages[0].name)
		printFields(&b, c.extensions, "")
		b.WriteString("}\n")
	}
	if len(c.calls) > 0 {
		b.WriteString("service S {\n")
		for _, x := range c.calls {
			fmt.Fprintf(&b, "  rpc %s (%s) returns (%s);\n", x.name, x.request, x.response)
		}
		b.WriteString("}\n")
	}
	return b.String()
}

func (n enum) print(b *strings.Builder) {
	fmt.Fprintf(b, "enum %s {", n.name)
	seen := map[int]bool{}
	for _, v := range n.values {
		if seen[v.number] {
			b.WriteString(" option allow_alias = true;")
			break
		}
		seen[v.number] = true
	}
	for _, item := range n.reserved {
		fmt.Fprintf(b, " reserved %s;", item)
	}
	for _, v := range n.values {
		fmt.Fprintf(b, " %s = %d;", v.name, v.number)
	}
	b.WriteString(" }\n")
}

func (m message) print(b *strings.Builder) {
	fmt.Fprintf(b, "message %s {\n", m.name)
	if m.hidden {
		b.WriteString("  option no_standard_descriptor_accessor = true;\n")
	}
	for _, item := range m.reserved {
		fmt.Fprintf(b, "  reserved %s;\n", item)
	}
	if m.open != "" {
		fmt.Fprintf(b, "  extensions %s;\n", m.open)
	}
	for _, inner := range m.nested {
		inner.print(b)
	}
	oneofs := map[string]bool{}
	for _, f := range m.fields {
		oneofs[f.in] = true
	}
	printFields(b, m.fields, "")
	for _, name := range slices.Sorted(maps.Keys(oneofs)) {
		if name != "" {
			fmt.Fprintf(b, "  oneof %s {\n", name)
			printFields(b, m.fields, name)
			b.WriteString("  }\n")
		}
	}
	b.WriteString("}\n")
}

func printFields(b *strings.Builder, fields []field, in string) {
	for _, f := range fields {
		if f.in == in {
			fmt.Fprintf(b, "  %s\n", f)
		}
	}
}

func (f field) String() string {
	if name, group := strings.CutPrefix(f.kind, "group "); group {
		// The field of a group is named after it.
		return strings.TrimSpace(fmt.Sprintf("%s group %s%d = %d { optional int32 a = 1; optional string b = 2; }", f.label, name, f.number, f.number))
	}
	var options []string
	for _, name := range slices.Sorted(maps.Keys(f.options)) {
		options = append(options, name+" = "+f.options[name])
	}
	list := ""
	if len(options) > 0 {
		list = " [" + strings.Join(options, ", ") + "]"
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s %s = %d%s;", f.label, f.kind, f.name, f.number, list))
}
