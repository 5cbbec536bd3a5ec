package syntax

var scalars = map[string]bool{
	"double": true, "float": true, "int32": true, "int64": true, "uint32": true, "uint64": true, "sint32": true,
	"sint64": true, "fixed32": true, "fixed64": true, "sfixed32": true, "sfixed64": true, "bool": true, "string": true,
	"bytes": true,
}

// Scalar reports whether name is one of the fifteen scalar types.
func Scalar(name string) bool { return scalars[name] }

// field reads a field or a group whose first word was read already.
func (p *parser) field(start int, doc, first string) (*Field, *Group) {
	label := ""
	switch first {
	case "required":
		if p.out.Syntax == "proto3" {
			p.fail(Range{start, p.end}, "proto3 has no required fields; leave the label out")
		}
		fallthrough
	case "optional", "repeated":
		label = first
		p.skip()
		typeStart := p.pos
		if first = p.word(); first == "group" {
			return nil, p.group(start, doc, label)
		}
		t := p.typeRest(typeStart, first)
		if t.Map() {
			p.fail(t.At, "a map has no label; remove %s", label)
		}
		return p.fieldRest(start, doc, label, t), nil
	}
	if p.out.Syntax != "proto3" && !(first == "map" && p.peek() == '<') {
		p.fail(Range{start, p.end}, "a field of proto2 begins with optional, required or repeated, not with %s", first)
	}
	return p.fieldRest(start, doc, "", p.typeRest(start, first)), nil
}

// fieldRest reads a field from its name on.
func (p *parser) fieldRest(start int, doc, label string, t TypeName) *Field {
	p.count()
	f := &Field{Label: label, Type: t, Name: p.name()}
	p.expect('=')
	f.Number, f.NumberAt = p.integer()
	f.Options = p.optionList()
	p.expect(';')
	f.At = Range{start, p.end}
	f.Doc = p.docOr(doc)
	return f
}

// typeRest reads a type whose first word was read already.
func (p *parser) typeRest(start int, first string) TypeName {
	if first != "map" || p.peek() != '<' {
		return TypeName{Name: first, At: Range{start, p.end}}
	}
	p.expect('<')
	p.skip()
	keyAt := p.pos
	key := p.word()
	if !Scalar(key) || key == "bytes" || key == "double" || key == "float" {
		p.fail(Range{keyAt, p.end}, "%s cannot be the key of a map; keys are integers, bool and string", key)
	}
	p.expect(',')
	p.skip()
	value := p.typeRest(p.pos, p.word())
	if value.Map() {
		p.fail(value.At, "a map cannot be the value of a map; wrap it in a message")
	}
	p.expect('>')
	return TypeName{Key: key, Name: value.Name, At: Range{start, p.end}}
}

func (p *parser) group(start int, doc, label string) *Group {
	p.count()
	g := &Group{Label: label, Name: p.word(), Doc: doc}
	p.expect('=')
	g.Number, _ = p.integer()
	g.Options = p.optionList()
	p.braces(func(doc string, start int) {
		f, inner := p.field(start, doc, p.word())
		if inner != nil {
			p.fail(inner.At, "a group inside a group is not read; declare a message and a field of its type")
		}
		g.Fields = append(g.Fields, f)
	})
	g.At = Range{start, p.end}
	return g
}
