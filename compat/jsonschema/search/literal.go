package search

import (
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// Literal is a schema that a value is to satisfy, or to violate.
type Literal struct {
	node    *model.Node
	refused bool
}

// Satisfy asks for values that a schema accepts.
func Satisfy(n *model.Node) Literal { return Literal{n, false} }

// Violate asks for values that a schema refuses.
func Violate(n *model.Node) Literal { return Literal{n, true} }

// Outcome is what a search ended with. With None it is proved that there is no such value. Otherwise Value may be one, or
// nil where none was found; it is a guess that whoever wants to rely on it checks.
type Outcome struct {
	Value *jsontree.Value
	None  bool
}

var (
	impossible = Outcome{None: true}
	undecided  = Outcome{}
)

// first runs the ways to a value until one has it. When all are impossible, so is the whole.
func first(ways ...func() Outcome) Outcome {
	out := impossible
	for _, way := range ways {
		found := way()
		if found.Value != nil {
			return found
		}
		out.None = out.None && found.None
	}
	return out
}
