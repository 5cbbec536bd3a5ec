package jsonschema

import (
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// kindSet is a set of the six types of values.
type kindSet uint8

var valueKinds = []model.Kind{model.Null, model.Boolean, model.Number, model.String, model.Array, model.Object}

const everyKind kindSet = 1<<6 - 1

func kindOf(k model.Kind) kindSet {
	for i, v := range valueKinds {
		if v == k {
			return 1 << i
		}
	}
	return 0
}

func kindsListed(s kindSet) []model.Kind {
	var out []model.Kind
	for i, v := range valueKinds {
		if s&(1<<i) != 0 {
			out = append(out, v)
		}
	}
	return out
}

func kindOfValue(v *jsontree.Value) model.Kind {
	return map[jsontree.Kind]model.Kind{
		jsontree.Null: model.Null, jsontree.Bool: model.Boolean, jsontree.Number: model.Number,
		jsontree.String: model.String, jsontree.Array: model.Array, jsontree.Object: model.Object,
	}[v.Kind]
}

// bareType is a node that asks for a type and nothing else.
func bareType(kind model.Kind) *model.Node {
	n := &model.Node{Kind: kind, Typed: true, Source: noSource}
	switch kind {
	case model.Object:
		n.Object = &model.ObjectRules{Additional: model.Open{Allowed: true}, Unevaluated: model.Open{Allowed: true}}
	case model.Array:
		n.Array = &model.ArrayRules{Additional: model.Open{Allowed: true}, Unevaluated: model.Open{Allowed: true}}
	case model.String:
		n.String = &model.StringRules{}
	case model.Number:
		n.Number = &model.NumberRules{}
	}
	return n
}
