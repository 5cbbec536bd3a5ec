package jsonschema

import (
	"slices"
	"strings"

	"github.com/concord-registry/concord/compat/jsonschema/proof"
	"github.com/concord-registry/concord/compat/jsonschema/reference"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

var typeChanged = row{
	Rule: rule.Rule{
		Code:  "JSONTypeChanged",
		Title: "A type may not change to one that refuses the values of the other",
		Why:   "Values of the writer's type are not values of the reader's.",
		Old:   `{"type":"string"}`,
		New:   `{"type":"boolean"}`,
	},
	difference: reference.TypeChanged,
	message:    "{reader} wants {is}, where {writer} allows {was}: values of the latter are refused",
	fix:        "keep the type, allow both with \"anyOf\", or add a new property",
	edit:       edits.types,
}

var typeNarrowed = row{
	Rule: rule.Rule{
		Code:  "JSONTypeNarrowed",
		Title: "A number may not become an integer",
		Why:   "Numbers with a fraction are no integers.",
		Old:   `{"type":"number"}`,
		New:   `{"type":"integer"}`,
	},
	difference: reference.TypeNarrowed,
	message:    "{reader} wants integers, where {writer} allows any number: a value such as 0.5 is refused",
	fix:        "keep \"number\"",
	edit:       edits.types,
}

var typeImplied = row{
	Rule: rule.Rule{
		Code:  proof.TypeImplied,
		Title: "A type that was only implied may not be asked for",
		Why:   "Keywords of one type say nothing about values of another.",
		Old:   `{"maxLength":5}`,
		New:   `{"type":"string","maxLength":5}`,
	},
	message: "{reader} wants {is}, {writer} only says what such values must be if they occur: all others are refused",
	fix:     loosen,
}

// types allows the old types beside the new ones where the new schema reads, and goes back to them where it writes. It
// knows schemas that say nothing else.
func (e edits) types(c change) *rule.Edit {
	if len(c.path) > 0 || !onlyType(c.old) || !onlyType(c.new) {
		return nil
	}
	was, is := typesOf(c.old), typesOf(c.new)
	if e.dir == rule.Backward {
		for _, t := range is {
			if !slices.Contains(was, t) && !(t == "integer" && slices.Contains(was, "number")) {
				was = append(was, t)
			}
		}
	}
	text := `"` + was[0] + `"`
	if len(was) > 1 {
		text = `["` + strings.Join(was, `", "`) + `"]`
	}
	return setMember(c.new, "type", text)
}

// onlyType reports whether a schema says what type values have, and nothing else about them.
func onlyType(v *jsontree.Value) bool {
	return v.Kind == jsontree.Object && len(typesOf(v)) > 0 && !slices.ContainsFunc(v.Members, func(m jsontree.Member) bool {
		return m.Name != "type" && m.Name != "$schema" && !model.IsAnnotation(m.Name)
	})
}

func typesOf(v *jsontree.Value) []string {
	t := v.Get("type")
	if t.IsString() {
		return []string{t.Text}
	}
	var out []string
	if t != nil {
		for _, item := range t.Items {
			out = append(out, item.Text)
		}
	}
	return out
}
