package avro

import (
	"strings"
	"unicode"

	"github.com/concord-registry/concord/schema"
)

// Name is the name of a record, enum or fixed type: a simple name in a namespace, which may be empty.
type Name struct {
	Space, Simple string
}

// newName reads a name as it stands in a text. A dotted one brings its own namespace; any other is in space.
func newName(text, space string) Name {
	if dot := strings.LastIndexByte(text, '.'); dot >= 0 {
		return Name{text[:dot], text[dot+1:]}
	}
	return Name{space, text}
}

// Full is the name with its namespace.
func (n Name) Full() string {
	if n.Space == "" {
		return n.Simple
	}
	return n.Space + "." + n.Simple
}

func (n Name) String() string { return n.Full() }

// In is how a text says the name inside of a namespace: short where that means the same, full elsewhere and where the
// short one is a word of Avro's.
func (n Name) In(space string) string {
	if n.Space == "" || n.Space != space || isKeyword(n.Simple) {
		return n.Full()
	}
	return n.Simple
}

func isKeyword(name string) bool {
	for _, k := range kindNames {
		if k == name {
			return true
		}
	}
	return false
}

// naming says which names are allowed: Avro's own rule for new schemas, letters and digits of any script for stored ones.
type naming struct{ strict bool }

// simple refuses a name that is not one identifier. what says whose name it is.
func (r naming) simple(name, what string, at schema.Span) {
	for i, c := range name {
		if c == '_' || r.letter(c) || i > 0 && r.digit(c) {
			continue
		}
		fail(at, "%s %q is not allowed: %q cannot stand there; use letters, digits and _, a digit not first", what, name, string(c))
	}
	if name == "" {
		fail(at, "%s is empty", what)
	}
}

func (r naming) letter(c rune) bool {
	if r.strict {
		return c|0x20 >= 'a' && c|0x20 <= 'z'
	}
	return unicode.IsLetter(c)
}

func (r naming) digit(c rune) bool {
	if r.strict {
		return c >= '0' && c <= '9'
	}
	return unicode.IsDigit(c)
}

// full refuses a name whose simple part, or for new schemas whose namespace, is no identifier.
func (r naming) full(n Name, at schema.Span) {
	r.simple(n.Simple, "the name", at)
	if _, primitive := primitiveOf(n.Full()); primitive {
		fail(at, "a type cannot have the name of the primitive type %s; use another name or a namespace", n.Simple)
	}
	if r.strict && n.Space != "" {
		for segment := range strings.SplitSeq(n.Space, ".") {
			r.simple(segment, "the namespace part", at)
		}
	}
}

// alias refuses, for new schemas only, an alias whose simple part is no identifier.
func (r naming) alias(n Name, at schema.Span) {
	if r.strict {
		r.simple(n.Simple, "the alias", at)
	}
}
