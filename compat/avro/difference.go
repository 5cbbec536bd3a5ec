package avro

import (
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/avro"
)

// difference is one thing that a reader's type has against a writer's.
type difference struct {
	code rule.Code
	pair
	at *trail
	// field is the reader's field that it is about, nil for differences of types.
	field *avro.Field
	// symbols are those that an enum misses.
	symbols []string
}
