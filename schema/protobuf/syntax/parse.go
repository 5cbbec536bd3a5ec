package syntax

import (
	"strings"

	"github.com/concord-registry/concord/schema"
)

// MaxTag is the greatest field number, which `max` stands for.
const MaxTag = 1<<29 - 1

// Parse reads a file. file is what positions call it. A refusal is a *schema.Error with the place; limits bound the
// depth and the number of things listed.
func Parse(file, text string, limits schema.Limits) (f *File, err error) {
	p := &parser{scanner: scanner{text: text, file: file, lines: lineStarts(text), limits: limits.WithDefaults()}}
	defer func() {
		if r := recover(); r != nil {
			refusal, ok := r.(*schema.Error)
			if !ok {
				panic(r)
			}
			f, err = nil, refusal
		}
	}()
	p.out = &File{lines: p.lines}
	for index := 0; !p.done(); index++ {
		p.declaration(index)
	}
	return p.out, nil
}

// parser is a recursive-descent reader of the grammar.
type parser struct {
	scanner
	out *File
}

// declaration reads one declaration of the file; index counts them from 0.
func (p *parser) declaration(index int) {
	doc := p.leading()
	start := p.pos
	if p.take(';') {
		return
	}
	f := p.out
	switch label := p.word(); label {
	case "syntax":
		p.syntax(start, index)
	case "edition":
		p.fail(Range{start, p.end}, `editions are not read; declare syntax = "proto3"`)
	case "package":
		f.Package = p.name()
		p.expect(';')
	case "import":
		p.imported(start)
	case "option":
		f.Options = append(f.Options, p.optionStatement(start))
	case "message":
		f.Messages = append(f.Messages, p.message(start, doc))
	case "enum":
		f.Enums = append(f.Enums, p.enum(start, doc))
	case "extend":
		f.Extends = append(f.Extends, p.extend(start, doc))
	case "service":
		f.Services = append(f.Services, p.service(start, doc))
	default:
		p.fail(Range{start, p.end}, "%s does not begin a declaration of a file", label)
	}
}

func (p *parser) syntax(start, index int) {
	if index > 0 {
		p.fail(Range{start, p.end}, "the syntax line must come first")
	}
	p.expect('=')
	if c := p.peek(); c != '"' && c != '\'' {
		p.failHere("expected a quoted string")
	}
	p.out.Syntax = p.quoted()
	if p.out.Syntax != "proto2" && p.out.Syntax != "proto3" {
		p.fail(Range{start, p.end}, "the syntax %q is unknown; it is proto2 or proto3", p.out.Syntax)
	}
	p.expect(';')
}

func (p *parser) imported(start int) {
	path := p.str()
	var i Import
	switch path {
	case "public":
		i = Import{Path: p.str(), Public: true}
	case "weak":
		p.str()
	default:
		i = Import{Path: path}
	}
	p.expect(';')
	p.count()
	if path != "weak" {
		i.At = Range{start, p.end}
		p.out.Imports = append(p.out.Imports, i)
	}
}

// braces reads what stands between { and }, calling each with the comment and the place of a declaration.
func (p *parser) braces(each func(doc string, start int)) {
	defer p.enter()()
	p.expect('{')
	for {
		doc := p.leading()
		if p.take('}') {
			return
		}
		if p.peek() == 0 {
			p.failHere("a declaration has no end; close it with }")
		}
		if start := p.pos; !p.take(';') {
			each(doc, start)
		}
	}
}

func (p *parser) message(start int, doc string) *Message {
	p.count()
	m := &Message{Name: p.name(), Doc: doc}
	p.peek()
	m.Body = p.pos + 1
	p.braces(func(doc string, start int) { p.member(m, doc, start) })
	m.At = Range{start, p.end}
	return m
}

// member reads one declaration of a message.
func (p *parser) member(m *Message, doc string, start int) {
	switch label := p.word(); label {
	case "option":
		m.Options = append(m.Options, p.optionStatement(start))
	case "message":
		m.Messages = append(m.Messages, p.message(start, doc))
	case "enum":
		m.Enums = append(m.Enums, p.enum(start, doc))
	case "extend":
		m.Extends = append(m.Extends, p.extend(start, doc))
	case "oneof":
		m.Oneofs = append(m.Oneofs, p.oneof(start, doc))
	case "extensions":
		m.Extensions = append(m.Extensions, p.extensions(start))
	case "reserved":
		m.Reserved = append(m.Reserved, p.reserved(start))
	default:
		f, g := p.field(start, doc, label)
		if g != nil {
			m.Groups = append(m.Groups, g)
			return
		}
		m.Fields = append(m.Fields, f)
	}
}

func (p *parser) extend(start int, doc string) *Extend {
	e := &Extend{Name: p.name(), Doc: doc}
	p.braces(func(doc string, start int) {
		f, g := p.field(start, doc, p.word())
		if g != nil {
			p.fail(g.At, "groups in extend blocks are not read; declare a message and a field of its type")
		}
		e.Fields = append(e.Fields, f)
	})
	e.At = Range{start, p.end}
	return e
}

func (p *parser) oneof(start int, doc string) *Oneof {
	o := &Oneof{Name: p.name(), Doc: doc}
	p.braces(func(doc string, start int) {
		switch label := p.word(); label {
		case "option":
			o.Options = append(o.Options, p.optionStatement(start))
		case "group":
			o.Groups = append(o.Groups, p.group(start, doc, ""))
		default:
			o.Fields = append(o.Fields, p.fieldRest(start, doc, "", p.typeRest(start, label)))
		}
	})
	o.At = Range{start, p.end}
	return o
}

func (p *parser) enum(start int, doc string) *Enum {
	p.count()
	e := &Enum{Name: p.name(), Doc: doc}
	p.peek()
	e.Body = p.pos + 1
	p.braces(func(doc string, start int) {
		switch label := p.word(); label {
		case "option":
			e.Options = append(e.Options, p.optionStatement(start))
		case "reserved":
			e.Reserved = append(e.Reserved, p.reserved(start))
		default:
			e.Values = append(e.Values, p.enumValue(start, doc, label))
		}
	})
	e.At = Range{start, p.end}
	return e
}

func (p *parser) enumValue(start int, doc, name string) *EnumValue {
	p.count()
	v := &EnumValue{Name: name}
	p.expect('=')
	v.Number, _ = p.integer()
	v.Options = p.optionList()
	p.expect(';')
	v.At = Range{start, p.end}
	v.Doc = p.docOr(doc)
	return v
}

// docOr is doc, or the comment behind what was just read.
func (p *parser) docOr(doc string) string {
	if doc == "" {
		doc = p.trailing()
	}
	return doc
}

func (p *parser) service(start int, doc string) *Service {
	p.count()
	s := &Service{Name: p.name(), Doc: doc}
	p.braces(func(doc string, start int) {
		switch label := p.word(); label {
		case "option":
			s.Options = append(s.Options, p.optionStatement(start))
		case "rpc":
			s.RPCs = append(s.RPCs, p.rpc(start, doc))
		default:
			p.fail(Range{start, p.end}, "a service holds rpc and option, not %s", label)
		}
	})
	s.At = Range{start, p.end}
	return s
}

func (p *parser) rpc(start int, doc string) *RPC {
	p.count()
	r := &RPC{Name: p.name(), Doc: doc}
	r.Request, r.StreamRequest = p.rpcType()
	if w := p.word(); w != "returns" {
		p.failHere("expected returns, found %s", w)
	}
	r.Response, r.StreamResp = p.rpcType()
	if p.peek() == '{' {
		p.braces(func(doc string, start int) {
			if label := p.word(); label != "option" {
				p.fail(Range{start, p.end}, "an rpc holds options, not %s", label)
			}
			r.Options = append(r.Options, p.optionStatement(start))
		})
	} else {
		p.expect(';')
	}
	r.At = Range{start, p.end}
	return r
}

func (p *parser) rpcType() (t TypeName, stream bool) {
	p.expect('(')
	p.skip()
	start := p.pos
	t = p.typeRest(start, p.word())
	if t.Name == "stream" && p.peek() != ')' {
		stream = true
		start = p.pos
		t = p.typeRest(start, p.word())
	}
	p.expect(')')
	if t.Map() || Scalar(t.Name) {
		p.fail(t.At, "an rpc takes and returns messages, not %s", t)
	}
	return t, stream
}

func (p *parser) reserved(start int) *Reserved {
	r := &Reserved{}
	for {
		p.count()
		if c := p.peek(); c == '"' || c == '\'' {
			r.Items = append(r.Items, ReservedItem{Named: true, Name: p.quoted()})
		} else {
			r.Items = append(r.Items, ReservedItem{Tags: p.tags()})
		}
		if p.take(';') {
			r.At = Range{start, p.end}
			return r
		}
		p.expect(',')
	}
}

func (p *parser) extensions(start int) *Extensions {
	e := &Extensions{}
	for {
		p.count()
		e.Ranges = append(e.Ranges, p.tags())
		if p.peek() == '[' {
			e.Options = p.optionList()
		}
		if p.take(';') {
			e.At = Range{start, p.end}
			return e
		}
		p.expect(',')
	}
}

// tags reads `1`, `1 to 5` or `1 to max`.
func (p *parser) tags() Tags {
	var t Tags
	t.First, _ = p.integer()
	t.Last = t.First
	if !isWord(p.peek()) {
		return t
	}
	if w := p.word(); w != "to" {
		p.failHere("expected to, found %s", w)
	}
	t.Range = true
	p.skip()
	if rest := p.text[p.pos:]; strings.HasPrefix(rest, "max") && (len(rest) == 3 || !isWord(rest[3])) {
		p.word()
		t.Last, t.Max = MaxTag, true
		return t
	}
	t.Last, _ = p.integer()
	return t
}
