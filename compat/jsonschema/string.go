package jsonschema

import (
	"github.com/concord-registry/concord/compat/jsonschema/reference"
	"github.com/concord-registry/concord/compat/rule"
)

var (
	maxLength          = limit{keyword: "maxLength", values: "strings", example: `{"type":"string"`, upper: true}
	maxLengthAdded     = maxLength.added("JSONMaxLengthAdded", reference.MaxLengthAdded)
	maxLengthDecreased = maxLength.tightened("JSONMaxLengthDecreased", reference.MaxLengthDecreased)

	minLength          = limit{keyword: "minLength", values: "strings", example: `{"type":"string"`}
	minLengthAdded     = minLength.added("JSONMinLengthAdded", reference.MinLengthAdded)
	minLengthIncreased = minLength.tightened("JSONMinLengthIncreased", reference.MinLengthIncreased)
)

var patternAdded = row{
	Rule: rule.Rule{
		Code:  "JSONPatternAdded",
		Title: "A pattern may not be added",
		Why:   "Strings that do not match were allowed.",
		Old:   `{"type":"string"}`,
		New:   `{"type":"string","pattern":"^a"}`,
	},
	difference: reference.PatternAdded,
	message:    "{reader} asks strings to match {is}, {writer} does not: strings that do not match are refused",
	fix:        loosen,
	edit:       edits.restore,
}

var patternChanged = row{
	Rule: rule.Rule{
		Code:  "JSONPatternChanged",
		Title: "A pattern may not change",
		Why:   "Strings that match only the writer's pattern were allowed.",
		Old:   `{"type":"string","pattern":"^a"}`,
		New:   `{"type":"string","pattern":"^b"}`,
	},
	difference: reference.PatternChanged,
	message:    "{reader} asks strings to match {is}, {writer} {was}: strings that match the latter only are refused",
	fix:        loosen,
	edit:       edits.restore,
}
