package jsonschema_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
)

// object is a schema as JSON has it.
type object = map[string]any

// evolution makes schemas of all keywords and changes them as people do, and as nobody would.
type evolution struct {
	*rand.Rand
	draft int
}

func pick[T any](e *evolution, list ...T) T { return list[e.IntN(len(list))] }

var draftNames = map[int]string{
	4: "http://json-schema.org/draft-04/schema#", 6: "http://json-schema.org/draft-06/schema#", 7: "http://json-schema.org/draft-07/schema#",
	2019: "https://json-schema.org/draft/2019-09/schema", 2020: "https://json-schema.org/draft/2020-12/schema",
}

// The pools are small, so that two schemas meet in names, values and patterns.
var (
	names    = []string{"a", "b", "ab", "x_1", "c"}
	patterns = []string{"^a", "b$", "^[ab]+$", "^a{2,3}$", "^x_", "^x", "^.{2}$", "^\\d+$",
		"^[^a]*$", "^(a|b)?$", "[0-9]", "^$", "a", "^\\S*$", "^a(?=b)", "\\bb"}
	texts  = []string{"", "a", "b", "aa", "ab", "abc", "x_1", "1", "12", "A", "é", "a b", "\r", "𝄞", "aaaa"}
	values = []any{nil, true, false, 0, 1, 2, 1.5, -1, "", "a", "ab", "x_1", []any{}, []any{1},
		[]any{"a", 1}, object{}, object{"a": 1}, object{"a": "a", "b": nil}}
	limits = []any{-1, 0, 1, 2, 3, 5, 0.5, 2.5, 10, 1e3, json.Number("9007199254740993"), json.Number("9007199254740992")}
)

// schema makes a root with two definitions to refer to.
func (e *evolution) schema() object {
	e.draft = pick(e, 4, 6, 7, 7, 2019, 2020, 2020)
	s := e.keywords(0)
	if e.IntN(3) == 0 {
		s[e.definitions()] = object{"d": e.node(1), "e": e.node(1)}
	}
	s["$schema"] = draftNames[e.draft]
	return s
}

func (e *evolution) definitions() string {
	if e.draft >= 2019 {
		return "$defs"
	}
	return "definitions"
}

// node makes a schema below the root.
func (e *evolution) node(depth int) any {
	switch {
	case e.draft > 4 && e.IntN(12) == 0:
		return e.IntN(3) > 0
	case e.IntN(14) == 0:
		return object{"$ref": pick(e, "#/"+e.definitions()+"/d", "#/"+e.definitions()+"/e", "#")}
	case e.IntN(40) == 0 && e.draft == 2019:
		return object{"$recursiveRef": "#"}
	case e.IntN(40) == 0 && e.draft == 2020:
		return object{"$dynamicRef": "#"}
	}
	return e.keywords(depth)
}

func (e *evolution) nodes(depth, most int) []any {
	var list []any
	for range 1 + e.IntN(most) {
		list = append(list, e.node(depth))
	}
	return list
}

// keywords makes a schema of one to three groups of keywords, mostly with the type that they belong to.
func (e *evolution) keywords(depth int) object {
	s := object{}
	kind := pick(e, "string", "number", "object", "object", "array", "array", "any", "combined")
	if depth > 2 && kind != "string" {
		kind = pick(e, "number", "any")
	}
	if e.IntN(4) > 0 && kind != "combined" {
		s["type"] = e.types(kind)
	}
	for range 1 + e.IntN(3) {
		e.add(s, kind, depth)
	}
	return s
}

func (e *evolution) types(kind string) any {
	all := []any{"string", "number", "integer", "object", "array", "boolean", "null"}
	switch {
	case kind == "any" || e.IntN(12) == 0:
		kind = pick(e, all...).(string)
	case kind == "number" && e.IntN(2) == 0:
		kind = "integer"
	}
	if other := pick(e, all...); e.IntN(6) == 0 && other != kind {
		return []any{kind, other}
	}
	return kind
}

// add gives a schema one more keyword, or a few that belong together.
func (e *evolution) add(s object, kind string, depth int) {
	switch kind {
	case "string":
		e.text(s)
	case "number":
		e.number(s)
	case "object":
		e.object(s, depth)
	case "array":
		e.array(s, depth)
	case "combined":
		e.combined(s, depth)
	default:
		switch e.IntN(3) {
		case 0:
			s["enum"] = e.list()
		case 1:
			s["const"] = pick(e, values...)
		case 2:
			s["title"] = pick(e, "x", "y")
		}
	}
}

// list is some values without repetition.
func (e *evolution) list() []any {
	list := slices.Clone(values)
	e.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list[:1+e.IntN(4)]
}

func (e *evolution) text(s object) {
	switch e.IntN(4) {
	case 0:
		s["minLength"] = e.IntN(4)
	case 1:
		s["maxLength"] = e.IntN(5)
	case 2:
		s["pattern"] = pick(e, patterns...)
	case 3:
		s["enum"] = []any{pick(e, texts...), "zz"}
	}
}

func (e *evolution) number(s object) {
	switch e.IntN(5) {
	case 0:
		s["minimum"] = pick(e, limits...)
	case 1:
		s["maximum"] = pick(e, limits...)
	case 2:
		s["multipleOf"] = pick[any](e, 1, 2, 3, 6, 0.5, 1.5, 0.1, json.Number("1e-2"))
	default:
		keyword := pick(e, "exclusiveMinimum", "exclusiveMaximum")
		s[keyword] = pick(e, limits...)
		if e.draft == 4 {
			s[keyword], s[pick(e, "minimum", "maximum")] = true, pick(e, limits...)
		}
	}
}

func (e *evolution) object(s object, depth int) {
	switch e.IntN(11) {
	case 0, 1, 2:
		properties := object{}
		for range 1 + e.IntN(3) {
			properties[pick(e, names...)] = e.node(depth + 1)
		}
		s["properties"] = properties
	case 3:
		s["required"] = e.someNames()
	case 4:
		s["additionalProperties"] = pick[any](e, false, true, e.node(depth+1))
	case 5:
		s["patternProperties"] = object{pick(e, patterns...): e.node(depth + 1)}
	case 6:
		s["minProperties"] = e.IntN(4)
	case 7:
		s["maxProperties"] = e.IntN(4)
	case 8:
		s["propertyNames"] = pick[any](e, object{"pattern": pick(e, patterns...)}, object{"maxLength": e.IntN(3)},
			object{"enum": []any{"a", "b"}}, e.node(depth+1))
	case 9:
		e.dependency(s, depth)
	case 10:
		if e.draft >= 2019 {
			s["unevaluatedProperties"] = pick(e, any(false), e.node(depth+1))
		}
	}
}

func (e *evolution) someNames() []any {
	list := []any{pick(e, names...)}
	if other := pick(e, names...); e.IntN(3) == 0 && other != list[0] {
		list = append(list, other)
	}
	return list
}

func (e *evolution) dependency(s object, depth int) {
	name := pick(e, names...)
	switch {
	case e.draft < 2019:
		s["dependencies"] = object{name: pick[any](e, e.someNames(), e.keywords(depth+1))}
	case e.IntN(2) == 0:
		s["dependentRequired"] = object{name: e.someNames()}
	default:
		s["dependentSchemas"] = object{name: e.node(depth + 1)}
	}
}

func (e *evolution) array(s object, depth int) {
	switch e.IntN(9) {
	case 0, 1:
		s["items"] = e.node(depth + 1)
	case 2:
		if e.draft == 2020 {
			s["prefixItems"] = e.nodes(depth+1, 3)
		} else if e.draft < 2019 {
			s["items"], s["additionalItems"] = e.nodes(depth+1, 3), pick[any](e, true, false, e.keywords(depth+1))
		}
	case 3:
		s["minItems"] = e.IntN(4)
	case 4:
		s["maxItems"] = e.IntN(4)
	case 5:
		s["uniqueItems"] = e.IntN(5) > 0
	case 6, 7:
		s["contains"] = e.node(depth + 1)
		if e.IntN(2) == 0 {
			s[pick(e, "minContains", "maxContains")] = e.IntN(3)
		}
	case 8:
		if e.draft >= 2019 {
			s["unevaluatedItems"] = pick(e, any(false), e.node(depth+1))
		}
	}
}

func (e *evolution) combined(s object, depth int) {
	switch e.IntN(6) {
	case 0, 1, 2:
		s[pick(e, "anyOf", "oneOf", "allOf")] = e.nodes(depth+1, 3)
	case 3:
		s["not"] = e.node(depth + 1)
	default:
		s["if"] = e.node(depth + 1)
		s[pick(e, "then", "else")] = e.node(depth + 1)
	}
}
