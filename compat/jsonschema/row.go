package jsonschema

import (
	"github.com/concord-registry/concord/compat/jsonschema/reference"
	"github.com/concord-registry/concord/compat/rule"
)

// row is a rule with the words of its findings and what mends them. It stands in the file of its construct. What finds it
// is told by its difference, which package reference looks for, or else by its code, which package proof looks for.
type row struct {
	rule.Rule
	// difference is the reference's type; empty when the reference lets the change pass.
	difference reference.Type
	// message is a sentence in which {writer} and {reader} stand for the two schemas by age, {name} for what differs, and
	// {was} and {is} for what the writer and the reader say about it.
	message string
	// fix advises people; edit makes the same change of the new text, and is nil where there is none.
	fix  string
	edit func(edits, change) *rule.Edit
}

// loosen is the advice where nothing better is known.
const loosen = "keep what the other version allows, or move to a new property"

// draft2020 begins the examples that need the draft.
const draft2020 = `"$schema":"https://json-schema.org/draft/2020-12/schema",`
