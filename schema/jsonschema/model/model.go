// Package model is the structure of a JSON Schema schema as the reference registry compares it (contract §3.7.2): one
// typed node for each schema, whatever draft it was written in. The five drafts give the same nodes; where several kinds
// of keywords meet in one schema, a synthetic allOf holds a node for each.
//
// Nodes are read in two strictnesses. A strict load refuses what the reference refuses to register: keywords of the wrong
// JSON type, references that lead nowhere, patterns that do not compile. A lenient load drops what it cannot read.
// Nothing is fetched: references lead into the text, into the dependencies that came with it, or into the bundled
// meta-schemas.
package model

import (
	"math/big"

	"github.com/concord-registry/concord/schema/jsontree"
)

// Kind is what a node says.
type Kind int

// The kinds of nodes.
const (
	// Empty accepts everything: true, {} and schemas of annotations only.
	Empty Kind = iota
	// False accepts nothing.
	False
	Object
	Array
	String
	Number
	Boolean
	Null
	Enum
	Const
	Not
	Conditional
	Combined
	// Reference stands for its Target.
	Reference
)

func (k Kind) String() string {
	return [...]string{"anything", "nothing", "object", "array", "string", "number", "boolean", "null", "enum", "const",
		"not", "if/then/else", "combination", "reference"}[k]
}

// Node is one schema. Only the part that belongs to Kind is set. Nodes of recursive schemas form cycles, which always
// lead through a Reference.
type Node struct {
	Kind Kind
	// Typed says that the schema itself demands the type; otherwise its keywords say nothing about other types.
	Typed bool
	// Source is the schema's text; At its JSON pointer inside its document.
	Source *jsontree.Value
	At     string
	// Fingerprint tells schemas that say the same; Closed says that the schema refers to no other one. A strict load sets
	// neither.
	Fingerprint Fingerprint
	Closed      bool
	// Draft is the one that the schema is written in.
	Draft Draft
	// Unread says that a keyword of the schema, or of one inside of it, could not be read: the node may say less than the
	// text. It occurs for numbers beyond what is computed with, for meta-schemas, and otherwise in lenient loads only.
	Unread bool
	// Dynamic is where `$dynamicRef` or `$recursiveRef` leads, a Reference, and Undecided that it depends on who refers to
	// the schema. The reference reads over both keywords, so that Kind says nothing of them.
	Dynamic   *Node
	Undecided bool

	ID, Title, Description *string
	Default                *jsontree.Value

	Object   *ObjectRules
	Array    *ArrayRules
	String   *StringRules
	Number   *NumberRules
	Combined *Combination
	// Values are those of an Enum, or the one of a Const.
	Values []*jsontree.Value
	// Negated is the body of a Not.
	Negated *Node
	// If, Then and Else are those of a Conditional; each may be nil.
	If, Then, Else *Node
	// Target is where a Reference leads; nil when it leads nowhere, in a lenient load only.
	Target *Node
}

// Resolve follows references; nil when one leads nowhere or only to itself.
func (n *Node) Resolve() *Node {
	for steps := 0; n != nil && n.Kind == Reference; steps++ {
		if steps > maxHops {
			return nil
		}
		n = n.Target
	}
	return n
}

// Children are the schemas directly inside a node, in order; references are not followed.
func (n *Node) Children() []*Node {
	var out []*Node
	add := func(nodes ...*Node) {
		for _, child := range nodes {
			if child != nil {
				out = append(out, child)
			}
		}
	}
	switch n.Kind {
	case Object:
		o := n.Object
		for _, list := range [][]Property{o.Properties, o.Patterns} {
			for _, p := range list {
				add(p.Node)
			}
		}
		for _, d := range o.Dependencies {
			add(d.Schema)
		}
		add(o.Additional.Schema, o.Unevaluated.Schema, o.PropertyNames)
	case Array:
		a := n.Array
		add(a.Tuple...)
		add(a.Items, a.Additional.Schema, a.Unevaluated.Schema, a.Contains)
	case Combined:
		add(n.Combined.Parts...)
	case Not:
		add(n.Negated)
	case Conditional:
		add(n.If, n.Then, n.Else)
	}
	return out
}

// maxHops bounds chains of references that lead to references.
const maxHops = 1000

// ConnectType is the annotation `connect.type`, empty when there is none.
func (n *Node) ConnectType() string {
	if v := n.Source.Get("connect.type"); v.IsString() {
		return v.Text
	}
	return ""
}

// Open says what a schema allows beyond what it lists: Allowed with a nil Schema means everything, not Allowed nothing.
type Open struct {
	// Set is false when the keyword is absent, which allows everything.
	Set     bool
	Allowed bool
	Schema  *Node
}

// Anything reports whether a keyword allows everything, by its absence or as true.
func (o Open) Anything() bool {
	return o.Allowed && (o.Schema == nil || o.Schema.Kind == Empty && o.Schema.Source.Kind == jsontree.Bool)
}

// Property is one named schema.
type Property struct {
	Name string
	Node *Node
}

// Dependency is what the presence of a property asks for: other properties, or a schema.
type Dependency struct {
	Name string
	// Required is nil when Schema is set.
	Required []string
	Schema   *Node
}

// ObjectRules are the keywords of objects.
type ObjectRules struct {
	Properties    []Property
	Patterns      []Property
	Required      []string
	Additional    Open
	Unevaluated   Open
	PropertyNames *Node
	Dependencies  []Dependency
	Min, Max      *big.Rat
	// Lost says that the reference does not see Unevaluated here.
	Lost bool

	index map[string]*Node
}

// Index prepares Property for rules that were not loaded; call it when Properties are complete.
func (o *ObjectRules) Index() {
	o.index = make(map[string]*Node, len(o.Properties))
	for _, p := range o.Properties {
		o.index[p.Name] = p.Node
	}
}

// Property is the schema of a name, nil when the name is not declared.
func (o *ObjectRules) Property(name string) *Node { return o.index[name] }

// IsRequired reports whether name stands in Required.
func (o *ObjectRules) IsRequired(name string) bool {
	for _, r := range o.Required {
		if r == name {
			return true
		}
	}
	return false
}

// ArrayRules are the keywords of arrays. Items is the schema of all items, Tuple those by position; at most one is set.
type ArrayRules struct {
	Items       *Node
	Tuple       []*Node
	IsTuple     bool
	Additional  Open
	Unevaluated Open
	Contains    *Node
	Unique      bool
	Min, Max    *big.Rat
	// MinContains and MaxContains are nil when absent.
	MinContains, MaxContains *big.Rat
	// CountsContains says that Contains without MinContains asks for one item, in the draft's own words: since 2019-09.
	CountsContains bool
	// Lost says that the reference does not see Unevaluated, MinContains and MaxContains here.
	Lost bool
}

// StringRules are the keywords of strings.
type StringRules struct {
	Min, Max *big.Rat
	Pattern  *string
}

// NumberRules are the keywords of numbers.
type NumberRules struct {
	// Integer asks for integers.
	Integer                    bool
	Min, Max                   *big.Rat
	ExclusiveMin, ExclusiveMax *big.Rat
	// MinExcluded and MaxExcluded are the flags of draft 4, which make Min and Max exclusive.
	MinExcluded, MaxExcluded bool
	MultipleOf               *big.Rat
}

// Criterion says how a combination combines.
type Criterion string

// The three criteria.
const (
	AllOf Criterion = "allOf"
	AnyOf Criterion = "anyOf"
	OneOf Criterion = "oneOf"
)

// Combination is a list of schemas under one criterion.
type Combination struct {
	Criterion Criterion
	Parts     []*Node
	// Synthetic says that the text has no such keyword: several kinds of keywords met, or `type` is a list.
	Synthetic bool
}
