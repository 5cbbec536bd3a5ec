package avro

import (
	"cmp"
	"slices"
	"strings"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsontree"
)

// The reference finds a type by its name once its definition is read to the end. What is named earlier, by a record inside
// of itself or by a text that defines the type further below, is awaited: its node is handed out empty and filled later.

// awaited is a type that is named or begun, but not read to the end. use is the first place that names it; open is set
// while the definition is read.
type awaited struct {
	node *Node
	use  schema.Span
	open bool
}

// root reads the type that a whole text says, and demands a definition of every type that it names.
func (p *parser) root(v *jsontree.Value) *Node {
	n := p.node(v, "")
	if len(p.awaited) > 0 {
		var missing []*awaited
		for _, w := range p.awaited {
			missing = append(missing, w)
		}
		first := slices.MinFunc(missing, func(a, b *awaited) int { return comparePositions(a.use.Start, b.use.Start) })
		fail(first.use, "the type %q is not defined; define it, or add a reference to the schema that does", first.node.Name)
	}
	return n
}

func comparePositions(a, b schema.Position) int {
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}

// named reads a type that is said by its name: in the namespace around it first, then as it stands.
func (p *parser) named(v *jsontree.Value, space string) *Node {
	if kind, ok := primitiveOf(v.Text); ok {
		return &Node{Kind: kind, At: v.At, Reference: p.reference}
	}
	full := v.Text
	if !strings.Contains(full, ".") {
		full = Name{space, full}.Full()
	}
	if n := p.types[full]; n != nil {
		return n
	}
	if n := p.types[v.Text]; n != nil {
		return n
	}
	return p.await(full, v.At).node
}

// await is the type of a full name that has no finished definition. Until it has one it counts as a record without fields.
func (p *parser) await(full string, at schema.Span) *awaited {
	w := p.awaited[full]
	if w == nil {
		w = &awaited{node: &Node{Kind: Record, Name: newName(full, "")}, use: at}
		p.awaited[full] = w
	}
	return w
}

// define starts a named type.
func (p *parser) define(kind Kind, v *jsontree.Value, space string) *Node {
	text := v.Get("name")
	if !text.IsString() {
		fail(v.At, "the %s has no name; add \"name\"", kind)
	}
	if own := v.Get("namespace"); own.IsString() {
		space = own.Text
	}
	name := newName(text.Text, space)
	p.rule.full(name, text.At)
	w := p.await(name.Full(), v.At)
	if w.open {
		fail(v.At, "%s is defined inside of its own definition; use its name here", name)
	}
	w.open = true
	*w.node = Node{Kind: kind, Name: name, Doc: textOf(v.Get("doc")), At: v.At, Reference: p.reference}
	return w.node
}

// settle ends a definition and is the type that it stands for: n, or the earlier record of its name. What an earlier
// definition of the name says must be the same.
func (p *parser) settle(n *Node) *Node {
	full := n.Name.Full()
	delete(p.awaited, full)
	n.defined = true
	before := p.types[full]
	switch {
	case before == nil:
		p.types[full] = n
		return n
	case !p.redefines(before, n):
		fail(n.At, "%s is already defined, at %s; use its name here, or give one of the two another name", full, before.At)
	case n.Kind == Record:
		return before
	}
	return n
}

// redefines reports whether two definitions of one name say the same. Documentation, aliases and the default symbol of an
// enum may differ. Named types inside of both are told by their names: where those are defined twice, they were compared.
func (p *parser) redefines(a, b *Node) bool {
	return a.Kind == b.Kind && a.Size == b.Size && slices.Equal(a.Symbols, b.Symbols) && sameProps(a.Props, b.Props) &&
		slices.EqualFunc(a.Fields, b.Fields, p.sameField)
}

func (p *parser) sameField(a, b *Field) bool {
	return a.Name == b.Name && a.Order == b.Order && sameProps(a.Props, b.Props) && sameType(a.Type, b.Type) &&
		sameValue(p.defaults.recode(a.Type, a.Default), p.defaults.recode(b.Type, b.Default))
}

func sameType(a, b *Node) bool {
	switch {
	case a.Kind != b.Kind:
		return false
	case a.Kind.Named():
		return a.Name == b.Name
	case !sameProps(a.Props, b.Props):
		return false
	case a.Kind == Array || a.Kind == Map:
		return sameType(a.Items, b.Items)
	}
	return slices.EqualFunc(a.Branches, b.Branches, sameType)
}

func sameProps(a, b []jsontree.Member) bool {
	return slices.EqualFunc(sortedMembers(a), sortedMembers(b), func(x, y jsontree.Member) bool {
		return x.Name == y.Name && sameValue(x.Value, y.Value)
	})
}

// sameValue reports whether two values, or none on either side, print alike when their members are sorted.
func sameValue(a, b *jsontree.Value) bool {
	if a == nil || b == nil {
		return a == b
	}
	return string(jsontree.Append(nil, sorted(a), printNumber)) == string(jsontree.Append(nil, sorted(b), printNumber))
}
