package avro

import (
	"slices"
	"strconv"

	"github.com/concord-registry/concord/schema/jsontree"
)

// printer writes the canonical text (contract §3.5). known holds the full names that are printed as names only: those of
// references, and every type once it was written out. sorted puts properties, aliases and the members of values in the
// order of their names and drops what a look-up does not see.
type printer struct {
	out    []byte
	known  map[string]bool
	sorted bool
	// replaced holds properties to be printed in place of others.
	replaced map[*[]jsontree.Member][]jsontree.Member
}

// canonical prints root, with the types of known as names.
func canonical(root *Node, known map[string]bool) string {
	p := printer{known: known}
	p.node(root, "")
	return string(p.out)
}

// node prints n inside of a namespace.
func (p *printer) node(n *Node, space string) {
	switch {
	case n.Kind == Union:
		p.union(n, space)
	case n.Kind.Named():
		p.named(n, space)
	case n.Kind.Primitive() && len(n.Props) == 0:
		p.text(n.Kind.String())
	default:
		p.open("type", n.Kind.String())
		if n.Kind == Array {
			p.member("items")
			p.node(n.Items, space)
		}
		if n.Kind == Map {
			p.member("values")
			p.node(n.Items, space)
		}
		p.props(&n.Props)
		p.raw("}")
	}
}

func (p *printer) union(n *Node, space string) {
	p.raw("[")
	for i, branch := range n.Branches {
		if i > 0 {
			p.raw(",")
		}
		p.node(branch, space)
	}
	p.raw("]")
}

func (p *printer) named(n *Node, space string) {
	if full := n.Name.Full(); p.known[full] {
		p.text(n.Name.In(space))
		return
	} else {
		p.known[full] = true
	}
	word := n.Kind.String()
	if n.Error && !p.sorted {
		word = "error"
	}
	p.open("type", word)
	p.string("name", n.Name.Simple)
	if n.Name.Space != space {
		p.string("namespace", n.Name.Space)
	}
	p.optional("doc", n.Doc)
	switch n.Kind {
	case Record:
		p.fields(n)
	case Enum:
		p.texts("symbols", n.Symbols)
		p.optional("default", n.Default)
	case Fixed:
		p.member("size")
		p.out = strconv.AppendInt(p.out, int64(n.Size), 10)
	}
	p.props(&n.Props)
	p.aliases(n)
	p.raw("}")
}

func (p *printer) fields(n *Node) {
	p.member("fields")
	p.raw("[")
	for i, f := range n.Fields {
		if i > 0 {
			p.raw(",")
		}
		p.field(f, n.Name.Space)
	}
	p.raw("]")
}

func (p *printer) field(f *Field, space string) {
	p.open("name", f.Name)
	p.member("type")
	p.node(f.Type, space)
	p.optional("doc", f.Doc)
	if f.Default != nil {
		p.member("default")
		p.value(f.Default)
	}
	if f.Order != "ascending" {
		p.string("order", f.Order)
	}
	if len(f.Aliases) > 0 {
		p.names(f.Aliases)
	}
	p.props(&f.Props)
	p.raw("}")
}

func (p *printer) aliases(n *Node) {
	if len(n.Aliases) == 0 {
		return
	}
	names := make([]string, len(n.Aliases))
	for i, alias := range n.Aliases {
		names[i] = alias.In(n.Name.Space)
	}
	p.names(names)
}

func (p *printer) names(names []string) {
	if p.sorted {
		names = slices.Sorted(slices.Values(names))
	}
	p.texts("aliases", names)
}

func (p *printer) props(owner *[]jsontree.Member) {
	props, replaced := p.replaced[owner]
	if !replaced {
		props = *owner
	}
	if p.sorted {
		props = sortedMembers(props)
	}
	for _, m := range props {
		p.member(m.Name)
		p.value(m.Value)
	}
}

func (p *printer) raw(s string)             { p.out = append(p.out, s...) }
func (p *printer) text(s string)            { p.out = jsontree.AppendQuoted(p.out, s) }
func (p *printer) member(name string)       { p.raw(","); p.text(name); p.raw(":") }
func (p *printer) string(name, text string) { p.member(name); p.text(text) }

func (p *printer) value(v *jsontree.Value) {
	number := printNumber
	if p.sorted {
		v, number = sorted(v), compareNumber
	}
	p.out = jsontree.Append(p.out, v, number)
}

// open begins an object with its first member.
func (p *printer) open(name, text string) {
	p.raw("{")
	p.text(name)
	p.raw(":")
	p.text(text)
}

func (p *printer) optional(name string, text *string) {
	if text != nil {
		p.string(name, *text)
	}
}

func (p *printer) texts(name string, list []string) {
	p.member(name)
	p.raw("[")
	for i, s := range list {
		if i > 0 {
			p.raw(",")
		}
		p.text(s)
	}
	p.raw("]")
}
