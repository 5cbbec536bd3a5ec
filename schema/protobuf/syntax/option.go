package syntax

import "strings"

// optionStatement reads an option behind the word option.
func (p *parser) optionStatement(start int) *Option {
	o := p.option()
	p.expect(';')
	o.At = Range{start, p.end}
	return o
}

// optionList reads the options in brackets, if any.
func (p *parser) optionList() []*Option {
	if !p.take('[') {
		return nil
	}
	var options []*Option
	for {
		options = append(options, p.option())
		if p.take(']') {
			return options
		}
		p.expect(',')
	}
}

func (p *parser) option() *Option {
	p.count()
	o := &Option{Custom: p.peek() == '('}
	start := p.pos
	o.Name = p.name()
	if !o.Custom {
		o.Name, o.Path = splitPath(o.Name)
	}
	for o.Custom && p.peek() == '.' {
		p.take('.')
		o.Path = append(o.Path, strings.Split(p.word(), ".")...)
	}
	p.expect('=')
	o.Value = p.value()
	o.At = Range{start, p.end}
	return o
}

func splitPath(name string) (string, []string) {
	parts := strings.Split(name, ".")
	return parts[0], parts[1:]
}

func (p *parser) value() Value {
	switch c := p.peek(); {
	case c == '{':
		return p.literal('{', '}')
	case c == '[':
		return p.list()
	case c == '"' || c == '\'':
		return Value{Kind: String, Text: p.quoted()}
	case '0' <= c && c <= '9' || c == '-':
		return Value{Kind: Number, Text: p.word()}
	}
	return Value{Kind: Word, Text: p.word()}
}

func (p *parser) list() Value {
	defer p.enter()()
	p.expect('[')
	v := Value{Kind: List}
	for !p.take(']') {
		p.count()
		v.Items = append(v.Items, p.value())
		if !p.take(',') && p.peek() != ']' {
			p.failHere("expected , or ]")
		}
	}
	return v
}

// literal reads a message literal. A name that comes again adds to a list, as in the text format.
func (p *parser) literal(open, closing byte) Value {
	defer p.enter()()
	p.expect(open)
	v := Value{Kind: Literal}
	index := map[string]int{}
	for !p.take(closing) {
		p.count()
		name := p.fieldName()
		if !p.take(':') && p.peek() != '{' {
			p.failHere("expected : behind %s", name)
		}
		value := p.value()
		if i, again := index[name]; again {
			previous := &v.Fields[i].Value
			*previous = Value{Kind: List, Items: append(previous.Elements(), value.Elements()...)}
		} else {
			index[name] = len(v.Fields)
			v.Fields = append(v.Fields, ValueField{name, value})
		}
		if !p.take(',') {
			p.take(';')
		}
	}
	return v
}

// fieldName reads the name of a field of a literal; that of an extension keeps its brackets.
func (p *parser) fieldName() string {
	if p.peek() == '[' {
		return "[" + p.name() + "]"
	}
	return p.name()
}
