// Package avro compares Avro schemas.
package avro

import (
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/avro"
)

// Rules is the rule table.
var Rules []rule.Rule

// Check lists what differs between old and new in one direction.
func Check(dir rule.Direction, old, new *avro.Schema) []rule.Finding { return nil }
