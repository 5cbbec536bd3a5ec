package syntax

import (
	"strconv"
	"strings"
)

// Print writes the canonical text of a file (contract §3.5, contract §0a.1).
func Print(f *File) string {
	p := &printer{}
	p.file(f)
	return p.String()
}

type printer struct{ strings.Builder }

func (p *printer) add(parts ...string) {
	for _, part := range parts {
		p.WriteString(part)
	}
}

// nested writes text with each of its lines indented by two spaces, blank ones too.
func (p *printer) nested(text string) {
	for line := range strings.Lines(text) {
		p.add("  ", line)
	}
}

// section writes a group of n declarations, indented, behind an empty line unless it is the first. The empty line is
// indented only by the blocks around this one; that is what the reference prints.
func (p *printer) section(n int, write func(inner *printer)) {
	if n == 0 {
		return
	}
	if p.Len() > 0 {
		p.add("\n")
	}
	inner := &printer{}
	write(inner)
	p.nested(inner.String())
}

// each calls print for every item.
func each[T any](items []T, print func(T)) {
	for _, item := range items {
		print(item)
	}
}

func (p *printer) file(f *File) {
	if f.Syntax != "" {
		p.add("syntax = ", quote(f.Syntax), ";\n")
	}
	if f.Package != "" {
		p.add("package ", f.Package, ";\n")
	}
	p.imports(f.Imports)
	if len(f.Options) > 0 {
		p.add("\n")
		p.statements(f.Options)
	}
	if len(f.Messages)+len(f.Enums) > 0 {
		p.add("\n")
		p.definitions(f.Messages, f.Enums)
	}
	if len(f.Extends) > 0 {
		p.add("\n")
		each(f.Extends, p.extend)
	}
	if len(f.Services) > 0 {
		p.add("\n")
		each(f.Services, p.service)
	}
}

func (p *printer) imports(imports []Import) {
	if len(imports) > 0 {
		p.add("\n")
	}
	for _, public := range []bool{false, true} {
		for _, i := range imports {
			switch {
			case i.Public != public:
			case public:
				p.add("import public ", quote(i.Path), ";\n")
			default:
				p.add("import ", quote(i.Path), ";\n")
			}
		}
	}
}

func (p *printer) statements(options []*Option) {
	for _, o := range options {
		p.add("option ", o.text(), ";\n")
	}
}

func (p *printer) definitions(messages []*Message, enums []*Enum) {
	each(messages, p.message)
	each(enums, p.enum)
}

// block writes `head {`, the body, which is indented already, and `}` with an end.
func (p *printer) block(head, body, end string) {
	p.add(head, " {")
	if body != "" {
		p.add("\n", body)
	}
	p.add("}", end, "\n")
}

func (p *printer) message(m *Message) {
	body := &printer{}
	body.section(len(m.Reserved), func(in *printer) { in.reserved(m.Reserved) })
	body.section(len(m.Options), func(in *printer) { in.statements(m.Options) })
	body.section(len(m.Fields), func(in *printer) { in.fields(m.Fields) })
	body.section(len(m.Oneofs), func(in *printer) { each(m.Oneofs, in.oneof) })
	body.section(len(m.Groups), func(in *printer) { each(m.Groups, in.group) })
	body.section(len(m.Extensions), func(in *printer) { each(m.Extensions, in.extensions) })
	body.section(len(m.Extends), func(in *printer) { each(m.Extends, in.extend) })
	body.section(len(m.Messages)+len(m.Enums), func(in *printer) { in.definitions(m.Messages, m.Enums) })
	p.block("message "+m.Name, body.String(), "")
}

func (p *printer) enum(e *Enum) {
	body := &printer{}
	body.section(1, func(in *printer) {
		in.reserved(e.Reserved)
		in.statements(e.Options)
		each(e.Values, in.enumValue)
	})
	p.block("enum "+e.Name, body.String(), "")
}

func (p *printer) enumValue(v *EnumValue) {
	p.add(v.Name, " = ", itoa(v.Number))
	p.optionList(v.Options)
	p.add(";\n")
}

func (p *printer) fields(fields []*Field) {
	for _, f := range fields {
		p.label(f.Label)
		p.add(f.Type.String(), " ", f.Name, " = ", itoa(f.Number))
		p.optionList(f.PrintedOptions())
		p.add(";\n")
	}
}

func (p *printer) label(label string) {
	if label != "" {
		p.add(label, " ")
	}
}

func (p *printer) oneof(o *Oneof) {
	body := &printer{}
	body.section(len(o.Options), func(in *printer) { in.statements(o.Options) })
	body.section(len(o.Fields), func(in *printer) { in.fields(o.Fields) })
	body.section(len(o.Groups), func(in *printer) { each(o.Groups, in.group) })
	p.block("oneof "+o.Name, body.String(), "")
}

func (p *printer) group(g *Group) {
	body := &printer{}
	body.section(len(g.Fields), func(in *printer) { in.fields(g.Fields) })
	p.label(g.Label)
	head := &printer{}
	head.add("group ", g.Name, " = ", itoa(g.Number))
	head.optionList(g.Options)
	p.block(head.String(), body.String(), "")
}

func (p *printer) extend(e *Extend) {
	body := &printer{}
	body.section(len(e.Fields), func(in *printer) { in.fields(e.Fields) })
	p.block("extend "+e.Name, body.String(), "")
}

func (p *printer) service(s *Service) {
	body := &printer{}
	body.section(len(s.Options), func(in *printer) { in.statements(s.Options) })
	body.section(len(s.RPCs), func(in *printer) { each(s.RPCs, in.rpc) })
	p.block("service "+s.Name, body.String(), "")
}

func (p *printer) rpc(r *RPC) {
	head := "rpc " + r.Name + " (" + streamed(r.StreamRequest, r.Request) + ") returns (" + streamed(r.StreamResp, r.Response) + ")"
	if len(r.Options) == 0 {
		p.add(head, ";\n")
		return
	}
	body := &printer{}
	body.section(len(r.Options), func(in *printer) { in.statements(r.Options) })
	p.block(head, body.String(), ";")
}

func streamed(stream bool, t TypeName) string {
	if stream {
		return "stream " + t.String()
	}
	return t.String()
}

func (p *printer) reserved(lines []*Reserved) {
	for _, r := range lines {
		items := make([]string, len(r.Items))
		for i, item := range r.Items {
			items[i] = item.String()
		}
		p.add("reserved ", strings.Join(items, ", "), ";\n")
	}
}

func (p *printer) extensions(e *Extensions) {
	ranges := make([]string, len(e.Ranges))
	for i, t := range e.Ranges {
		ranges[i] = t.String()
	}
	p.add("extensions ", strings.Join(ranges, ", "))
	p.optionList(e.Options)
	p.add(";\n")
}

func (i ReservedItem) String() string {
	if i.Named {
		return quote(i.Name)
	}
	return i.Tags.String()
}

func (t Tags) String() string {
	switch {
	case t.Max:
		return itoa(t.First) + " to max"
	case t.Range:
		return itoa(t.First) + " to " + itoa(t.Last)
	}
	return itoa(t.First)
}

func itoa(n int32) string { return strconv.Itoa(int(n)) }
