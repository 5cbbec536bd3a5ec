package language

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// dialect is one of the two that validators speak.
type dialect int

const (
	re2 dialect = iota
	ecma
)

// What the dialects take `.` and `\s` for. The spaces of RE2 are those of ASCII without the vertical tab.
var (
	dots   = [2]string{`[^\n]`, `[^\n\r\x{2028}\x{2029}]`}
	spaces = [2]string{`\t\n\f\r `, `\t\n\x0b\f\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`}
)

var (
	errTooLarge    = errors.New("the pattern is too large")
	errUnsupported = errors.New("the pattern does not mean the same to all validators, or is not regular")
)

// translate writes a pattern as RE2 reads it, in the meaning of a dialect.
func translate(pattern string, d dialect) (string, error) {
	if len(pattern) > maxPattern {
		return "", errTooLarge
	}
	if !utf8.ValidString(pattern) {
		return "", errUnsupported
	}
	t := &translator{left: pattern, dialect: d}
	for t.left != "" {
		if err := t.next(); err != nil {
			return "", err
		}
	}
	return t.out.String(), nil
}

type translator struct {
	left    string
	dialect dialect
	out     strings.Builder
	// class says that the text is inside of brackets.
	class bool
}

// copy takes the next n bytes as they are.
func (t *translator) copy(n int) error {
	t.out.WriteString(t.left[:n])
	t.left = t.left[n:]
	return nil
}

// put takes the next n bytes for something else.
func (t *translator) put(n int, text string) error {
	t.out.WriteString(text)
	t.left = t.left[n:]
	return nil
}

func (t *translator) next() error {
	c := t.left[0]
	switch {
	case c == '\\':
		return t.escape()
	case t.class:
		return t.inClass(c)
	case c == '.':
		return t.put(1, dots[t.dialect])
	case c == '[':
		return t.open()
	case strings.HasPrefix(t.left, "(?") && !strings.HasPrefix(t.left, "(?:"):
		return t.named()
	}
	_, size := utf8.DecodeRuneInString(t.left)
	return t.copy(size)
}

// named reads the opening of a group with a name, which matches as one without; all else that opens so is not regular.
func (t *translator) named() error {
	end := strings.IndexByte(t.left, '>')
	if !strings.HasPrefix(t.left, "(?<") || end < 4 || strings.ContainsAny(t.left[3:4], "=!") {
		return errUnsupported
	}
	return t.put(end+1, "(?:")
}

// open reads an opening bracket. An empty class is one for ECMA only.
func (t *translator) open() error {
	t.class = true
	n := 1
	if strings.HasPrefix(t.left, "[^") {
		n = 2
	}
	if strings.HasPrefix(t.left[n:], "]") {
		return errUnsupported
	}
	return t.copy(n)
}

func (t *translator) inClass(c byte) error {
	switch c {
	case ']':
		t.class = false
	case '[':
		if strings.HasPrefix(t.left, "[:") {
			return errUnsupported // a class by name for RE2 only
		}
		return t.put(1, `\[`)
	}
	_, size := utf8.DecodeRuneInString(t.left)
	return t.copy(size)
}

// escape reads a backslash and what belongs to it.
func (t *translator) escape() error {
	if len(t.left) < 2 {
		return errUnsupported
	}
	switch c := t.left[1]; {
	case strings.IndexByte("dDwW", c) >= 0, c == 't', c == 'n', c == 'r', c == 'f', c == 'v':
		return t.copy(2)
	case c == 's':
		return t.space()
	case c == 'S':
		return t.noSpace()
	case c == 'b' && t.class:
		return t.put(2, `\x08`)
	case c == 'b', c == 'B' && !t.class:
		return t.copy(2)
	case c == '0' && (len(t.left) == 2 || t.left[2] < '0' || t.left[2] > '9'):
		return t.put(2, `\x00`)
	case c == 'x', c == 'u':
		return t.hex()
	case c == 'c' && len(t.left) > 2 && isLetter(t.left[2]):
		return t.put(3, fmt.Sprintf(`\x%02x`, t.left[2]%32))
	case c == 'p', c == 'P':
		return t.property()
	case c < utf8.RuneSelf && !isLetter(c) && (c < '0' || c > '9') && c != '_':
		return t.copy(2)
	}
	return errUnsupported
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func (t *translator) space() error {
	if t.class {
		return t.put(2, spaces[t.dialect])
	}
	return t.put(2, "["+spaces[t.dialect]+"]")
}

// noSpace has no meaning of its own inside of brackets that could be written there.
func (t *translator) noSpace() error {
	if !t.class {
		return t.put(2, "[^"+spaces[t.dialect]+"]")
	}
	if t.dialect == re2 {
		return t.copy(2)
	}
	return errUnsupported
}

// hex reads \xHH, \uHHHH (a pair of surrogates is one rune) and \u{H…}.
func (t *translator) hex() error {
	n, digits := 4, 2
	if t.left[1] == 'u' {
		n, digits = 6, 4
	}
	if strings.HasPrefix(t.left, "\\u{") {
		end := strings.IndexByte(t.left, '}')
		if end < 0 {
			return errUnsupported
		}
		return t.rune(end+1, t.left[3:end])
	}
	if len(t.left) < n {
		return errUnsupported
	}
	if high := t.left[n-digits : n]; digits == 4 && strings.HasPrefix(t.left[n:], "\\u") && len(t.left) >= 12 {
		if r := pair(high, t.left[8:12]); r != utf8.RuneError {
			return t.put(12, fmt.Sprintf(`\x{%x}`, r))
		}
	}
	return t.rune(n, t.left[n-digits:n])
}

// pair joins two surrogates.
func pair(high, low string) rune {
	h, err := strconv.ParseUint(high, 16, 32)
	if err != nil {
		return utf8.RuneError
	}
	l, err := strconv.ParseUint(low, 16, 32)
	if err != nil {
		return utf8.RuneError
	}
	return utf16.DecodeRune(rune(h), rune(l))
}

func (t *translator) rune(n int, digits string) error {
	r, err := strconv.ParseUint(digits, 16, 32)
	if err != nil || !utf8.ValidRune(rune(r)) {
		return errUnsupported
	}
	return t.put(n, fmt.Sprintf(`\x{%x}`, r))
}

// property reads \p{L}, which both dialects know by its short name.
func (t *translator) property() error {
	end := strings.IndexByte(t.left, '}')
	if end < 4 || end > 5 || t.left[2] != '{' {
		return errUnsupported
	}
	return t.copy(end + 1)
}
