package value

import (
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// Kinds is a set of the six types of values.
type Kinds uint8

var valueKinds = []model.Kind{model.Null, model.Boolean, model.Number, model.String, model.Array, model.Object}

// EveryKind holds all six types.
const EveryKind Kinds = 1<<6 - 1

// KindsOf is the set of one type, empty for a kind of schema that is not one of a type.
func KindsOf(k model.Kind) Kinds {
	for i, v := range valueKinds {
		if v == k {
			return 1 << i
		}
	}
	return 0
}

// List gives the types of a set, in an order that is always the same.
func (s Kinds) List() []model.Kind {
	var out []model.Kind
	for i, v := range valueKinds {
		if s&(1<<i) != 0 {
			out = append(out, v)
		}
	}
	return out
}

// KindOf is the type of a value.
func KindOf(v *jsontree.Value) model.Kind {
	return [...]model.Kind{
		jsontree.Null: model.Null, jsontree.Bool: model.Boolean, jsontree.Number: model.Number,
		jsontree.String: model.String, jsontree.Array: model.Array, jsontree.Object: model.Object,
	}[v.Kind]
}
