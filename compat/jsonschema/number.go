package jsonschema

import (
	"github.com/concord-registry/concord/compat/jsonschema/reference"
	"github.com/concord-registry/concord/compat/rule"
)

var (
	maximum          = limit{keyword: "maximum", values: "numbers", example: `{"type":"number"`, upper: true}
	maximumAdded     = maximum.added("JSONMaximumAdded", reference.MaximumAdded)
	maximumDecreased = maximum.tightened("JSONMaximumDecreased", reference.MaximumDecreased)

	minimum          = limit{keyword: "minimum", values: "numbers", example: `{"type":"number"`}
	minimumAdded     = minimum.added("JSONMinimumAdded", reference.MinimumAdded)
	minimumIncreased = minimum.tightened("JSONMinimumIncreased", reference.MinimumIncreased)

	exclusiveMaximum          = limit{keyword: "exclusiveMaximum", values: "numbers", example: `{"type":"number"`, upper: true}
	exclusiveMaximumAdded     = exclusiveMaximum.added("JSONExclusiveMaximumAdded", reference.ExclusiveMaximumAdded)
	exclusiveMaximumDecreased = exclusiveMaximum.tightened("JSONExclusiveMaximumDecreased", reference.ExclusiveMaximumDecreased)

	exclusiveMinimum          = limit{keyword: "exclusiveMinimum", values: "numbers", example: `{"type":"number"`}
	exclusiveMinimumAdded     = exclusiveMinimum.added("JSONExclusiveMinimumAdded", reference.ExclusiveMinimumAdded)
	exclusiveMinimumIncreased = exclusiveMinimum.tightened("JSONExclusiveMinimumIncreased", reference.ExclusiveMinimumIncreased)
)

var multipleOfAdded = row{
	Rule: rule.Rule{
		Code:  "JSONMultipleOfAdded",
		Title: "'multipleOf' may not be added",
		Why:   "Other numbers were allowed.",
		Old:   `{"type":"number"}`,
		New:   `{"type":"number","multipleOf":2}`,
	},
	difference: reference.MultipleOfAdded,
	message:    "{reader} asks for multiples of {is}, {writer} does not: other numbers are refused",
	fix:        loosen,
	edit:       edits.restore,
}

var multipleOfExpanded = row{
	Rule: rule.Rule{
		Code:  "JSONMultipleOfExpanded",
		Title: "'multipleOf' may not become a multiple of itself",
		Why:   "Fewer numbers are multiples of it.",
		Old:   `{"type":"number","multipleOf":2}`,
		New:   `{"type":"number","multipleOf":4}`,
	},
	difference: reference.MultipleOfExpanded,
	message:    "{reader} asks for multiples of {is}, {writer} of {was}: multiples of the latter only are refused",
	fix:        loosen,
	edit:       edits.restore,
}

var multipleOfChanged = row{
	Rule: rule.Rule{
		Code:  "JSONMultipleOfChanged",
		Title: "'multipleOf' may not change to a number that does not divide it",
		Why:   "Multiples of one are not multiples of the other.",
		Old:   `{"type":"number","multipleOf":2}`,
		New:   `{"type":"number","multipleOf":3}`,
	},
	difference: reference.MultipleOfChanged,
	message:    "{reader} asks for multiples of {is}, {writer} of {was}: multiples of the latter only are refused",
	fix:        loosen,
	edit:       edits.restore,
}
