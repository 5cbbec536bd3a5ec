package proof

import "github.com/concord-registry/concord/compat/rule"

// The codes of obstacles, by what stands in the way.
const (
	// NotProved: some value may be refused, and no keyword of another code is the cause.
	NotProved rule.Code = "JSONContainmentNotProved"
	// Unfinished: the steps ran out.
	Unfinished rule.Code = "JSONProofUnfinished"

	BoundTightened      rule.Code = "JSONBoundTightened"
	TypeImplied         rule.Code = "JSONTypeImplied"
	AlternativesOverlap rule.Code = "JSONAlternativesOverlap"
	ConditionalChanged  rule.Code = "JSONConditionalChanged"
	NameRequired        rule.Code = "JSONNameRequired"
	PropertyBlocked     rule.Code = "JSONPropertyBlocked"
	PatternChanged      rule.Code = "JSONPatternPropertiesChanged"
	NamesChanged        rule.Code = "JSONPropertyNamesChanged"
	ContainsChanged     rule.Code = "JSONContainsChanged"
	UnevaluatedChanged  rule.Code = "JSONUnevaluatedChanged"
)
