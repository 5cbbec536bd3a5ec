package jsonschema

import (
	"strconv"

	"github.com/concord-registry/concord/compat/jsonschema/proof"
	"github.com/concord-registry/concord/compat/jsonschema/reference"
	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// A property that is declared on one side only is judged by what the other side says about undeclared ones, see
// content.go.

const (
	closeModel = "give the property the same type as before, close the object with \"additionalProperties\": false before adding " +
		"properties, or use the policy LENIENT, which trusts writers not to send undeclared names"
	keepProperty = "keep the property, deprecated if nobody should write it, or open the object"
)

var (
	maxProperties          = limit{keyword: "maxProperties", values: "objects", example: `{"type":"object"`, upper: true}
	maxPropertiesAdded     = maxProperties.added("JSONMaxPropertiesAdded", reference.MaxPropertiesAdded)
	maxPropertiesDecreased = maxProperties.tightened("JSONMaxPropertiesDecreased", reference.MaxPropertiesDecreased)

	minProperties          = limit{keyword: "minProperties", values: "objects", example: `{"type":"object"`}
	minPropertiesAdded     = minProperties.added("JSONMinPropertiesAdded", reference.MinPropertiesAdded)
	minPropertiesIncreased = minProperties.tightened("JSONMinPropertiesIncreased", reference.MinPropertiesIncreased)
)

var optionalAddedToOpen = row{
	Rule: rule.Rule{
		Code:  "JSONOptionalPropertyAddedToOpenContentModel",
		Title: "An optional property may not be added where undeclared properties are allowed",
		Why:   "An open object lets documents carry any property, so some may carry this name with another type.",
		Old:   `{"type":"object","properties":{"a":{"type":"string"}}}`,
		New:   `{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}}}`,
	},
	difference: reference.OptionalAddedToOpen,
	message: "{writer} is open: a document written with it may already carry {name} with any type, and " +
		"{reader} now wants {is}",
	fix: closeModel,
}

var propertyAddedNotCovered = row{
	Rule: rule.Rule{
		Code:  "JSONPropertyAddedNotCovered",
		Title: "An added property must accept what undeclared properties could hold",
		Why:   "Documents may carry the name already, with what the schema for undeclared properties allows.",
		Old:   `{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":{"type":"string"}}`,
		New:   `{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"boolean"}},"additionalProperties":{"type":"string"}}`,
	},
	difference: reference.PropertyAddedNotCovered,
	message:    "{writer} allows undeclared properties of {was}: a document may carry {name} so, and {reader} wants {is}",
	fix:        closeModel,
}

var propertyRemovedFromClosed = row{
	Rule: rule.Rule{
		Code:  "JSONPropertyRemovedFromClosedContentModel",
		Title: "A property may not be removed from a closed object",
		Why:   "A closed object refuses what it does not declare.",
		Old:   `{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"additionalProperties":false}`,
		New:   `{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}`,
	},
	difference: reference.PropertyRemovedFromClosed,
	message:    "{reader} is closed and does not declare {name}: documents of {writer} that carry it are refused",
	fix:        keepProperty,
	edit:       edits.declare,
}

var propertyRemovedNotCovered = row{
	Rule: rule.Rule{
		Code:  "JSONPropertyRemovedNotCovered",
		Title: "A removed property must fit the schema for undeclared ones",
		Why:   "The values of the property are now read as those of an undeclared one.",
		Old:   `{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"boolean"}},"additionalProperties":{"type":"string"}}`,
		New:   `{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":{"type":"string"}}`,
	},
	difference: reference.PropertyRemovedNotCovered,
	message:    "{reader} does not declare {name} and asks undeclared properties for {is}, {writer} allows {was}",
	fix:        keepProperty,
}

var propertyBlocked = row{
	Rule: rule.Rule{
		Code:  proof.PropertyBlocked,
		Title: "A name must keep what it could hold",
		Why:   "Documents carry it with other values.",
		Old:   `{"type":"object","properties":{"a":{"type":"string"}},"patternProperties":{"^x":{"type":"string"}}}`,
		New:   `{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"patternProperties":{"^x":{"type":"string"}}}`,
	},
	message: "{reader} allows less under the name {name} than {writer} does",
	fix:     loosen,
}

var patternPropertiesChanged = row{
	Rule: rule.Rule{
		Code:  proof.PatternChanged,
		Title: "What a pattern asks of properties may not become narrower",
		Why:   "Documents carry properties that match the pattern.",
		Old:   `{"patternProperties":{"^x":{"type":"string"}}}`,
		New:   `{"patternProperties":{"^x":{"type":"boolean"}}}`,
	},
	message: "{reader} asks more of properties that match {name} than {writer} does",
	fix:     loosen,
}

var propertyNamesChanged = row{
	Rule: rule.Rule{
		Code:  proof.NamesChanged,
		Title: "What property names must be may not become narrower",
		Why:   "Documents carry other names.",
		Old:   `{"type":"object"}`,
		New:   `{"type":"object","propertyNames":{"maxLength":3}}`,
	},
	message: "{reader} asks more of the names of properties than {writer} does",
	fix:     loosen,
	edit:    edits.restore,
}

// declare gives the new schema a property that the old one declares, where the new one reads.
func (e edits) declare(c change) *rule.Edit {
	name := c.path[len(c.path)-1]
	removed := c.old.Get("properties").Get(name)
	if e.dir == rule.Forward || removed == nil || model.Refers(removed) {
		return nil
	}
	properties := c.new.Get("properties")
	if properties == nil {
		return setMember(c.new, "properties", "{"+strconv.Quote(name)+": "+value.Text(removed)+"}")
	}
	return setMember(properties, name, value.Text(removed))
}
