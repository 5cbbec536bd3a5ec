package jsontree

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/concord-registry/concord/schema"
)

// Options say what is read beyond RFC 8259. The zero value is strict.
type Options struct {
	// Comments allows // and /* */ wherever white space is allowed.
	Comments bool
	// NonFinite allows the number words NaN, Infinity and -Infinity.
	NonFinite bool
	// Trailing ignores whatever follows the first value.
	Trailing bool
	// Depth and Items bound the nesting and the number of values; zero means the defaults of [schema.DefaultLimits].
	Depth, Items int
	// File is the name that places carry.
	File string
}

// SyntaxError says where a text stops being JSON.
type SyntaxError struct {
	At     schema.Span
	Reason string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("%s: %s", e.At, e.Reason) }

// Parse reads one value. It returns a *[SyntaxError] for anything else.
func Parse(text string, o Options) (v *Value, err error) {
	limits := schema.Limits{Depth: o.Depth, Items: o.Items}.WithDefaults()
	o.Depth, o.Items = limits.Depth, limits.Items
	p := &parser{text: text, options: o, line: 1}
	defer func() {
		if r := recover(); r != nil {
			failure, ok := r.(*SyntaxError)
			if !ok {
				panic(r)
			}
			v, err = nil, failure
		}
	}()
	p.space()
	v = p.value(0)
	if !o.Trailing {
		if p.space(); p.pos < len(text) {
			p.fail("unexpected text after the value")
		}
	}
	return v, nil
}

// parser walks the text once. lineStart is the offset at which the current line begins.
type parser struct {
	text                 string
	options              Options
	pos, line, lineStart int
	items                int
}

func (p *parser) here() schema.Position {
	return schema.Position{Line: p.line, Column: p.pos - p.lineStart + 1}
}

func (p *parser) since(start schema.Position) schema.Span {
	return schema.Span{File: p.options.File, Start: start, End: p.here()}
}

func (p *parser) fail(format string, args ...any) {
	at := p.here()
	panic(&SyntaxError{
		At:     schema.Span{File: p.options.File, Start: at, End: schema.Position{Line: at.Line, Column: at.Column + 1}},
		Reason: fmt.Sprintf(format, args...),
	})
}

// peek is the next byte, 0 at the end.
func (p *parser) peek() byte {
	if p.pos < len(p.text) {
		return p.text[p.pos]
	}
	return 0
}

func (p *parser) newline() { p.line, p.lineStart = p.line+1, p.pos+1 }

func (p *parser) space() {
	for ; p.pos < len(p.text); p.pos++ {
		switch c := p.text[p.pos]; {
		case c == '\n':
			p.newline()
		case c == ' ', c == '\t', c == '\r':
		case c == '/' && p.options.Comments:
			p.comment()
		default:
			return
		}
	}
}

// comment leaves pos on the last byte of the comment.
func (p *parser) comment() {
	rest := p.text[p.pos:]
	switch {
	case strings.HasPrefix(rest, "//"):
		end := strings.IndexByte(rest, '\n')
		if end < 0 {
			end = len(rest)
		}
		p.pos += end - 1
	case strings.HasPrefix(rest, "/*"):
		end := strings.Index(rest[2:], "*/")
		if end < 0 {
			p.fail("the comment does not end")
		}
		for stop := p.pos + 2 + end + 1; p.pos < stop; p.pos++ {
			if p.text[p.pos] == '\n' {
				p.newline()
			}
		}
	default:
		p.fail("unexpected '/'")
	}
}

func (p *parser) value(depth int) *Value {
	if depth > p.options.Depth {
		p.fail("values are nested more than %d deep", p.options.Depth)
	}
	if p.items++; p.items > p.options.Items {
		p.fail("there are more than %d values", p.options.Items)
	}
	start, v := p.here(), &Value{}
	switch c := p.peek(); {
	case c == '{':
		p.object(v, depth)
	case c == '[':
		p.array(v, depth)
	case c == '"':
		v.Kind, v.Text = String, p.str()
	case c == '-' || c >= '0' && c <= '9':
		v.Kind, v.Text = Number, p.number()
	default:
		p.word(v)
	}
	v.At = p.since(start)
	return v
}

func (p *parser) object(v *Value, depth int) {
	v.Kind = Object
	index := map[string]int{}
	for first := true; p.more('}', first); first = false {
		if p.peek() != '"' {
			p.fail("expected the name of a member in double quotes")
		}
		start := p.here()
		name := p.str()
		at := p.since(start)
		p.space()
		p.expect(':')
		p.space()
		m := Member{name, at, p.value(depth + 1)}
		if i, again := index[name]; again {
			v.Members[i] = m
			continue
		}
		index[name] = len(v.Members)
		v.Members = append(v.Members, m)
	}
}

func (p *parser) array(v *Value, depth int) {
	v.Kind = Array
	for first := true; p.more(']', first); first = false {
		v.Items = append(v.Items, p.value(depth+1))
	}
}

// more steps over the opening bracket or a comma and reports whether an element follows; it consumes end.
func (p *parser) more(end byte, first bool) bool {
	if first {
		p.pos++
	}
	p.space()
	if p.peek() == end && first {
		p.pos++
		return false
	}
	if first {
		return true
	}
	if p.peek() == end {
		p.pos++
		return false
	}
	p.expect(',')
	p.space()
	return true
}

func (p *parser) expect(c byte) {
	if p.peek() != c || p.pos >= len(p.text) {
		p.fail("expected %q, found %s", string(c), p.found())
	}
	p.pos++
}

func (p *parser) found() string {
	if p.pos >= len(p.text) {
		return "the end of the text"
	}
	r, _ := utf8.DecodeRuneInString(p.text[p.pos:])
	return strconv.QuoteRune(r)
}

func (p *parser) word(v *Value) {
	rest := p.text[p.pos:]
	for _, w := range [...]struct {
		text  string
		value Value
	}{
		{"true", Value{Kind: Bool, Bool: true}}, {"false", Value{Kind: Bool}}, {"null", Value{}},
		{"NaN", Value{Kind: Number, Text: "NaN"}}, {"Infinity", Value{Kind: Number, Text: "Infinity"}},
	} {
		if strings.HasPrefix(rest, w.text) && !wordByte(rest, len(w.text)) && (w.value.Kind != Number || p.options.NonFinite) {
			*v = w.value
			p.pos += len(w.text)
			return
		}
	}
	p.fail("expected a value, found %s", p.found())
}

func wordByte(s string, i int) bool {
	return i < len(s) && (s[i] == '_' || s[i] >= '0' && s[i] <= '9' || s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z')
}

func (p *parser) number() string {
	start := p.pos
	if p.peek() == '-' {
		p.pos++
		if p.options.NonFinite && strings.HasPrefix(p.text[p.pos:], "Infinity") {
			p.pos += len("Infinity")
			return "-Infinity"
		}
	}
	if p.peek() == '0' {
		p.pos++
	} else {
		p.digits()
	}
	if p.peek() == '.' {
		p.pos++
		p.digits()
	}
	if p.peek()|0x20 == 'e' {
		if p.pos++; p.peek() == '+' || p.peek() == '-' {
			p.pos++
		}
		p.digits()
	}
	if wordByte(p.text, p.pos) {
		p.fail("unexpected %s in a number", p.found())
	}
	return p.text[start:p.pos]
}

func (p *parser) digits() {
	start := p.pos
	for p.peek() >= '0' && p.peek() <= '9' {
		p.pos++
	}
	if p.pos == start {
		p.fail("expected a digit, found %s", p.found())
	}
}

// str reads a string literal; text without escapes is not copied.
func (p *parser) str() string {
	p.pos++
	start := p.pos
	for ; p.pos < len(p.text); p.pos++ {
		switch c := p.text[p.pos]; {
		case c == '"':
			p.pos++
			return p.text[start : p.pos-1]
		case c == '\\':
			return p.escaped(p.text[start:p.pos])
		case c < 0x20:
			p.fail("a string holds the control character %s", p.found())
		}
	}
	p.fail("the string does not end")
	return ""
}

func (p *parser) escaped(head string) string {
	out := []byte(head)
	for p.pos < len(p.text) {
		switch c := p.text[p.pos]; {
		case c == '"':
			p.pos++
			return string(out)
		case c == '\\':
			out = p.escape(out)
		case c < 0x20:
			p.fail("a string holds the control character %s", p.found())
		default:
			out = append(out, c)
			p.pos++
		}
	}
	p.fail("the string does not end")
	return ""
}

func (p *parser) escape(out []byte) []byte {
	p.pos++
	c := p.peek()
	if c == 'u' {
		r := p.hex()
		if utf16.IsSurrogate(r) && strings.HasPrefix(p.text[p.pos:], `\u`) {
			mark := *p
			p.pos++
			if pair := utf16.DecodeRune(r, p.hex()); pair != utf8.RuneError {
				return utf8.AppendRune(out, pair)
			}
			*p = mark
		}
		return utf8.AppendRune(out, r)
	}
	i := strings.IndexByte(`"\/bfnrt`, c)
	if i < 0 || c == 0 {
		p.fail("unknown escape \\%s", p.found())
	}
	p.pos++
	return append(out, "\"\\/\b\f\n\r\t"[i])
}

// hex reads uXXXX.
func (p *parser) hex() rune {
	p.pos++
	if p.pos+4 > len(p.text) {
		p.fail("\\u needs four hexadecimal digits")
	}
	n, err := strconv.ParseUint(p.text[p.pos:p.pos+4], 16, 32)
	if err != nil {
		p.fail("\\u needs four hexadecimal digits")
	}
	p.pos += 4
	return rune(n)
}
