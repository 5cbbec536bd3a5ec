package jsonschema

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// made keeps the schemas that a search makes itself, so that what says the same is always the same node.
type made struct {
	nodes map[string]*model.Node
	from  map[variant]*model.Node
}

// variant is a schema that was made from another one.
type variant struct {
	of   *model.Node
	name string
}

func newMade() made {
	return made{nodes: map[string]*model.Node{}, from: map[variant]*model.Node{}}
}

// once makes a node the first time that it is asked for by name.
func (m made) once(name string, make func() *model.Node) *model.Node {
	n := m.nodes[name]
	if n == nil {
		n = make()
		m.nodes[name] = n
	}
	return n
}

func (m made) variantOf(n *model.Node, name string, make func() *model.Node) *model.Node {
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

// ofKind asks for a type and nothing else.
func (m made) ofKind(kind model.Kind) *model.Node {
	return m.once("type "+kind.String(), func() *model.Node { return bareType(kind) })
}

// otherThan asks for another type.
func (m made) otherThan(kind model.Kind) *model.Node {
	return m.once("other "+kind.String(), func() *model.Node {
		return m.not(m.ofKind(kind))
	})
}

// untyped is a schema of one type without asking for the type.
func (m made) untyped(n *model.Node) *model.Node {
	return m.variantOf(n, "untyped", func() *model.Node {
		out := *n
		out.Typed = false
		return &out
	})
}

// stripped is a schema without what it refers to dynamically.
func (m made) stripped(n *model.Node) *model.Node {
	return m.variantOf(n, "stripped", func() *model.Node {
		out := *n
		out.Dynamic = nil
		return &out
	})
}

// independent is an object schema without its dependencies.
func (m made) independent(n *model.Node) *model.Node {
	return m.variantOf(n, "independent", func() *model.Node {
		out, rules := *n, *n.Object
		rules.Dependencies = nil
		out.Object = &rules
		return &out
	})
}

// constant is the schema of one value.
func (m made) constant(v *jsontree.Value) *model.Node {
	return m.once("constant "+spelling(v), func() *model.Node {
		return &model.Node{Kind: model.Const, Source: noSource, Values: []*jsontree.Value{v}}
	})
}

// not is the schema that n negates.
func (m made) not(n *model.Node) *model.Node {
	return m.variantOf(n, "not", func() *model.Node {
		return &model.Node{Kind: model.Not, Source: noSource, Negated: n}
	})
}

// anyOf is the choice of some schemas.
func (m made) anyOf(nodes []*model.Node) *model.Node {
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

// having asks for an object that has some properties.
func (m made) having(names ...string) *model.Node {
	return m.once("having "+strings.Join(names, "\x00"), func() *model.Node {
		n := bareType(model.Object)
		n.Object.Required = names
		return n
	})
}

// matching asks for strings that a pattern matches.
func (m made) matching(pattern string) *model.Node {
	return m.once("matching "+pattern, func() *model.Node {
		n := bareType(model.String)
		n.String.Pattern = &pattern
		return n
	})
}

// nonEmpty asks for strings of one letter or more.
func (m made) nonEmpty() *model.Node {
	return m.once("not empty", func() *model.Node {
		n := bareType(model.String)
		n.String.Min = big.NewRat(1, 1)
		return n
	})
}

// dependency is one of a schema's dependencies as a choice: the property is absent, or what depends on it holds.
func (m made) dependency(n *model.Node, d model.Dependency) *model.Node {
	holds := d.Schema
	name := "dependency of " + d.Name
	if holds == nil {
		holds = m.having(d.Required...)
		name += " " + strings.Join(d.Required, "\x00")
	} else {
		name += " schema"
	}
	return m.variantOf(n, name, func() *model.Node {
		return &model.Node{Kind: model.Combined, Source: noSource,
			Combined: &model.Combination{Criterion: model.AnyOf, Parts: []*model.Node{m.not(m.having(d.Name)), holds}}}
	})
}
