package evaluate

import (
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

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
