package avro

import (
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsontree"
)

// Kind is one of Avro's types. An error (the record of a protocol's fault) is a Record with [Node.Error] set.
type Kind int

// The kinds, primitive ones first.
const (
	Null Kind = iota
	Boolean
	Int
	Long
	Float
	Double
	Bytes
	String
	Record
	Enum
	Array
	Map
	Union
	Fixed
)

var kindNames = [...]string{
	"null", "boolean", "int", "long", "float", "double", "bytes", "string",
	"record", "enum", "array", "map", "union", "fixed",
}

// String is the kind as a schema spells it: `int`, `record`.
func (k Kind) String() string { return kindNames[k] }

// Primitive reports whether a type of this kind has neither name nor parts.
func (k Kind) Primitive() bool { return k <= String }

// Named reports whether a type of this kind has a name: records, enums and fixed types.
func (k Kind) Named() bool { return k == Record || k == Enum || k == Fixed }

// primitiveOf is the primitive kind of that name.
func primitiveOf(name string) (Kind, bool) {
	for k := Null; k <= String; k++ {
		if kindNames[k] == name {
			return k, true
		}
	}
	return 0, false
}

// Node is one type in a schema. Every place that spells a type out has a Node of its own; places that name a type share
// the Node of its definition, so schemas may be cyclic. Nodes must not be changed once [Parse] has returned them.
type Node struct {
	Kind Kind
	// Name and Aliases belong to named kinds. Aliases are full, each stands once, in the order of the text.
	Name    Name
	Aliases []Name
	// Doc is nil when the text has none. Only named kinds have it.
	Doc *string
	// Error is set for a record that is written as an error.
	Error bool
	// Fields are those of a Record.
	Fields []*Field
	// Symbols are those of an Enum, and Default is its default symbol, nil when it has none.
	Symbols []string
	Default *string
	// Size is that of a Fixed, in bytes.
	Size int
	// Items is the type of the elements of an Array or of the values of a Map.
	Items *Node
	// Branches are those of a Union.
	Branches []*Node
	// Props are the members that Avro gives no meaning on this kind, in the order of the text, `logicalType` and its
	// parameters among them.
	Props []jsontree.Member
	// At is the definition.
	At schema.Span
	// Reference is the name of the reference that brings the type, empty for what the schema itself defines.
	Reference string

	fieldIndex  map[string]int
	symbolIndex map[string]bool
	defined     bool
}

// Field is a field of a record.
type Field struct {
	Name string
	// Doc is nil when the text has none.
	Doc  *string
	Type *Node
	// Default is the default value as JSON; nil when there is none. Text for a float or double stands here as a number.
	Default *jsontree.Value
	// Order is ascending, descending or ignore.
	Order string
	// Aliases are the other names of the field, each once, in the order of the text.
	Aliases []string
	// Props are the members that Avro gives no meaning, in the order of the text.
	Props []jsontree.Member
	// At is the field's object, NameAt the value of its name, TypeAt that of its type.
	At, NameAt, TypeAt schema.Span
}

// Field is the field of that name, nil when n has none; Index is its place.
func (n *Node) Field(name string) *Field {
	if i := n.Index(name); i >= 0 {
		return n.Fields[i]
	}
	return nil
}

// Index is the place of the field of that name, -1 when n has none.
func (n *Node) Index(name string) int {
	if i, ok := n.fieldIndex[name]; ok {
		return i
	}
	return -1
}

// HasSymbol reports whether n is an enum with that symbol.
func (n *Node) HasSymbol(symbol string) bool { return n.symbolIndex[symbol] }

// Prop is the value of a property of n, nil when it has none of that name.
func (n *Node) Prop(name string) *jsontree.Value { return propOf(n.Props, name) }

// Prop is the value of a property of f, nil when it has none of that name.
func (f *Field) Prop(name string) *jsontree.Value { return propOf(f.Props, name) }

func propOf(props []jsontree.Member, name string) *jsontree.Value {
	for i := range props {
		if props[i].Name == name {
			return props[i].Value
		}
	}
	return nil
}

// children lists the types that n is made of, in the order of the text.
func (n *Node) children() []*Node {
	switch n.Kind {
	case Record:
		children := make([]*Node, len(n.Fields))
		for i, f := range n.Fields {
			children[i] = f.Type
		}
		return children
	case Array, Map:
		return []*Node{n.Items}
	case Union:
		return n.Branches
	}
	return nil
}
