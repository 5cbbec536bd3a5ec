package jsonschema

import (
	"math"
	"slices"

	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// evaluated is what the schemas that are applied to one value evaluate of it, beside a keyword `unevaluated…`: by name, by
// pattern, by position, or all of it.
type evaluated struct {
	names    map[string]bool
	patterns []string
	allNames bool
	items    int
	allItems bool
	// contained are schemas that evaluate the items that satisfy them.
	contained    []*model.Node
	seen         map[*model.Node]bool
	steps        int
	alwaysOnly   bool
	unresolvable bool
}

// maxEvaluated bounds the schemas that are looked at for it.
const maxEvaluated = 500

// possibly is what may be evaluated where a schema applies that is a part of whole: nothing else is. certainly is what is
// evaluated whenever a value satisfies both.
func possibly(n, whole *model.Node) *evaluated  { return newEvaluated(n, whole, false) }
func certainly(n, whole *model.Node) *evaluated { return newEvaluated(n, whole, true) }

func newEvaluated(n, whole *model.Node, alwaysOnly bool) *evaluated {
	e := &evaluated{names: map[string]bool{}, seen: map[*model.Node]bool{}, alwaysOnly: alwaysOnly}
	e.take(n, true)
	e.take(whole, true)
	if e.unresolvable && !alwaysOnly {
		e.allNames, e.allItems = true, true
	}
	return e
}

func (e *evaluated) take(n *model.Node, outermost bool) {
	if n == nil || e.seen[n] {
		return
	}
	if e.steps++; e.steps > maxEvaluated || n.Undecided || n.Unread {
		e.unresolvable = true
		return
	}
	e.seen[n] = true
	e.take(n.Dynamic, false)
	switch n.Kind {
	case model.Reference:
		e.unresolvable = e.unresolvable || n.Target == nil
		e.take(n.Target, false)
	case model.Combined:
		if n.Combined.Criterion == model.AllOf || !e.alwaysOnly {
			for _, part := range n.Combined.Parts {
				e.take(part, outermost && n.Combined.Synthetic)
			}
		}
	case model.Conditional, model.Not:
		if !e.alwaysOnly {
			for _, part := range n.Children() {
				e.take(part, false)
			}
		}
	case model.Object:
		e.object(n.Object, outermost)
	case model.Array:
		e.array(n, outermost)
	}
}

func (e *evaluated) object(o *model.ObjectRules, outermost bool) {
	for _, p := range o.Properties {
		e.names[p.Name] = true
	}
	for _, p := range o.Patterns {
		if !slices.Contains(e.patterns, p.Name) {
			e.patterns = append(e.patterns, p.Name)
		}
	}
	e.allNames = e.allNames || o.Additional.Set || o.Unevaluated.Set && !outermost
	if !e.alwaysOnly {
		for _, d := range o.Dependencies {
			e.take(d.Schema, false)
		}
	}
}

func (e *evaluated) array(n *model.Node, outermost bool) {
	a := n.Array
	odd := listInItems(n) || earlyPrefix(n)
	if !odd {
		e.items = max(e.items, len(a.Tuple))
	}
	if a.Items != nil || a.IsTuple && a.Additional.Set && !listInItems(n) || a.Unevaluated.Set && !outermost || !e.alwaysOnly && odd {
		e.allItems, e.items = true, math.MaxInt
	}
	if a.Contains != nil && (n.Draft >= model.Draft2020 || !e.alwaysOnly) { // in 2019-09 validators differ about it
		e.contained = append(e.contained, a.Contains)
	}
}

// covers is whether a name is evaluated.
func (e *evaluated) covers(p *patterns, name string) answer {
	if e.allNames || e.names[name] {
		return yes
	}
	out := no
	for _, pattern := range e.patterns {
		switch p.match(pattern, name) {
		case yes:
			return yes
		case unknown:
			out = unknown
		}
	}
	return out
}

// earlyPrefix reports whether an array schema has `prefixItems` in 2019-09, which does not know the word: validators read it
// over, the reference reads it as in 2020-12.
func earlyPrefix(n *model.Node) bool {
	return n.Draft == model.Draft2019 && n.Source.Get("prefixItems") != nil
}

// listInItems reports whether an array schema has a list in `items` in 2020-12, which no validator reads.
func listInItems(n *model.Node) bool {
	return n.Draft == model.Draft2020 && n.Array.IsTuple && n.Source.Get("prefixItems") == nil
}
