// Package protobuf compares Protobuf schemas.
package protobuf

import (
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf"
)

// Rules is the rule table.
var Rules []rule.Rule

// Check lists what differs between old and new in one direction.
func Check(dir rule.Direction, old, new *protobuf.Schema) []rule.Finding { return nil }
