package jsonschema

import (
	"github.com/concord-registry/concord/compat/jsonschema/proof"
	"github.com/concord-registry/concord/compat/jsonschema/reference"
	"github.com/concord-registry/concord/compat/rule"
)

// The content model of an object says what it holds beyond the properties that it declares: anything (open), what a
// pattern or `additionalProperties` asks for (partially open), or nothing (closed).

const lenientFix = "keep undeclared properties allowed, or use the policy LENIENT, which trusts writers not to send them"

var additionalPropertiesRemoved = row{
	Rule: rule.Rule{
		Code:  "JSONAdditionalPropertiesRemoved",
		Title: "An open object may not be closed",
		Why:   "Documents hold properties that are not declared.",
		Old:   `{"type":"object","properties":{"a":{"type":"string"}}}`,
		New:   `{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}`,
	},
	difference: reference.AdditionalPropertiesRemoved,
	message:    "{reader} allows declared properties only, {writer} others too: documents with others are refused",
	fix:        lenientFix,
	edit:       edits.restore,
}

var additionalPropertiesNarrowed = row{
	Rule: rule.Rule{
		Code:  "JSONAdditionalPropertiesNarrowed",
		Title: "Properties that are not declared may not get a schema",
		Why:   "Documents hold undeclared properties of any kind.",
		Old:   `{"type":"object","properties":{"a":{"type":"string"}}}`,
		New:   `{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":{"type":"string"}}`,
	},
	difference: reference.AdditionalPropertiesNarrowed,
	message:    "{reader} says what undeclared properties must be, {writer} allows anything",
	fix:        lenientFix,
	edit:       edits.restore,
}

var unevaluatedPropertiesRemoved = row{
	Rule: rule.Rule{
		Code:  "JSONUnevaluatedPropertiesRemoved",
		Title: "An open object may not be closed with unevaluatedProperties",
		Why:   "Documents hold properties that are not declared.",
		Old:   `{` + draft2020 + `"type":"object","properties":{"a":{"type":"string"}}}`,
		New:   `{` + draft2020 + `"type":"object","properties":{"a":{"type":"string"}},"unevaluatedProperties":false}`,
	},
	difference: reference.UnevaluatedPropertiesRemoved,
	message:    "{reader} refuses properties that no part of it declares, {writer} allows them",
	fix:        lenientFix,
	edit:       edits.restore,
}

var unevaluatedPropertiesNarrowed = row{
	Rule: rule.Rule{
		Code:  "JSONUnevaluatedPropertiesNarrowed",
		Title: "Properties that are not evaluated may not get a schema",
		Why:   "Documents hold undeclared properties of any kind.",
		Old:   `{` + draft2020 + `"type":"object","properties":{"a":{"type":"string"}}}`,
		New:   `{` + draft2020 + `"type":"object","properties":{"a":{"type":"string"}},"unevaluatedProperties":{"type":"string"}}`,
	},
	difference: reference.UnevaluatedPropertiesNarrowed,
	message:    "{reader} says what properties that no part of it declares must be, {writer} allows anything",
	fix:        lenientFix,
	edit:       edits.restore,
}

var unevaluatedChanged = row{
	Rule: rule.Rule{
		Code:  proof.UnevaluatedChanged,
		Title: "Members that nothing evaluates may not become narrower",
		Why:   "Documents carry them.",
		Old:   `{` + draft2020 + `"$defs":{},"type":"object"}`,
		New:   `{` + draft2020 + `"$defs":{},"type":"object","unevaluatedProperties":false}`,
	},
	message: "{reader} allows fewer members that no part of it describes than {writer} does",
	fix:     loosen,
}
