package rpc

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/concord-registry/concord/server/fault"
)

// This file is the language of filters. A filter holds terms, all of which must be met:
//
//	domain:billing -subject:orders-* created>2026-12-01 owner:"the shop"
//
// A dash before a term negates it, an asterisk at the end of a value makes it a prefix, and keys with an order take < and
// >. A value with blanks stands in double quotes, in which a backslash takes the next character as it is.

// term is one term of a filter.
type term struct {
	key    string
	op     byte // one of : < >
	value  string
	prefix bool
	not    bool
}

// maxTerms bounds a filter.
const maxTerms = 50

// key says how the values of a key are compared. Exactly one of its functions is set; each gives the values that a thing
// has, which is none where it has none.
type key[T any] struct {
	text   func(T) []string
	number func(T) []int64
	time   func(T) []time.Time
}

// filter is a filter whose terms were understood.
type filter[T any] struct {
	terms []term
	tests []func(T) bool
}

// fits reports whether a thing meets all terms.
func (f filter[T]) fits(thing T) bool {
	for _, test := range f.tests {
		if !test(thing) {
			return false
		}
	}
	return true
}

// only is the value that a thing must have under a key of texts, or what it must begin with; ok is false where the filter
// does not say.
func (f filter[T]) only(key string) (value string, prefix, ok bool) {
	for _, t := range f.terms {
		if t.key == key && !t.not {
			return t.value, t.prefix, true
		}
	}
	return "", false, false
}

// parseFilter reads a filter over keys.
func parseFilter[T any](text string, keys map[string]key[T]) (filter[T], error) {
	var f filter[T]
	for rest := strings.TrimLeft(text, " "); rest != ""; rest = strings.TrimLeft(rest, " ") {
		t, left, err := parseTerm(rest)
		if err != nil {
			return f, err
		}
		k, known := keys[t.key]
		if !known {
			return f, fault.FilterInvalid.With("field", "filter").Because("there is no key %q here; the keys are %s", shortened(t.key), keyNames(keys))
		}
		test, err := k.test(t)
		if err != nil {
			return f, err
		}
		if f.terms, f.tests, rest = append(f.terms, t), append(f.tests, test), left; len(f.terms) > maxTerms {
			return f, fault.FilterInvalid.With("field", "filter").Because("a filter has at most %d terms", maxTerms)
		}
	}
	return f, nil
}

func keyNames[T any](keys map[string]key[T]) string {
	var names []string
	for name := range keys {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// parseTerm reads the first term of a text and returns what comes after it.
func parseTerm(text string) (t term, rest string, err error) {
	t.not = strings.HasPrefix(text, "-")
	text = strings.TrimPrefix(text, "-")
	at := strings.IndexAny(text, ":<> \"")
	if at <= 0 || text[at] == ' ' || text[at] == '"' {
		return t, "", fault.FilterInvalid.With("field", "filter").Because("at %q: a term is key:value", shortened(text))
	}
	t.key, t.op, text = text[:at], text[at], text[at+1:]
	if !strings.HasPrefix(text, `"`) {
		t.value, rest, _ = strings.Cut(text, " ")
	} else if t.value, rest, err = parseQuoted(text[1:]); err != nil {
		return t, "", err
	} else if star := strings.HasPrefix(rest, "*"); star {
		t.prefix, rest = true, rest[1:]
	}
	if value, star := strings.CutSuffix(t.value, "*"); star && !t.prefix && !strings.HasPrefix(text, `"`) {
		t.value, t.prefix = value, true
	}
	if t.value == "" && !t.prefix {
		return t, "", fault.FilterInvalid.With("field", "filter").Because("%q has no value", shortened(t.key))
	}
	if rest != "" && rest[0] != ' ' && strings.HasPrefix(text, `"`) {
		return t, "", fault.FilterInvalid.With("field", "filter").Because("a blank belongs between terms, at %q", shortened(rest))
	}
	return t, rest, nil
}

// parseQuoted reads up to the closing quote.
func parseQuoted(text string) (value, rest string, err error) {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '"':
			return b.String(), text[i+1:], nil
		case text[i] == '\\' && i+1 < len(text):
			i++
		}
		b.WriteByte(text[i])
	}
	return "", "", fault.FilterInvalid.With("field", "filter").Because("a quote is not closed")
}

// test is what a term asks of a thing.
func (k key[T]) test(t term) (func(T) bool, error) {
	var any func(T) bool
	switch {
	case k.text != nil && t.op == ':':
		any = func(thing T) bool { return slices.ContainsFunc(k.text(thing), t.says) }
	case k.number != nil && !t.prefix:
		n, err := strconv.ParseInt(t.value, 10, 64)
		if err != nil {
			return nil, t.wrong("a number")
		}
		any = func(thing T) bool {
			return slices.ContainsFunc(k.number(thing), func(has int64) bool { return t.holds(cmp.Compare(has, n)) })
		}
	case k.time != nil && !t.prefix:
		at, err := parseTime(t.value)
		if err != nil {
			return nil, t.wrong("a day or a time as in 2026-12-01T09:30:00Z")
		}
		any = func(thing T) bool {
			return slices.ContainsFunc(k.time(thing), func(has time.Time) bool { return t.holds(has.Compare(at)) })
		}
	default:
		return nil, fault.FilterInvalid.With("field", "filter").Because("%q is compared in another way", t.key)
	}
	return func(thing T) bool { return any(thing) != t.not }, nil
}

func (t term) wrong(wanted string) error {
	return fault.FilterInvalid.With("field", "filter").Because("%s: %q is not %s", t.key, shortened(t.value), wanted)
}

func (t term) says(value string) bool {
	if t.prefix {
		return strings.HasPrefix(value, t.value)
	}
	return value == t.value
}

func (t term) holds(compared int) bool {
	switch t.op {
	case '<':
		return compared < 0
	case '>':
		return compared > 0
	}
	return compared == 0
}

func parseTime(text string) (time.Time, error) {
	if at, err := time.Parse(time.DateOnly, text); err == nil {
		return at, nil
	}
	return time.Parse(time.RFC3339, text)
}

// yes is a truth as filters spell it.
func yes(b bool) []string { return []string{strconv.FormatBool(b)} }

// one is a text, nothing for an empty one.
func one(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}
