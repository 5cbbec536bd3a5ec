package evaluate

import (
	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// listed is unknown where numbers differ in spelling that are not computed with, and for empty lists.
func (e *evaluation) listed(n *model.Node, v *jsontree.Value) Answer {
	if len(n.Values) == 0 {
		return Unknown
	}
	set := e.listing(n)
	switch {
	case set.has[value.Canonical(v)]:
		return Yes
	case set.unsure || !value.Exact(v):
		return Unknown
	}
	return No
}

// listing is the set of a schema that lists values, made once.
func (e *Evaluator) listing(n *model.Node) *listing {
	set := e.sets[n]
	if set == nil {
		set = &listing{has: make(map[string]bool, len(n.Values))}
		for _, v := range n.Values {
			set.has[value.Canonical(v)] = true
			set.unsure = set.unsure || !value.Exact(v)
		}
		e.sets[n] = set
	}
	return set
}
