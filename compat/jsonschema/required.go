package jsonschema

import (
	"slices"

	"github.com/concord-registry/concord/compat/jsonschema/proof"
	"github.com/concord-registry/concord/compat/jsonschema/reference"
	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/jsontree"
)

const makeOptional = "leave the property optional"

var requiredAdded = row{
	Rule: rule.Rule{
		Code:  "JSONRequiredAdded",
		Title: "A declared property may not become required",
		Why:   "Documents without it were allowed.",
		Old:   `{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}}}`,
		New:   `{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"required":["b"]}`,
	},
	difference: reference.RequiredAdded,
	message:    "{reader} requires {name}, {writer} does not: documents without it are refused",
	fix:        loosen,
	edit:       edits.required,
}

var nameRequired = row{
	Rule: rule.Rule{
		Code:  proof.NameRequired,
		Title: "A name may not become required, declared or not",
		Why:   "Documents without it were allowed.",
		Old:   `{"type":"object","properties":{"a":{"type":"string"}}}`,
		New:   `{"type":"object","properties":{"a":{"type":"string"}},"required":["z"]}`,
	},
	message: "{reader} requires {name}, {writer} does not: documents without it are refused",
	fix:     loosen,
	edit:    edits.required,
}

var requiredAddedToOpen = row{
	Rule: rule.Rule{
		Code:  "JSONRequiredPropertyAddedToOpenContentModel",
		Title: "A required property may not be added",
		Why:   "Documents lack it, or carry the name with another type.",
		Old:   `{"type":"object","properties":{"a":{"type":"string"}}}`,
		New:   `{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"required":["b"]}`,
	},
	difference: reference.RequiredAddedToOpen,
	message:    "{reader} requires {name}, which {writer} does not declare: documents lack it, or carry it with any type",
	fix:        makeOptional,
}

var requiredDefaultAddedToOpen = row{
	Rule: rule.Rule{
		Code:  "JSONRequiredPropertyWithDefaultAddedToOpenContentModel",
		Title: "A required property may not be added, even with a default",
		Why:   "A default is a remark to validators, and an open object may carry the name with another type.",
		Old:   `{"type":"object","properties":{"a":{"type":"string"}}}`,
		New:   `{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string","default":"x"}},"required":["b"]}`,
	},
	difference: reference.RequiredDefaultAddedToOpen,
	message: "{reader} requires {name}, which {writer} does not declare: its default does not make documents " +
		"without it valid, and others may carry it with any type",
	fix: closeModel,
}

var requiredAddedToUnopen = row{
	Rule: rule.Rule{
		Code:  "JSONRequiredPropertyAddedToUnopenContentModel",
		Title: "A required property may not be added",
		Why:   "No document has it.",
		Old:   `{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}`,
		New:   `{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"additionalProperties":false,"required":["b"]}`,
	},
	difference: reference.RequiredAddedToUnopen,
	message:    "{reader} requires {name}, which {writer} does not allow: every document lacks it",
	fix:        makeOptional,
	edit:       edits.optional,
}

// required makes a property optional where the new schema reads, and required where it writes.
func (e edits) required(c change) *rule.Edit {
	new, name := c.new, c.path[len(c.path)-1]
	list := new.Get("required")
	entry := value.String(name)
	switch {
	case e.dir == rule.Forward && list == nil:
		return setMember(new, "required", "["+value.Text(entry)+"]")
	case list == nil || list.Kind != jsontree.Array:
		return nil
	case e.dir == rule.Forward:
		return replaceItems(list, append(slices.Clone(list.Items), entry))
	}
	kept := slices.DeleteFunc(slices.Clone(list.Items), func(v *jsontree.Value) bool { return v.IsString() && v.Text == name })
	if len(kept) == 0 {
		return dropMember(new, "required")
	}
	return replaceItems(list, kept)
}

// optional makes a property optional where the new schema reads. Where it writes, the property is not allowed at all by the
// old one.
func (e edits) optional(c change) *rule.Edit {
	if e.dir == rule.Forward {
		return nil
	}
	return e.required(c)
}
