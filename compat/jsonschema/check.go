// Package jsonschema compares JSON Schema schemas.
package jsonschema

import (
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/jsonschema"
)

// Rules is the rule table.
var Rules []rule.Rule

// Check lists what differs between old and new in one direction.
func Check(dir rule.Direction, old, new *jsonschema.Schema) []rule.Finding { return nil }
