package jsonschema

import (
	"math/big"
	"unicode/utf8"

	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// answer is whether a schema accepts a value, as far as can be said.
type answer int

const (
	unknown answer = iota
	yes
	no
)

func said(ok bool) answer {
	if ok {
		return yes
	}
	return no
}

// both is the answer of a conjunction.
func both(answers ...answer) answer {
	out := yes
	for _, a := range answers {
		if a == no {
			return no
		}
		out = min(out, a)
	}
	return out
}

// maxEvaluations bounds the schemas that one value is held against.
const maxEvaluations = 2000

// evaluation holds a value against a schema. It serves proofs about values that a schema lists; what it cannot decide is
// unknown.
type evaluation struct {
	*patterns
	steps int
}

func (e *evaluation) accepts(n *model.Node, v *jsontree.Value) answer {
	for hops := 0; n != nil && n.Kind == model.Reference && n.Dynamic == nil && hops < maxEvaluations; hops++ {
		n = n.Target
	}
	if e.steps++; n == nil || e.steps > maxEvaluations {
		return unknown
	}
	out := e.kind(n, v)
	if n.Dynamic != nil && out != no {
		out = both(out, e.accepts(n.Dynamic, v))
	}
	if out != no && (n.Undecided || n.Unread) {
		return unknown
	}
	return out
}

// kind is the answer for what the kind of a schema says.
func (e *evaluation) kind(n *model.Node, v *jsontree.Value) answer {
	if kind := kindOfValue(v); kindOf(n.Kind) != 0 && n.Kind != kind {
		return said(!n.Typed)
	}
	switch n.Kind {
	case model.Reference:
		return e.accepts(n.Target, v)
	case model.False:
		return no
	case model.Enum, model.Const:
		return e.listed(n, v)
	case model.Not:
		return e.accepts(n.Negated, v).opposite()
	case model.Conditional:
		return e.conditional(n, v)
	case model.Combined:
		return e.combined(n.Combined, v)
	case model.Number:
		return e.number(n.Number, v)
	case model.String:
		return e.string(n.String, v)
	case model.Array:
		return e.array(n, v)
	case model.Object:
		return e.object(n, v)
	}
	return yes
}

// listed is unknown where numbers differ in spelling that are not computed with, and for empty lists.
func (e *evaluation) listed(n *model.Node, v *jsontree.Value) answer {
	if len(n.Values) == 0 {
		return unknown
	}
	set := e.values(n)
	switch {
	case set.has[canon(v)]:
		return yes
	case set.unsure || beyond(v):
		return unknown
	}
	return no
}

func (a answer) opposite() answer {
	switch a {
	case yes:
		return no
	case no:
		return yes
	}
	return unknown
}

func (e *evaluation) conditional(n *model.Node, v *jsontree.Value) answer {
	if n.If == nil {
		return yes
	}
	branch := map[answer]*model.Node{yes: n.Then, no: n.Else}
	condition := e.accepts(n.If, v)
	switch {
	case condition == unknown:
		return unknown
	case branch[condition] == nil:
		return yes
	}
	return e.accepts(branch[condition], v)
}

func (e *evaluation) combined(c *model.Combination, v *jsontree.Value) answer {
	if len(c.Parts) == 0 {
		return unknown
	}
	count := map[answer]int{}
	for _, part := range c.Parts {
		count[e.accepts(part, v)]++
	}
	switch {
	case c.Criterion == model.AllOf && count[no] > 0, c.Criterion == model.OneOf && count[yes] > 1:
		return no
	case c.Criterion == model.AnyOf && count[yes] > 0:
		return yes
	case count[unknown] > 0:
		return unknown
	}
	return said(c.Criterion == model.AllOf || count[yes] > 0)
}

func (e *evaluation) number(r *model.NumberRules, v *jsontree.Value) answer {
	x := model.Rat(v.Text)
	if x == nil {
		return unknown
	}
	var outer interval
	outer.add(r)
	whole := !r.Integer || x.IsInt()
	multiple := r.MultipleOf == nil || isMultiple(x, r.MultipleOf)
	return said(interval{min: x, max: x}.within(outer) && whole && multiple)
}

func (e *evaluation) string(r *model.StringRules, v *jsontree.Value) answer {
	length := big.NewRat(int64(utf8.RuneCountInString(v.Text)), 1)
	fits := said(interval{min: length, max: length}.within(interval{min: r.Min, max: r.Max}))
	if r.Pattern == nil || fits == no {
		return fits
	}
	return e.match(*r.Pattern, v.Text)
}

func (e *evaluation) open(o model.Open, v *jsontree.Value) answer {
	if o.Schema != nil {
		return e.accepts(o.Schema, v)
	}
	return said(o.Allowed)
}
