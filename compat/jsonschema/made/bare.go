package made

import "github.com/concord-registry/concord/schema/jsonschema/model"

// Bare is a new schema that asks for a type and nothing else, to be given keywords.
func Bare(kind model.Kind) *model.Node {
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

// Anything allows every value.
var Anything = &model.Node{Kind: model.Empty, Source: noSource}

// Object says something about objects, and nothing about other values. change sets the keywords.
func Object(change func(*model.ObjectRules)) *model.Node {
	n := Bare(model.Object)
	n.Typed = false
	change(n.Object)
	n.Object.Index()
	return n
}

// Array says something about arrays, and nothing about other values. change sets the keywords.
func Array(change func(*model.ArrayRules)) *model.Node {
	n := Bare(model.Array)
	n.Typed = false
	change(n.Array)
	return n
}

// Number says something about numbers, and nothing about other values.
func Number(rules model.NumberRules) *model.Node {
	return &model.Node{Kind: model.Number, Source: noSource, Number: &rules}
}

// String says something about strings, and nothing about other values.
func String(rules model.StringRules) *model.Node {
	return &model.Node{Kind: model.String, Source: noSource, String: &rules}
}
