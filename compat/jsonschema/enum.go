package jsonschema

import (
	"slices"

	"github.com/concord-registry/concord/compat/jsonschema/reference"
	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/jsontree"
)

const keepValues = "keep all values that were ever written"

var enumNarrowed = row{
	Rule: rule.Rule{
		Code:  "JSONEnumNarrowed",
		Title: "An enum may not lose values",
		Why:   "Data hold the values that were taken away.",
		Old:   `{"enum":["a","b"]}`,
		New:   `{"enum":["a"]}`,
	},
	difference: reference.EnumNarrowed,
	message:    "{reader} knows fewer values ({is}) than {writer} ({was}): the others are refused",
	fix:        keepValues,
	edit:       edits.enum,
}

var enumChanged = row{
	Rule: rule.Rule{
		Code:  "JSONEnumChanged",
		Title: "An enum or a constant may not lose values, whatever it gains",
		Why:   "Data hold the values that were taken away.",
		Old:   `{"enum":["a","b"]}`,
		New:   `{"enum":["a","c"]}`,
	},
	difference: reference.EnumChanged,
	message:    "{reader} allows {is}, {writer} {was}: values that only the latter has are refused",
	fix:        keepValues,
	edit:       edits.enum,
}

// enum adds to an enum what the old one has, where the new schema reads; where it writes, it takes away the others. A
// constant is restored.
func (e edits) enum(c change) *rule.Edit {
	if len(c.path) != 1 || c.path[0] != "enum" {
		return e.restore(c)
	}
	old, new := c.old.Get("enum"), c.new.Get("enum")
	if old == nil || new == nil || old.Kind != jsontree.Array || new.Kind != jsontree.Array {
		return nil
	}
	lacks := func(list *jsontree.Value) func(*jsontree.Value) bool {
		return func(v *jsontree.Value) bool {
			return !slices.ContainsFunc(list.Items, func(other *jsontree.Value) bool { return value.Spelling(other) == value.Spelling(v) })
		}
	}
	kept := slices.Clone(new.Items)
	if e.dir == rule.Forward {
		kept = slices.DeleteFunc(kept, lacks(old))
	} else {
		for _, v := range old.Items {
			if lacks(new)(v) {
				kept = append(kept, v)
			}
		}
	}
	if len(kept) == 0 {
		return nil
	}
	return replaceItems(new, kept)
}
