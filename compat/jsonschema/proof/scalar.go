package proof

import (
	"github.com/concord-registry/concord/compat/jsonschema/made"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// number takes the keywords of numbers one by one.
func (o *obstacles) number(r *model.NumberRules) {
	alone := func(code rule.Code, rules model.NumberRules, path ...string) {
		o.keyword(code, made.Number(rules), path...)
	}
	if r.Max != nil {
		alone(BoundTightened, model.NumberRules{Max: r.Max, MaxExcluded: r.MaxExcluded}, "maximum")
	}
	if r.Min != nil {
		alone(BoundTightened, model.NumberRules{Min: r.Min, MinExcluded: r.MinExcluded}, "minimum")
	}
	if r.ExclusiveMax != nil {
		alone(BoundTightened, model.NumberRules{ExclusiveMax: r.ExclusiveMax}, "exclusiveMaximum")
	}
	if r.ExclusiveMin != nil {
		alone(BoundTightened, model.NumberRules{ExclusiveMin: r.ExclusiveMin}, "exclusiveMinimum")
	}
	if r.MultipleOf != nil {
		alone(BoundTightened, model.NumberRules{MultipleOf: r.MultipleOf}, "multipleOf")
	}
	if r.Integer {
		alone(NotProved, model.NumberRules{Integer: true})
	}
}

// string takes the keywords of strings one by one.
func (o *obstacles) string(r *model.StringRules) {
	alone := func(code rule.Code, rules model.StringRules, path ...string) {
		o.keyword(code, made.String(rules), path...)
	}
	if r.Max != nil {
		alone(BoundTightened, model.StringRules{Max: r.Max}, "maxLength")
	}
	if r.Min != nil {
		alone(BoundTightened, model.StringRules{Min: r.Min}, "minLength")
	}
	if r.Pattern != nil {
		alone(NotProved, model.StringRules{Pattern: r.Pattern}, "pattern")
	}
}
