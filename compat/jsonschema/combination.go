package jsonschema

import (
	"github.com/concord-registry/concord/compat/jsonschema/proof"
	"github.com/concord-registry/concord/compat/jsonschema/reference"
	"github.com/concord-registry/concord/compat/rule"
)

var combinationChanged = row{
	Rule: rule.Rule{
		Code:  "JSONCombinationChanged",
		Title: "A combination may not change its criterion to a stricter one",
		Why:   "Values that satisfy some schemas need not satisfy all, or exactly one.",
		Old:   `{"anyOf":[{"type":"string"},{"type":"boolean"}]}`,
		New:   `{"allOf":[{"type":"string"},{"type":"boolean"}]}`,
	},
	difference: reference.CombinationChanged,
	message:    "{reader} combines schemas with {is}, {writer} with {was}",
	fix:        loosen,
}

var partsChanged = row{
	Rule: rule.Rule{
		Code:  "JSONCombinationPartsChanged",
		Title: "The schemas of a combination may not become narrower",
		Why:   "Some schema of the writer has no schema of the reader that takes its values.",
		Old:   `{"anyOf":[{"type":"string"},{"type":"boolean"}]}`,
		New:   `{"anyOf":[{"type":"string"},{"type":"null"}]}`,
	},
	difference: reference.PartsChanged,
	message:    "the schemas that {reader} combines do not each take one of those of {writer}",
	fix:        loosen,
}

var sumNarrowed = row{
	Rule: rule.Rule{
		Code:  "JSONSumNarrowed",
		Title: "A choice may not lose alternatives",
		Why:   "Data were written with the alternatives that are gone.",
		Old:   `{"oneOf":[{"type":"string"},{"type":"boolean"},{"type":"null"}]}`,
		New:   `{"oneOf":[{"type":"string"},{"type":"boolean"}]}`,
	},
	difference: reference.SumNarrowed,
	message:    "{reader} has fewer alternatives than {writer}",
	fix:        loosen,
	edit:       edits.types,
}

var productExtended = row{
	Rule: rule.Rule{
		Code:  "JSONProductExtended",
		Title: "A conjunction may not get further schemas",
		Why:   "Values need not satisfy them.",
		Old:   `{"allOf":[{"type":"string"},{"maxLength":9}]}`,
		New:   `{"allOf":[{"type":"string"},{"maxLength":9},{"minLength":2}]}`,
	},
	difference: reference.ProductExtended,
	message:    "{reader} asks values to satisfy more schemas than {writer} does",
	fix:        loosen,
}

var alternativesOverlap = row{
	Rule: rule.Rule{
		Code:  proof.AlternativesOverlap,
		Title: "Alternatives of oneOf may not begin to overlap",
		Why:   "A value that satisfies two of them is refused.",
		Old:   `{"oneOf":[{"type":"integer"}]}`,
		New:   `{"oneOf":[{"type":"integer"},{"type":"number"}]}`,
	},
	message: "{reader} has alternatives under \"oneOf\" that one value of {writer} can satisfy together",
	fix:     loosen,
}

var notExtended = row{
	Rule: rule.Rule{
		Code:  "JSONNotExtended",
		Title: "What is forbidden with \"not\" may not grow",
		Why:   "Values that were allowed are now forbidden.",
		Old:   `{"not":{"type":"string","maxLength":5}}`,
		New:   `{"not":{"type":"string","maxLength":9}}`,
	},
	difference: reference.NotExtended,
	message:    "{reader} forbids values under \"not\" that {writer} allows",
	fix:        "keep the schema under \"not\" as narrow as it was",
	edit:       edits.restore,
}

var conditionalChanged = row{
	Rule: rule.Rule{
		Code:  proof.ConditionalChanged,
		Title: "What a condition asks for may not become narrower",
		Why:   "Values that satisfy only the old condition were allowed.",
		Old:   `{"if":{"type":"string"},"then":{"maxLength":9}}`,
		New:   `{"if":{"type":"string"},"then":{"maxLength":5}}`,
	},
	message: "{reader} has a condition under \"if\" that not all values of {writer} can be shown to satisfy",
	fix:     loosen,
}
