package avro

import (
	"math"
	"strconv"
	"strings"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsontree"
)

// parser builds nodes. types holds every named type that was read to its end, by full name, awaited those that were not.
type parser struct {
	types     map[string]*Node
	awaited   map[string]*awaited
	rule      naming
	reference string
	defaults  *defaults
	// aliased is set once a field has aliases.
	aliased bool
}

func newParser(types map[string]*Node) *parser {
	return &parser{types: types, awaited: map[string]*awaited{}, defaults: newDefaults()}
}

// tree reads one JSON value with nothing behind it: comments may stand before and inside of it, not after it.
func tree(text, file string, l schema.Limits) *jsontree.Value {
	root, err := jsontree.Parse(text, jsontree.Options{Comments: true, Trailing: true, Depth: l.Depth, Items: l.Items, File: file})
	if err != nil {
		syntax := err.(*jsontree.SyntaxError)
		fail(syntax.At, "this is not JSON: %s", syntax.Reason)
	}
	if rest := strings.TrimFunc(text[offset(text, root.At.End):], blank); rest != "" {
		fail(schema.Span{File: file, Start: root.At.End, End: root.At.End}, "the schema ends here, but more text follows; remove it")
	}
	return root
}

// blank reports whether the reference takes a character behind the schema for a blank: control characters are.
func blank(c rune) bool { return c <= ' ' }

// offset is where a position lies in the text that it was taken from.
func offset(text string, p schema.Position) int {
	start := 0
	for line := 1; line < p.Line; line++ {
		start += strings.IndexByte(text[start:], '\n') + 1
	}
	return start + p.Column - 1
}

// node reads a type. space is the namespace around it.
func (p *parser) node(v *jsontree.Value, space string) *Node {
	switch v.Kind {
	case jsontree.String:
		return p.named(v, space)
	case jsontree.Array:
		return p.union(v, space)
	case jsontree.Object:
		return p.object(v, space)
	}
	fail(v.At, "a type is a name, an object or a list, not a %s", v.Kind)
	return nil
}

func (p *parser) object(v *jsontree.Value, space string) *Node {
	word := v.Get("type")
	if !word.IsString() {
		fail(v.At, "the object has no type; add \"type\" with the name of one")
	}
	if kind, ok := primitiveOf(word.Text); ok {
		n := p.new(kind, v)
		p.props(n, v)
		return n
	}
	switch word.Text {
	case "record", "error":
		return p.record(v, space)
	case "enum":
		return p.enum(v, space)
	case "fixed":
		return p.fixed(v, space)
	case "array":
		return p.container(Array, v, "items", space)
	case "map":
		return p.container(Map, v, "values", space)
	}
	return p.named(word, space)
}

func (p *parser) new(kind Kind, v *jsontree.Value) *Node {
	return &Node{Kind: kind, At: v.At, Reference: p.reference}
}

func (p *parser) container(kind Kind, v *jsontree.Value, member, space string) *Node {
	items := v.Get(member)
	if items == nil {
		fail(v.At, "the %s has no %q; add the type of what it holds", kind, member)
	}
	n := p.new(kind, v)
	n.Items = p.node(items, space)
	p.props(n, v)
	return n
}

func (p *parser) union(v *jsontree.Value, space string) *Node {
	n := p.new(Union, v)
	seen := make(map[string]bool, len(v.Items))
	for _, item := range v.Items {
		branch := p.node(item, space)
		if branch.Kind == Union {
			fail(item.At, "a union cannot be a branch of a union; list its branches here instead")
		}
		if name := branch.TypeName(); seen[name] {
			fail(item.At, "the union has the branch %s twice; remove one", name)
		} else {
			seen[name] = true
		}
		n.Branches = append(n.Branches, branch)
	}
	return n
}

// TypeName is the full name of a named type and the word for any other: what tells the branches of a union apart.
func (n *Node) TypeName() string {
	if n.Kind.Named() {
		return n.Name.Full()
	}
	return n.Kind.String()
}

// textOf is the text of a member, nil when it is missing or something else.
func textOf(v *jsontree.Value) *string {
	if !v.IsString() {
		return nil
	}
	return &v.Text
}

func (p *parser) enum(v *jsontree.Value, space string) *Node {
	n := p.define(Enum, v, space)
	symbols := v.Get("symbols")
	if symbols == nil || symbols.Kind != jsontree.Array {
		fail(v.At, "the enum has no list of symbols; add \"symbols\"")
	}
	n.symbolIndex = make(map[string]bool, len(symbols.Items))
	for _, s := range symbols.Items {
		if !s.IsString() {
			fail(s.At, "a symbol is a text, not a %s", s.Kind)
		}
		p.rule.simple(s.Text, "the symbol", s.At)
		if n.symbolIndex[s.Text] {
			fail(s.At, "the symbol %s stands twice; remove one", s.Text)
		}
		n.symbolIndex[s.Text] = true
		n.Symbols = append(n.Symbols, s.Text)
	}
	if n.Default = textOf(v.Get("default")); n.Default != nil && !n.symbolIndex[*n.Default] {
		fail(v.Get("default").At, "the default %q is none of the symbols; add it to them, or choose one of them", *n.Default)
	}
	p.props(n, v)
	n.Aliases = p.aliases(v, n.Name.Space)
	return p.settle(n)
}

// maxFixed is the length of the longest list of bytes that the reference holds.
const maxFixed = math.MaxInt32 - 8

func (p *parser) fixed(v *jsontree.Value, space string) *Node {
	n := p.define(Fixed, v, space)
	size := v.Get("size")
	if size == nil || size.Kind != jsontree.Number || !integral(size.Text) {
		fail(v.At, "the fixed type has no size; add \"size\" with a number of bytes")
	}
	bytes, err := strconv.ParseInt(size.Text, 10, 64)
	if err != nil || bytes < 0 || bytes > maxFixed {
		fail(size.At, "a fixed type has from 0 to %d bytes, not %s", maxFixed, size.Text)
	}
	n.Size = int(bytes)
	p.props(n, v)
	n.Aliases = p.aliases(v, n.Name.Space)
	return p.settle(n)
}

// aliases reads the aliases of a named type; one without a namespace is in that of the type.
func (p *parser) aliases(v *jsontree.Value, space string) []Name {
	var names []Name
	seen := map[Name]bool{}
	for _, alias := range texts(v, "aliases") {
		name := newName(alias.Text, space)
		p.rule.alias(name, alias.At)
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	return names
}

// texts are the elements of a member that may be missing but is a list of texts where it stands.
func texts(v *jsontree.Value, member string) []*jsontree.Value {
	list := v.Get(member)
	if list == nil {
		return nil
	}
	if list.Kind != jsontree.Array {
		fail(list.At, "%q is a list of texts, not a %s", member, list.Kind)
	}
	for _, item := range list.Items {
		if !item.IsString() {
			fail(item.At, "%q is a list of texts; this is a %s", member, item.Kind)
		}
	}
	return list.Items
}
