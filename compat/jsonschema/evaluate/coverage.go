package evaluate

import (
	"math"
	"slices"

	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// Coverage is what the schemas that are applied to one value evaluate of it, beside a keyword `unevaluated…`: by name, by
// pattern, by position, or all of it.
type Coverage struct {
	Names    map[string]bool
	Patterns []string
	AllNames bool
	// Items is how many items are evaluated, from the first on.
	Items    int
	AllItems bool
	// Contained are schemas that evaluate the items that satisfy them.
	Contained []*model.Node

	seen         map[*model.Node]bool
	steps        int
	alwaysOnly   bool
	unresolvable bool
}

// maxEvaluated bounds the schemas that are looked at for it.
const maxEvaluated = 500

// Possibly is what may be evaluated where a schema applies that is a part of whole: nothing else is.
func Possibly(n, whole *model.Node) *Coverage { return newCoverage(n, whole, false) }

// Certainly is what is evaluated whenever a value satisfies a schema and the whole that it is a part of.
func Certainly(n, whole *model.Node) *Coverage { return newCoverage(n, whole, true) }

func newCoverage(n, whole *model.Node, alwaysOnly bool) *Coverage {
	c := &Coverage{Names: map[string]bool{}, seen: map[*model.Node]bool{}, alwaysOnly: alwaysOnly}
	c.take(n, true)
	c.take(whole, true)
	if c.unresolvable && !alwaysOnly {
		c.AllNames, c.AllItems = true, true
	}
	return c
}

func (c *Coverage) take(n *model.Node, outermost bool) {
	if n == nil || c.seen[n] {
		return
	}
	if c.steps++; c.steps > maxEvaluated || n.Undecided || n.Unread {
		c.unresolvable = true
		return
	}
	c.seen[n] = true
	c.take(n.Dynamic, false)
	switch n.Kind {
	case model.Reference:
		c.unresolvable = c.unresolvable || n.Target == nil
		c.take(n.Target, false)
	case model.Combined:
		if n.Combined.Criterion == model.AllOf || !c.alwaysOnly {
			for _, part := range n.Combined.Parts {
				c.take(part, outermost && n.Combined.Synthetic)
			}
		}
	case model.Conditional, model.Not:
		if !c.alwaysOnly {
			for _, part := range n.Children() {
				c.take(part, false)
			}
		}
	case model.Object:
		c.object(n.Object, outermost)
	case model.Array:
		c.array(n, outermost)
	}
}

func (c *Coverage) object(o *model.ObjectRules, outermost bool) {
	for _, p := range o.Properties {
		c.Names[p.Name] = true
	}
	for _, p := range o.Patterns {
		if !slices.Contains(c.Patterns, p.Name) {
			c.Patterns = append(c.Patterns, p.Name)
		}
	}
	c.AllNames = c.AllNames || o.Additional.Set || o.Unevaluated.Set && !outermost
	if !c.alwaysOnly {
		for _, d := range o.Dependencies {
			c.take(d.Schema, false)
		}
	}
}

func (c *Coverage) array(n *model.Node, outermost bool) {
	a := n.Array
	odd := ListInItems(n) || earlyPrefix(n)
	if !odd {
		c.Items = max(c.Items, len(a.Tuple))
	}
	if a.Items != nil || a.IsTuple && a.Additional.Set && !ListInItems(n) || a.Unevaluated.Set && !outermost || !c.alwaysOnly && odd {
		c.AllItems, c.Items = true, math.MaxInt
	}
	if a.Contains != nil && (n.Draft >= model.Draft2020 || !c.alwaysOnly) { // in 2019-09 validators differ about it
		c.Contained = append(c.Contained, a.Contains)
	}
}

// Covers is whether a name is evaluated.
func (c *Coverage) Covers(e *Evaluator, name string) Answer {
	if c.AllNames || c.Names[name] {
		return Yes
	}
	out := No
	for _, pattern := range c.Patterns {
		switch e.Match(pattern, name) {
		case Yes:
			return Yes
		case Unknown:
			out = Unknown
		}
	}
	return out
}
