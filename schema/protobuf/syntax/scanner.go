package syntax

import (
	"strconv"
	"strings"

	"github.com/concord-registry/concord/schema"
)

// scanner walks over the text. Its methods stop the whole reading by panicking with a *schema.Error, which Parse
// recovers: the grammar reads plainly, and no error can be forgotten.
type scanner struct {
	text  string
	pos   int
	lines []int
	// file is what spans call the text.
	file string
	// end is the offset behind the last token that was read.
	end int
	// comments are those passed since the last token.
	comments []comment
	items    int
	limits   schema.Limits
	depth    int
}

func (s *scanner) fail(at Range, format string, args ...any) {
	f := File{lines: s.lines}
	if at.End > len(s.text) {
		at.End = len(s.text)
	}
	panic(schema.Errorf(schema.Protobuf, f.Span(s.file, at), format, args...))
}

func (s *scanner) failHere(format string, args ...any) {
	s.fail(Range{s.pos, s.pos + 1}, format, args...)
}

// count stops a text that lists more than the limit.
func (s *scanner) count() {
	if s.items++; s.items > s.limits.Items {
		s.failHere("the schema lists more than %d fields, values and options", s.limits.Items)
	}
}

// enter guards recursion; the caller leaves with the returned function.
func (s *scanner) enter() (leave func()) {
	if s.depth++; s.depth > s.limits.Depth {
		s.failHere("declarations are nested more than %d deep", s.limits.Depth)
	}
	return func() { s.depth-- }
}

// skip passes white space and comments.
func (s *scanner) skip() {
	for s.pos < len(s.text) {
		switch c := s.text[s.pos]; {
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			s.pos++
		case c == '/':
			s.comment()
		default:
			return
		}
	}
}

func (s *scanner) comment() {
	start := s.pos
	rest := s.text[s.pos:]
	switch {
	case strings.HasPrefix(rest, "//"):
		n := strings.IndexByte(rest, '\n')
		if n < 0 {
			n = len(rest)
		}
		s.pos += n
	case strings.HasPrefix(rest, "/*"):
		n := strings.Index(rest[2:], "*/")
		if n < 0 {
			s.fail(Range{start, start + 2}, "the comment has no end; close it with */")
		}
		s.pos += n + 4
	default:
		s.failHere("unexpected /")
	}
	s.comments = append(s.comments, comment{Range{start, s.pos}, s.text[start:s.pos]})
}

// done reports whether only white space and comments are left.
func (s *scanner) done() bool {
	s.skip()
	return s.pos >= len(s.text)
}

// peek is the next byte that matters, 0 at the end.
func (s *scanner) peek() byte {
	if s.done() {
		return 0
	}
	return s.text[s.pos]
}

// take passes c if it comes next.
func (s *scanner) take(c byte) bool {
	if s.peek() != c || s.pos >= len(s.text) {
		return false
	}
	s.pos++
	s.consumed()
	return true
}

func (s *scanner) consumed() {
	s.end = s.pos
	s.comments = s.comments[:0]
}

func (s *scanner) expect(c byte) {
	if !s.take(c) {
		s.failHere("expected %q", string(c))
	}
}

// word reads letters, digits, underscores, dashes and dots.
func (s *scanner) word() string {
	s.skip()
	start := s.pos
	for s.pos < len(s.text) && isWord(s.text[s.pos]) {
		s.pos++
	}
	if s.pos == start {
		s.failHere("expected a word")
	}
	s.consumed()
	return s.text[start:s.pos]
}

func isWord(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == '-' || c == '.'
}

// name reads a word, or one in parentheses or brackets without them.
func (s *scanner) name() string {
	switch {
	case s.take('('):
		w := s.word()
		s.expect(')')
		return w
	case s.take('['):
		w := s.word()
		for s.take('/') { // a type URL
			w += "/" + s.word()
		}
		s.expect(']')
		return w
	}
	return s.word()
}

// integer reads a decimal or hexadecimal number; leading zeros mean nothing.
func (s *scanner) integer() (int32, Range) {
	s.skip()
	start := s.pos
	w := s.word()
	at := Range{start, s.end}
	digits, base := w, 10
	if rest, hex := strings.CutPrefix(strings.ToLower(w), "0x"); hex {
		digits, base = rest, 16
	}
	n, err := strconv.ParseInt(digits, base, 32)
	if err != nil {
		s.fail(at, "expected an integer, found %s", w)
	}
	return int32(n), at
}

// str reads a quoted string, or a word in its place.
func (s *scanner) str() string {
	if c := s.peek(); c == '"' || c == '\'' {
		return s.quoted()
	}
	return s.word()
}

// quoted reads one or more adjacent quoted strings and decodes their escapes.
func (s *scanner) quoted() string {
	var b strings.Builder
	for {
		s.skip()
		start := s.pos
		quote := s.text[s.pos]
		for s.pos++; ; s.pos++ {
			if s.pos >= len(s.text) {
				s.fail(Range{start, start + 1}, "the string has no end; close it with %c", quote)
			}
			c := s.text[s.pos]
			if c == quote {
				break
			}
			if c == '\\' {
				s.escape(&b)
				continue
			}
			b.WriteByte(c)
		}
		s.pos++
		s.consumed()
		if c := s.peek(); c != '"' && c != '\'' {
			return b.String()
		}
	}
}

var simpleEscapes = map[byte]byte{'a': 7, 'b': 8, 'f': 12, 'n': 10, 'r': 13, 't': 9, 'v': 11}

// escape decodes the escape at pos and leaves pos at its last byte. Numeric escapes name a code point up to U+00FF.
func (s *scanner) escape(b *strings.Builder) {
	s.pos++
	if s.pos >= len(s.text) {
		s.failHere("the string ends in an escape")
	}
	c := s.text[s.pos]
	switch {
	case simpleEscapes[c] != 0:
		b.WriteByte(simpleEscapes[c])
	case c == 'x' || c == 'X':
		s.numeric(b, s.pos+1, 2, 16)
	case '0' <= c && c <= '7':
		s.numeric(b, s.pos, 3, 8)
	default:
		b.WriteByte(c)
	}
}

func (s *scanner) numeric(b *strings.Builder, from, most, base int) {
	end := from
	for end < len(s.text) && end < from+most && isDigit(s.text[end], base) {
		end++
	}
	n, err := strconv.ParseUint(s.text[from:end], base, 16)
	if err != nil {
		s.failHere("expected a digit in the escape")
	}
	b.WriteRune(rune(n))
	s.pos = end - 1
}

func isDigit(c byte, base int) bool {
	if base == 8 {
		return '0' <= c && c <= '7'
	}
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}
