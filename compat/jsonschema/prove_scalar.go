package jsonschema

import (
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

const codeBound rule.Code = "JSONBoundTightened"

// number takes the keywords of numbers one by one.
func (o *obstacles) number(r *model.NumberRules) {
	alone := func(code rule.Code, rules model.NumberRules, path ...string) {
		o.keyword(code, &model.Node{Kind: model.Number, Source: noSource, Number: &rules}, path...)
	}
	if r.Max != nil {
		alone(codeBound, model.NumberRules{Max: r.Max, MaxExcluded: r.MaxExcluded}, "maximum")
	}
	if r.Min != nil {
		alone(codeBound, model.NumberRules{Min: r.Min, MinExcluded: r.MinExcluded}, "minimum")
	}
	if r.ExclusiveMax != nil {
		alone(codeBound, model.NumberRules{ExclusiveMax: r.ExclusiveMax}, "exclusiveMaximum")
	}
	if r.ExclusiveMin != nil {
		alone(codeBound, model.NumberRules{ExclusiveMin: r.ExclusiveMin}, "exclusiveMinimum")
	}
	if r.MultipleOf != nil {
		alone(codeBound, model.NumberRules{MultipleOf: r.MultipleOf}, "multipleOf")
	}
	if r.Integer {
		alone(codeNotProved, model.NumberRules{Integer: true})
	}
}

// string takes the keywords of strings one by one.
func (o *obstacles) string(r *model.StringRules) {
	alone := func(code rule.Code, rules model.StringRules, path ...string) {
		o.keyword(code, &model.Node{Kind: model.String, Source: noSource, String: &rules}, path...)
	}
	if r.Max != nil {
		alone(codeBound, model.StringRules{Max: r.Max}, "maxLength")
	}
	if r.Min != nil {
		alone(codeBound, model.StringRules{Min: r.Min}, "minLength")
	}
	if r.Pattern != nil {
		alone(codeNotProved, model.StringRules{Pattern: r.Pattern}, "pattern")
	}
}
