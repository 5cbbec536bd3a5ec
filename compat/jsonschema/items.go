package jsonschema

import (
	"github.com/concord-registry/concord/compat/jsonschema/reference"
	"github.com/concord-registry/concord/compat/rule"
)

var (
	maxItems          = limit{keyword: "maxItems", values: "arrays", example: `{"type":"array"`, upper: true}
	maxItemsAdded     = maxItems.added("JSONMaxItemsAdded", reference.MaxItemsAdded)
	maxItemsDecreased = maxItems.tightened("JSONMaxItemsDecreased", reference.MaxItemsDecreased)

	minItems          = limit{keyword: "minItems", values: "arrays", example: `{"type":"array"`}
	minItemsAdded     = minItems.added("JSONMinItemsAdded", reference.MinItemsAdded)
	minItemsIncreased = minItems.tightened("JSONMinItemsIncreased", reference.MinItemsIncreased)
)

var uniqueItemsAdded = row{
	Rule: rule.Rule{
		Code:  "JSONUniqueItemsAdded",
		Title: "Items may not begin to be unique",
		Why:   "Arrays that repeat an item were allowed.",
		Old:   `{"type":"array"}`,
		New:   `{"type":"array","uniqueItems":true}`,
	},
	difference: reference.UniqueAdded,
	message:    "{reader} wants items to be unique, {writer} does not: arrays that repeat an item are refused",
	fix:        loosen,
	edit:       edits.restore,
}

var schemaAdded = row{
	Rule: rule.Rule{
		Code:  "JSONSchemaAdded",
		Title: "Items that had no schema may not get one",
		Why:   "Arrays may hold items that the schema refuses.",
		Old:   `{"type":"array"}`,
		New:   `{"type":"array","items":{"type":"string"}}`,
	},
	difference: reference.SchemaAdded,
	message:    "{reader} says what items must be, {writer} allows anything: items of another kind are refused",
	fix:        "leave items without schema, or move to a new property",
}

var itemAddedToOpen = row{
	Rule: rule.Rule{
		Code:  "JSONItemAddedToOpenContentModel",
		Title: "An item may not be added to a list where further items are allowed",
		Why:   "Arrays may already hold anything at that position.",
		Old:   `{"type":"array","items":[{"type":"string"}]}`,
		New:   `{"type":"array","items":[{"type":"string"},{"type":"string"}]}`,
	},
	difference: reference.ItemAddedToOpen,
	message:    "{writer} allows anything at position {name}, {reader} wants {is}",
	fix:        loosen,
}

var itemAddedNotCovered = row{
	Rule: rule.Rule{
		Code:  "JSONItemAddedNotCovered",
		Title: "An added item must accept what further items could be",
		Why:   "Arrays may already hold such an item.",
		Old:   `{"type":"array","items":[{"type":"string"}],"additionalItems":{"type":"string"}}`,
		New:   `{"type":"array","items":[{"type":"string"},{"type":"boolean"}],"additionalItems":{"type":"string"}}`,
	},
	difference: reference.ItemAddedNotCovered,
	message:    "{writer} allows {was} at position {name}, {reader} wants {is}",
	fix:        loosen,
}

var itemRemovedFromClosed = row{
	Rule: rule.Rule{
		Code:  "JSONItemRemovedFromClosedContentModel",
		Title: "An item may not be removed from a closed list",
		Why:   "Arrays that hold it are refused.",
		Old:   `{"type":"array","items":[{"type":"string"},{"type":"string"}],"additionalItems":false}`,
		New:   `{"type":"array","items":[{"type":"string"}],"additionalItems":false}`,
	},
	difference: reference.ItemRemovedFromClosed,
	message:    "{reader} ends before position {name}, where {writer} allows {was}",
	fix:        loosen,
}

var itemRemovedNotCovered = row{
	Rule: rule.Rule{
		Code:  "JSONItemRemovedNotCovered",
		Title: "A removed item must fit the schema for further ones",
		Why:   "The values at its position are now read as those of a further item.",
		Old:   `{"type":"array","items":[{"type":"string"},{"type":"boolean"}],"additionalItems":{"type":"string"}}`,
		New:   `{"type":"array","items":[{"type":"string"}],"additionalItems":{"type":"string"}}`,
	},
	difference: reference.ItemRemovedNotCovered,
	message:    "{reader} wants {is} at position {name}, {writer} allows {was}",
	fix:        loosen,
}

var additionalItemsRemoved = row{
	Rule: rule.Rule{
		Code:  "JSONAdditionalItemsRemoved",
		Title: "A list of items may not be closed",
		Why:   "Arrays hold further items.",
		Old:   `{"type":"array","items":[{"type":"string"}]}`,
		New:   `{"type":"array","items":[{"type":"string"}],"additionalItems":false}`,
	},
	difference: reference.AdditionalItemsRemoved,
	message:    "{reader} allows listed items only, {writer} further ones too: longer arrays are refused",
	fix:        loosen,
	edit:       edits.restore,
}

var additionalItemsNarrowed = row{
	Rule: rule.Rule{
		Code:  "JSONAdditionalItemsNarrowed",
		Title: "Further items may not get a schema",
		Why:   "Arrays hold further items of any kind.",
		Old:   `{"type":"array","items":[{"type":"string"}]}`,
		New:   `{"type":"array","items":[{"type":"string"}],"additionalItems":{"type":"string"}}`,
	},
	difference: reference.AdditionalItemsNarrowed,
	message:    "{reader} says what further items must be, {writer} allows anything",
	fix:        loosen,
	edit:       edits.restore,
}

var unevaluatedItemsRemoved = row{
	Rule: rule.Rule{
		Code:  "JSONUnevaluatedItemsRemoved",
		Title: "A list of items may not be closed with unevaluatedItems",
		Why:   "Arrays hold further items.",
		Old:   `{` + draft2020 + `"type":"array","prefixItems":[{"type":"string"}]}`,
		New:   `{` + draft2020 + `"type":"array","prefixItems":[{"type":"string"}],"unevaluatedItems":false}`,
	},
	difference: reference.UnevaluatedItemsRemoved,
	message:    "{reader} refuses items that no part of it describes, {writer} allows them",
	fix:        loosen,
	edit:       edits.restore,
}

var unevaluatedItemsNarrowed = row{
	Rule: rule.Rule{
		Code:  "JSONUnevaluatedItemsNarrowed",
		Title: "Items that are not evaluated may not get a schema",
		Why:   "Arrays hold further items of any kind.",
		Old:   `{` + draft2020 + `"type":"array","prefixItems":[{"type":"string"}]}`,
		New:   `{` + draft2020 + `"type":"array","prefixItems":[{"type":"string"}],"unevaluatedItems":{"type":"string"}}`,
	},
	difference: reference.UnevaluatedItemsNarrowed,
	message:    "{reader} says what items that no part of it describes must be, {writer} allows anything",
	fix:        loosen,
	edit:       edits.restore,
}
