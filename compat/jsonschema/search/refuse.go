package search

import (
	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// refuse takes in a schema to violate.
func (f *Finder) refuse(g *goal, n *model.Node) (more []Literal, possible bool) {
	switch n.Kind {
	case model.False:
		return nil, true
	case model.Empty:
		return nil, false
	case model.Reference:
		if n.Target == nil {
			return nil, true
		}
		return []Literal{Violate(n.Target)}, true
	case model.Combined:
		return f.refuseCombined(g, n), true
	case model.Not:
		return []Literal{Satisfy(n.Negated)}, true
	case model.Conditional:
		return nil, f.refuseConditional(g, n)
	case model.Enum, model.Const:
		g.excluded = append(g.excluded, n.Values...)
		return nil, true
	}
	return f.refuseTyped(g, n)
}

// refuseTyped takes in a schema of one type to violate: the value is of another type, or its keywords refuse it.
func (f *Finder) refuseTyped(g *goal, n *model.Node) (more []Literal, possible bool) {
	kind := value.KindsOf(n.Kind)
	switch {
	case g.kinds&kind == 0:
		return nil, n.Typed
	case !n.Typed:
		g.kinds &= kind
	case g.kinds&^kind != 0 && saysMore(n):
		g.choices = append(g.choices, choice{{Satisfy(f.Made.OtherThan(n.Kind))}, {Satisfy(f.Made.OfKind(n.Kind)), Violate(f.Variant(f.Made.Untyped, n))}})
		return nil, true
	case g.kinds&^kind != 0:
		g.kinds &^= kind
		return nil, true
	}
	if !saysMore(n) {
		return nil, false
	}
	if n.Kind != model.Object || len(n.Object.Dependencies) == 0 {
		g.rules = append(g.rules, Violate(n))
		return nil, true
	}
	c := choice{{Violate(f.Variant(f.Made.Independent, n))}}
	for _, d := range n.Object.Dependencies {
		c = append(c, []Literal{Violate(f.Made.Dependency(n, d))})
	}
	g.choices = append(g.choices, c)
	return nil, true
}

// saysMore reports whether a schema of one type has more to it than the type.
func saysMore(n *model.Node) bool {
	switch n.Kind {
	case model.Number:
		return *n.Number != model.NumberRules{}
	case model.String:
		return *n.String != model.StringRules{}
	case model.Object:
		o := n.Object
		return len(o.Properties)+len(o.Patterns)+len(o.Required)+len(o.Dependencies) > 0 || o.PropertyNames != nil ||
			o.Min != nil || o.Max != nil || !o.Additional.Anything() || !o.Unevaluated.Anything()
	case model.Array:
		a := n.Array
		return len(a.Tuple) > 0 || a.Items != nil || a.Contains != nil || a.Unique || a.Min != nil || a.Max != nil ||
			!a.Additional.Anything() || !a.Unevaluated.Anything()
	}
	return false
}

func (f *Finder) refuseCombined(g *goal, n *model.Node) []Literal {
	parts := n.Combined.Parts
	f.Unfold(n)
	if n.Combined.Criterion != model.OneOf {
		if n.Combined.Criterion == model.AllOf {
			return g.all(parts, true)
		}
		literals := make([]Literal, len(parts))
		for i, part := range parts {
			literals[i] = Violate(part)
		}
		return literals
	}
	if len(parts) > maxOneOf {
		return nil
	}
	f.work += len(parts) * len(parts) / 8
	var none []Literal
	for _, part := range parts {
		none = append(none, Violate(part))
	}
	c := choice{none}
	for i := range parts {
		for j := range i {
			c = append(c, []Literal{Satisfy(parts[j]), Satisfy(parts[i])})
		}
	}
	g.choices = append(g.choices, c)
	return nil
}

func (f *Finder) refuseConditional(g *goal, n *model.Node) bool {
	var c choice
	if n.If != nil && n.Then != nil {
		c = append(c, []Literal{Satisfy(n.If), Violate(n.Then)})
	}
	if n.If != nil && n.Else != nil {
		c = append(c, []Literal{Violate(n.If), Violate(n.Else)})
	}
	g.choices = append(g.choices, c)
	return len(c) > 0
}
