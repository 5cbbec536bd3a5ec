package avro

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsontree"
)

// Normalising rewrites a schema to JSON in which every name is full and every order that means nothing is sorted, and
// reads that again (contract §3.5). Reading again is not idle: a type without a namespace inside of one that has one
// moves into it, and may there meet another type of its name.

// Normalized is the canonical text of the normalised schema. It returns an *[schema.Error] for the schemas that cannot
// be rewritten: those with integers of more than 64 bits in a property, and those whose names no longer fit together.
func (s *Schema) Normalized() (normal string, err error) {
	defer guard(&err)
	n := normalizer{known: maps.Clone(s.references), defaults: newDefaults()}
	rewritten := n.node(s.Root)
	p := newParser(maps.Clone(s.referenced))
	return canonical(p.root(rewritten), maps.Clone(s.references)), nil
}

// normalizer rewrites one schema. known holds the full names that were written out, or come from references.
type normalizer struct {
	known    map[string]bool
	defaults *defaults
}

func (z *normalizer) node(n *Node) *jsontree.Value {
	switch {
	case n.Kind == Union:
		branches := make([]*jsontree.Value, len(n.Branches))
		for i, branch := range n.Branches {
			branches[i] = z.node(branch)
		}
		return list(n.At, branches)
	case n.Kind.Named():
		return z.named(n)
	case n.Kind.Primitive() && len(n.Props) == 0:
		return word(n.At, n.Kind.String())
	}
	o := object(n.At, "type", n.Kind.String())
	if n.Kind == Array {
		add(o, "items", z.node(n.Items))
	}
	if n.Kind == Map {
		add(o, "values", z.node(n.Items))
	}
	addProps(o, n)
	return o
}

func (z *normalizer) named(n *Node) *jsontree.Value {
	full := n.Name.Full()
	if z.known[full] {
		return word(n.At, full)
	}
	z.known[full] = true
	o := object(n.At, "name", full)
	add(o, "type", word(n.At, n.Kind.String()))
	switch n.Kind {
	case Enum:
		add(o, "symbols", words(n.At, n.Symbols))
		if n.Default != nil {
			add(o, "default", word(n.At, *n.Default))
		}
	case Fixed:
		add(o, "size", &jsontree.Value{Kind: jsontree.Number, Text: strconv.Itoa(n.Size), At: n.At})
	case Record:
		fields := make([]*jsontree.Value, len(n.Fields))
		for i, f := range n.Fields {
			fields[i] = z.field(f)
		}
		add(o, "fields", list(n.At, fields))
	}
	if n.Doc != nil && *n.Doc != "" {
		add(o, "doc", word(n.At, *n.Doc))
	}
	addSorted(o, "aliases", n.aliasNames())
	addProps(o, n)
	return o
}

// aliasNames are the aliases of n in full.
func (n *Node) aliasNames() []string {
	names := make([]string, len(n.Aliases))
	for i, alias := range n.Aliases {
		names[i] = alias.Full()
	}
	return names
}

func (z *normalizer) field(f *Field) *jsontree.Value {
	o := object(f.At, "name", f.Name)
	add(o, "type", z.node(f.Type))
	if f.Doc != nil {
		add(o, "doc", word(f.At, *f.Doc))
	}
	if value := z.defaults.recode(f.Type, f.Default); value != nil {
		add(o, "default", value)
	}
	add(o, "order", word(f.At, f.Order))
	addSorted(o, "aliases", f.Aliases)
	for _, m := range sortedMembers(f.Props) {
		add(o, m.Name, sortedProp(m.Value))
	}
	return o
}

// addProps adds the properties of a type: a valid logical type with its parameters first, the rest by name.
func addProps(o *jsontree.Value, n *Node) {
	first := n.leadingProps()
	for _, name := range first {
		add(o, name, n.Prop(name))
	}
	for _, m := range sortedMembers(n.Props) {
		if !slices.Contains(first, m.Name) {
			add(o, m.Name, sortedProp(m.Value))
		}
	}
}

// javaClasses are the properties by which a schema names a Java class for a type.
var javaClasses = [...]string{"avro.java.string", "java-class", "java-key-class", "java-element-class"}

// leadingProps names the properties of a logical type. A type that Java maps to a class of its own has none.
func (n *Node) leadingProps() []string {
	l := n.Logical()
	for _, name := range javaClasses {
		if n.Prop(name).IsString() {
			return nil
		}
	}
	switch {
	case l == nil:
		return nil
	case l.Name == "decimal" && l.Scale != 0:
		return []string{"logicalType", "precision", "scale"}
	case l.Name == "decimal":
		return []string{"logicalType", "precision"}
	}
	return []string{"logicalType"}
}

// sortedProp is a value with the members of its objects sorted at every depth.
func sortedProp(v *jsontree.Value) *jsontree.Value {
	requireLong(v)
	return sorted(v)
}

func sorted(v *jsontree.Value) *jsontree.Value {
	switch v.Kind {
	case jsontree.Array:
		items := make([]*jsontree.Value, len(v.Items))
		for i, item := range v.Items {
			items[i] = sorted(item)
		}
		return list(v.At, items)
	case jsontree.Object:
		o := &jsontree.Value{Kind: jsontree.Object, At: v.At}
		for _, m := range sortedMembers(v.Members) {
			add(o, m.Name, sorted(m.Value))
		}
		return o
	}
	return v
}

func sortedMembers(members []jsontree.Member) []jsontree.Member {
	return slices.SortedStableFunc(slices.Values(members), func(a, b jsontree.Member) int { return compareUTF16(a.Name, b.Name) })
}

// compareUTF16 orders texts as Java does, by their UTF-16 units.
func compareUTF16(a, b string) int {
	if c := cmp.Compare(a, b); c == 0 || !strings.ContainsFunc(a+b, func(r rune) bool { return r > 0xD7FF }) {
		return c
	}
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}

func addSorted(o *jsontree.Value, name string, texts []string) {
	if len(texts) > 0 {
		add(o, name, words(o.At, slices.SortedFunc(slices.Values(texts), compareUTF16)))
	}
}

func add(o *jsontree.Value, name string, v *jsontree.Value) {
	o.Members = append(o.Members, jsontree.Member{Name: name, At: v.At, Value: v})
}

func object(at schema.Span, name, text string) *jsontree.Value {
	o := &jsontree.Value{Kind: jsontree.Object, At: at}
	add(o, name, word(at, text))
	return o
}

func word(at schema.Span, text string) *jsontree.Value {
	return &jsontree.Value{Kind: jsontree.String, Text: text, At: at}
}

func words(at schema.Span, texts []string) *jsontree.Value {
	items := make([]*jsontree.Value, len(texts))
	for i, text := range texts {
		items[i] = word(at, text)
	}
	return list(at, items)
}

func list(at schema.Span, items []*jsontree.Value) *jsontree.Value {
	return &jsontree.Value{Kind: jsontree.Array, Items: items, At: at}
}
