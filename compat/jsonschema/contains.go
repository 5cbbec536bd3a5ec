package jsonschema

import (
	"github.com/concord-registry/concord/compat/jsonschema/proof"
	"github.com/concord-registry/concord/compat/jsonschema/reference"
	"github.com/concord-registry/concord/compat/rule"
)

// holdsString begins an example of arrays that contain a string.
const holdsString = `{` + draft2020 + `"type":"array","contains":{"type":"string"}`

var (
	maxContains          = limit{keyword: "maxContains", values: "arrays", example: holdsString, upper: true}
	maxContainsAdded     = maxContains.added("JSONMaxContainsAdded", reference.MaxContainsAdded)
	maxContainsDecreased = maxContains.tightened("JSONMaxContainsDecreased", reference.MaxContainsDecreased)

	minContains          = limit{keyword: "minContains", values: "arrays", example: holdsString, without: `{` + draft2020 + `"type":"array"}`}
	minContainsAdded     = minContains.added("JSONMinContainsAdded", reference.MinContainsAdded)
	minContainsIncreased = minContains.tightened("JSONMinContainsIncreased", reference.MinContainsIncreased)
)

var containsChanged = row{
	Rule: rule.Rule{
		Code:  proof.ContainsChanged,
		Title: "What an array must contain may not become more",
		Why:   "Arrays without such an item were allowed.",
		Old:   `{"type":"array"}`,
		New:   `{"type":"array","contains":{"type":"string"}}`,
	},
	message: "{reader} asks arrays for items that {writer} does not ask for",
	fix:     loosen,
	edit:    restoring("maxContains", "minContains"),
}
