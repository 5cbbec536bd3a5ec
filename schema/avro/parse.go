package avro

import (
	"math"
	"strconv"
	"strings"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsontree"
)

// parser builds nodes. types holds every named type that was met so far, by full name.
type parser struct {
	types     map[string]*Node
	rule      naming
	reference string
	defaults  *defaults
}

func newParser(types map[string]*Node) *parser { return &parser{types: types, defaults: newDefaults()} }

// tree reads one JSON value with nothing behind it: comments may stand before and inside of it, not after it.
func tree(text, file string, l schema.Limits) *jsontree.Value {
	root, err := jsontree.Parse(text, jsontree.Options{Comments: true, Trailing: true, Depth: l.Depth, Items: l.Items, File: file})
	if err != nil {
		syntax := err.(*jsontree.SyntaxError)
		fail(syntax.At, "this is not JSON: %s", syntax.Reason)
	}
	if rest := strings.Trim(text[offset(text, root.At.End):], whitespace); rest != "" {
		fail(schema.Span{File: file, Start: root.At.End, End: root.At.End}, "the schema ends here, but more text follows; remove it")
	}
	return root
}

const whitespace = " \t\r\n"

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

// named reads a type that is said by its name: in the namespace around it first, then as it stands.
func (p *parser) named(v *jsontree.Value, space string) *Node {
	if kind, ok := primitiveOf(v.Text); ok {
		return &Node{Kind: kind, At: v.At, Reference: p.reference}
	}
	if n := p.types[newName(v.Text, space).Full()]; n != nil {
		return n
	}
	if n := p.types[v.Text]; n != nil {
		return n
	}
	fail(v.At, "the type %q is not defined before its use; define it first, or add a reference to the schema that does", v.Text)
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

// define starts a named type: its name is known to what follows, its own parts included.
func (p *parser) define(kind Kind, v *jsontree.Value, space string) *Node {
	name := v.Get("name")
	if !name.IsString() {
		fail(v.At, "the %s has no name; add \"name\"", kind)
	}
	if own := v.Get("namespace"); own.IsString() {
		space = own.Text
	}
	n := p.new(kind, v)
	n.Name = newName(name.Text, space)
	p.rule.full(n.Name, name.At)
	n.Doc = text(v.Get("doc"))
	return n
}

// know makes n the type of its name unless an equal one is; a different one is refused.
func (p *parser) know(n *Node) {
	full := n.Name.Full()
	before := p.types[full]
	if before == nil {
		p.types[full] = n
		return
	}
	if !redefines(before, n) {
		fail(n.At, "%s is already defined, at %s; use its name here, or give one of the two another name", full, before.At)
	}
}

// redefines reports whether n, read up to its properties, may stand beside an earlier type of its name.
func redefines(before, n *Node) bool {
	if before.Kind != n.Kind || len(before.Props) > 0 || before.Error != n.Error {
		return false
	}
	switch n.Kind {
	case Enum:
		return equalTexts(before.Symbols, n.Symbols)
	case Fixed:
		return before.Size == n.Size
	}
	return !before.defined
}

func equalTexts(a, b []string) bool { return strings.Join(a, " ") == strings.Join(b, " ") }

func text(v *jsontree.Value) *string {
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
	if n.Default = text(v.Get("default")); n.Default != nil && !n.symbolIndex[*n.Default] {
		fail(v.Get("default").At, "the default %q is none of the symbols; add it to them, or choose one of them", *n.Default)
	}
	p.know(n)
	p.props(n, v)
	n.Aliases = p.aliases(v, n.Name.Space)
	return n
}

func (p *parser) fixed(v *jsontree.Value, space string) *Node {
	n := p.define(Fixed, v, space)
	size := v.Get("size")
	if size == nil || size.Kind != jsontree.Number || !integral(size.Text) {
		fail(v.At, "the fixed type has no size; add \"size\" with a number of bytes")
	}
	bytes, err := strconv.ParseInt(size.Text, 10, 64)
	if err != nil || bytes < 0 || bytes > math.MaxInt32 {
		fail(size.At, "a fixed type has from 0 to %d bytes, not %s", math.MaxInt32, size.Text)
	}
	n.Size = int(bytes)
	p.know(n)
	p.props(n, v)
	n.Aliases = p.aliases(v, n.Name.Space)
	return n
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
