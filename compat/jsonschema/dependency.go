package jsonschema

import (
	"github.com/concord-registry/concord/compat/jsonschema/reference"
	"github.com/concord-registry/concord/compat/rule"
)

var dependencyAdded = row{
	Rule: rule.Rule{
		Code:  "JSONDependencyAdded",
		Title: "A property may not begin to ask for others",
		Why:   "Documents with the one and without the others were allowed.",
		Old:   `{"type":"object"}`,
		New:   `{"type":"object","dependencies":{"a":["b"]}}`,
	},
	difference: reference.DependencyAdded,
	message:    "{reader} asks for further properties where {name} is present, {writer} does not",
	fix:        loosen,
}

var dependencyExtended = row{
	Rule: rule.Rule{
		Code:  "JSONDependencyExtended",
		Title: "A property may not ask for more other properties",
		Why:   "Documents without the further ones were allowed.",
		Old:   `{"type":"object","dependencies":{"a":["b"]}}`,
		New:   `{"type":"object","dependencies":{"a":["b","c"]}}`,
	},
	difference: reference.DependencyExtended,
	message:    "{reader} asks for more properties where {name} is present than {writer} does",
	fix:        loosen,
}

var dependencyChanged = row{
	Rule: rule.Rule{
		Code:  "JSONDependencyChanged",
		Title: "A property may not ask for different other properties",
		Why:   "Documents without the new ones were allowed.",
		Old:   `{"type":"object","dependencies":{"a":["b"]}}`,
		New:   `{"type":"object","dependencies":{"a":["c"]}}`,
	},
	difference: reference.DependencyChanged,
	message:    "{reader} asks for other properties where {name} is present than {writer} does",
	fix:        loosen,
}

var dependencySchemaAdded = row{
	Rule: rule.Rule{
		Code:  "JSONDependencySchemaAdded",
		Title: "A property may not begin to ask for a schema",
		Why:   "Documents with the property and against the schema were allowed.",
		Old:   `{"type":"object"}`,
		New:   `{"type":"object","dependencies":{"a":{"required":["b"]}}}`,
	},
	difference: reference.DependencySchemaAdded,
	message:    "{reader} applies a schema where {name} is present, {writer} does not",
	fix:        loosen,
}
