// Package made makes schemas that stand in no text: what a search asks for on its way, and single keywords of a schema that
// a proof looks at alone. The sources of all of them are empty, without a place.
package made

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// Schemas keeps the schemas that were made once, so that what says the same is always the same node. It belongs to one
// search.
type Schemas struct {
	nodes map[string]*model.Node
	from  map[variant]*model.Node
}

// variant is a schema that was made from another one.
type variant struct {
	of   *model.Node
	name string
}

// New is without schemas.
func New() Schemas {
	return Schemas{nodes: map[string]*model.Node{}, from: map[variant]*model.Node{}}
}

// once makes a node the first time that it is asked for by name.
func (m Schemas) once(name string, make func() *model.Node) *model.Node {
	n := m.nodes[name]
	if n == nil {
		n = make()
		m.nodes[name] = n
	}
	return n
}

func (m Schemas) variantOf(n *model.Node, name string, make func() *model.Node) *model.Node {
	v := m.from[variant{n, name}]
	if v == nil {
		v = make()
		v.Fingerprint = model.Fingerprint{} // it says something else than its text
		m.from[variant{n, name}] = v
	}
	return v
}

// noSource is the text of schemas that stand in no text.
var noSource = &jsontree.Value{Kind: jsontree.Object}

// OfKind asks for a type and nothing else.
func (m Schemas) OfKind(kind model.Kind) *model.Node {
	return m.once("type "+kind.String(), func() *model.Node { return Bare(kind) })
}

// OtherThan asks for another type.
func (m Schemas) OtherThan(kind model.Kind) *model.Node {
	return m.once("other "+kind.String(), func() *model.Node {
		return m.Not(m.OfKind(kind))
	})
}

// Untyped is a schema of one type without asking for the type.
func (m Schemas) Untyped(n *model.Node) *model.Node {
	return m.variantOf(n, "untyped", func() *model.Node {
		out := *n
		out.Typed = false
		return &out
	})
}

// Stripped is a schema without what it refers to dynamically.
func (m Schemas) Stripped(n *model.Node) *model.Node {
	return m.variantOf(n, "stripped", func() *model.Node {
		out := *n
		out.Dynamic = nil
		return &out
	})
}

// Independent is an object schema without its dependencies.
func (m Schemas) Independent(n *model.Node) *model.Node {
	return m.variantOf(n, "independent", func() *model.Node {
		out, rules := *n, *n.Object
		rules.Dependencies = nil
		out.Object = &rules
		return &out
	})
}

// Constant is the schema of one value.
func (m Schemas) Constant(v *jsontree.Value) *model.Node {
	return m.once("constant "+value.Spelling(v), func() *model.Node {
		return &model.Node{Kind: model.Const, Source: noSource, Values: []*jsontree.Value{v}}
	})
}

// Not is the schema that n negates.
func (m Schemas) Not(n *model.Node) *model.Node {
	return m.variantOf(n, "not", func() *model.Node {
		return &model.Node{Kind: model.Not, Source: noSource, Negated: n}
	})
}

// AnyOf is the choice of some schemas.
func (m Schemas) AnyOf(nodes []*model.Node) *model.Node {
	if len(nodes) == 1 {
		return nodes[0]
	}
	name := "any of"
	for _, n := range nodes {
		name += fmt.Sprintf(" %p", n)
	}
	return m.once(name, func() *model.Node {
		return &model.Node{Kind: model.Combined, Source: noSource,
			Combined: &model.Combination{Criterion: model.AnyOf, Parts: slices.Clone(nodes)}}
	})
}

// Having asks for an object that has some properties.
func (m Schemas) Having(names ...string) *model.Node {
	return m.once("having "+strings.Join(names, "\x00"), func() *model.Node {
		n := Bare(model.Object)
		n.Object.Required = names
		return n
	})
}

// Matching asks for strings that a pattern matches.
func (m Schemas) Matching(pattern string) *model.Node {
	return m.once("matching "+pattern, func() *model.Node {
		n := Bare(model.String)
		n.String.Pattern = &pattern
		return n
	})
}

// NonEmpty asks for strings of one letter or more.
func (m Schemas) NonEmpty() *model.Node {
	return m.once("not empty", func() *model.Node {
		n := Bare(model.String)
		n.String.Min = big.NewRat(1, 1)
		return n
	})
}

// Dependency is one of a schema's dependencies as a choice: the property is absent, or what depends on it holds.
func (m Schemas) Dependency(n *model.Node, d model.Dependency) *model.Node {
	holds := d.Schema
	name := "dependency of " + d.Name
	if holds == nil {
		holds = m.Having(d.Required...)
		name += " " + strings.Join(d.Required, "\x00")
	} else {
		name += " schema"
	}
	return m.variantOf(n, name, func() *model.Node {
		return &model.Node{Kind: model.Combined, Source: noSource,
			Combined: &model.Combination{Criterion: model.AnyOf, Parts: []*model.Node{m.Not(m.Having(d.Name)), holds}}}
	})
}
