// Package jsonschema compares JSON Schema schemas.
package jsonschema

import (
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/jsonschema"
)

// Rules is the rule table.
var Rules []rule.Rule

// Check lists what differs between old and new in one direction.
func Check(dir rule.Direction, old, new *jsonschema.Schema) []rule.Finding {
	reader, writer := rule.Roles(dir, old, new)
	w, err := writer.Model()
	if err != nil {
		return nil
	}
	r, err := reader.Model()
	if err != nil {
		return nil
	}
	var out []rule.Finding
	for _, d := range newComparer().run(w, r) {
		out = append(out, rule.Finding{Direction: dir, Breaks: rule.Value, Reference: &rule.Difference{Type: d.kind, Path: d.pointer(), Lenient: lenient[d.kind]}})
	}
	return out
}
