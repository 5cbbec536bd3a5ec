// Package evaluate says what validators make of schemas: whether one accepts a value, how it reads the keywords of which the
// drafts differ, and what it evaluates of a value. What validators differ about, or what cannot be decided in a bounded
// number of steps, is unknown.
//
// The search for values and the proof of containment stand on it. Unlike a validator it answers for any schema of a model,
// also for one that stands in no text, and it can say that it does not know.
package evaluate

import (
	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// Accepts holds a value against a schema, and says how many schemas that took.
func (e *Evaluator) Accepts(n *model.Node, v *jsontree.Value) (answer Answer, steps int) {
	run := &evaluation{Evaluator: e}
	answer = run.accepts(n, v)
	return answer, run.steps
}

// keywords is the answer for what the keywords of a schema say.
func (e *evaluation) keywords(n *model.Node, v *jsontree.Value) Answer {
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
