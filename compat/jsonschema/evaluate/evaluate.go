// Package evaluate says what validators make of schemas: whether one accepts a value, how it reads the keywords of which the
// drafts differ, and what it evaluates of a value. What validators differ about, or what cannot be decided in a bounded
// number of steps, is unknown.
//
// The search for values and the proof of containment stand on it. Unlike a validator it answers for any schema of a model,
// also for one that stands in no text, and it can say that it does not know.
package evaluate

import (
	"math/big"
	"unicode/utf8"

	"github.com/concord-registry/concord/compat/jsonschema/language"
	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// Evaluator holds values against schemas. It keeps what takes time to make of them, the languages of patterns and the sets
// of listed values, and belongs to one goroutine.
type Evaluator struct {
	languages map[string]*language.Language
	sets      map[*model.Node]*listing
	// Prefixes says that `prefixItems` counts in 2019-09, as it does for the reference; Early that it was met there.
	Prefixes, Early bool
}

// New is an evaluator that has met no schema.
func New() *Evaluator {
	return &Evaluator{languages: map[string]*language.Language{}, sets: map[*model.Node]*listing{}}
}

// Accepts holds a value against a schema, and says how many schemas that took.
func (e *Evaluator) Accepts(n *model.Node, v *jsontree.Value) (answer Answer, steps int) {
	run := &evaluation{Evaluator: e}
	answer = run.accepts(n, v)
	return answer, run.steps
}

// maxEvaluations bounds the schemas that one value is held against.
const maxEvaluations = 2000

// evaluation holds one value against a schema.
type evaluation struct {
	*Evaluator
	steps int
}

func (e *evaluation) accepts(n *model.Node, v *jsontree.Value) Answer {
	for hops := 0; n != nil && n.Kind == model.Reference && n.Dynamic == nil && hops < maxEvaluations; hops++ {
		n = n.Target
	}
	if e.steps++; n == nil || e.steps > maxEvaluations {
		return Unknown
	}
	out := e.kind(n, v)
	if n.Dynamic != nil && out != No {
		out = both(out, e.accepts(n.Dynamic, v))
	}
	if out != No && (n.Undecided || n.Unread) {
		return Unknown
	}
	return out
}

// kind is the answer for what the kind of a schema says.
func (e *evaluation) kind(n *model.Node, v *jsontree.Value) Answer {
	if kind := value.KindOf(v); value.KindsOf(n.Kind) != 0 && n.Kind != kind {
		return said(!n.Typed)
	}
	switch n.Kind {
	case model.Reference:
		return e.accepts(n.Target, v)
	case model.False:
		return No
	case model.Enum, model.Const:
		return e.listed(n, v)
	case model.Not:
		return e.accepts(n.Negated, v).Opposite()
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
	return Yes
}

func (e *evaluation) conditional(n *model.Node, v *jsontree.Value) Answer {
	if n.If == nil {
		return Yes
	}
	branch := map[Answer]*model.Node{Yes: n.Then, No: n.Else}
	condition := e.accepts(n.If, v)
	switch {
	case condition == Unknown:
		return Unknown
	case branch[condition] == nil:
		return Yes
	}
	return e.accepts(branch[condition], v)
}

func (e *evaluation) combined(c *model.Combination, v *jsontree.Value) Answer {
	if len(c.Parts) == 0 {
		return Unknown
	}
	count := map[Answer]int{}
	for _, part := range c.Parts {
		count[e.accepts(part, v)]++
	}
	switch {
	case c.Criterion == model.AllOf && count[No] > 0, c.Criterion == model.OneOf && count[Yes] > 1:
		return No
	case c.Criterion == model.AnyOf && count[Yes] > 0:
		return Yes
	case count[Unknown] > 0:
		return Unknown
	}
	return said(c.Criterion == model.AllOf || count[Yes] > 0)
}

func (e *evaluation) number(r *model.NumberRules, v *jsontree.Value) Answer {
	x := model.Rat(v.Text)
	if x == nil {
		return Unknown
	}
	var outer value.Interval
	outer.Narrow(r)
	whole := !r.Integer || x.IsInt()
	multiple := r.MultipleOf == nil || value.IsMultiple(x, r.MultipleOf)
	return said(value.Point(x).Within(outer) && whole && multiple)
}

func (e *evaluation) string(r *model.StringRules, v *jsontree.Value) Answer {
	length := big.NewRat(int64(utf8.RuneCountInString(v.Text)), 1)
	fits := said(value.Point(length).Within(value.Interval{Min: r.Min, Max: r.Max}))
	if r.Pattern == nil || fits == No {
		return fits
	}
	return e.Match(*r.Pattern, v.Text)
}

func (e *evaluation) open(o model.Open, v *jsontree.Value) Answer {
	if o.Schema != nil {
		return e.accepts(o.Schema, v)
	}
	return said(o.Allowed)
}
