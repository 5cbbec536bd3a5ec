package evaluate

import (
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

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
	out := e.keywords(n, v)
	if n.Dynamic != nil && out != No {
		out = both(out, e.accepts(n.Dynamic, v))
	}
	if out != No && (n.Undecided || n.Unread) {
		return Unknown
	}
	return out
}

func (e *evaluation) open(o model.Open, v *jsontree.Value) Answer {
	if o.Schema != nil {
		return e.accepts(o.Schema, v)
	}
	return said(o.Allowed)
}
