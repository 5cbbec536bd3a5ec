package jsonschema_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
)

// object is a schema as JSON has it.
type object = map[string]any

// evolution makes schemas and changes them as people do.
type evolution struct{ *rand.Rand }

func pick[T any](e evolution, list ...T) T { return list[e.IntN(len(list))] }

func (e evolution) schema() object {
	s := e.object(0)
	s["$schema"] = pick(e, "http://json-schema.org/draft-07/schema#", "https://json-schema.org/draft/2020-12/schema")
	return s
}

func (e evolution) node(depth int) any {
	if depth > 2 || e.IntN(3) == 0 {
		return e.scalar()
	}
	switch e.IntN(7) {
	case 0, 1:
		return e.object(depth)
	case 2:
		s := object{"type": "array", "items": e.node(depth + 1)}
		e.bound(s, "minItems", "maxItems")
		if e.IntN(4) == 0 {
			s["uniqueItems"] = true
		}
		return s
	case 3:
		return object{pick(e, "anyOf", "oneOf"): []any{e.node(depth + 1), e.node(depth + 1)}}
	case 4:
		return object{"allOf": []any{e.scalar(), e.scalar()}}
	case 5:
		return pick[any](e, true, object{}, object{"not": e.scalar()}, object{"const": 1}, object{"enum": []any{"a", 1, nil}})
	}
	return e.scalar()
}

func (e evolution) scalar() any {
	s := object{}
	switch kind := pick(e, "string", "integer", "number", "boolean", "null"); kind {
	case "string":
		s["type"] = kind
		e.bound(s, "minLength", "maxLength")
		if e.IntN(5) == 0 {
			s["enum"] = []any{"a", "b", "A"}[:1+e.IntN(3)]
		}
	case "integer", "number":
		s["type"] = kind
		e.bound(s, pick(e, "minimum", "exclusiveMinimum"), pick(e, "maximum", "exclusiveMaximum"))
		if e.IntN(5) == 0 {
			s["multipleOf"] = pick(e, 1, 2, 3)
		}
	default:
		s["type"] = pick[any](e, kind, []any{kind, "string"})
	}
	return s
}

// bound gives a lower bound, an upper one, both or none.
func (e evolution) bound(s object, least, most string) {
	low := e.IntN(4)
	if e.IntN(3) == 0 {
		s[least] = low
	}
	if e.IntN(3) == 0 {
		s[most] = low + e.IntN(20)
	}
}

func (e evolution) object(depth int) object {
	properties := object{}
	var required []any
	for _, name := range []string{"a", "b", "c"}[:1+e.IntN(3)] {
		properties[name] = e.node(depth + 1)
		if e.IntN(3) == 0 {
			required = append(required, name)
		}
	}
	s := object{"type": "object", "properties": properties}
	if required != nil {
		s["required"] = required
	}
	switch e.IntN(4) {
	case 0:
		s["additionalProperties"] = false
	case 1:
		s["additionalProperties"] = e.node(3)
	}
	if e.IntN(6) == 0 {
		s["patternProperties"] = object{"^x_": e.node(3)}
	}
	return s
}

// evolve is a copy after up to four edits.
func (e evolution) evolve(schema object) object {
	text, _ := json.Marshal(schema)
	var next object
	json.Unmarshal(text, &next)
	for range e.IntN(4) + 1 {
		var all []object
		collectObjects(next, &all)
		e.edit(all[e.IntN(len(all))])
	}
	return next
}

// collectObjects lists the schemas below v that are objects.
func collectObjects(v any, all *[]object) {
	switch v := v.(type) {
	case object:
		*all = append(*all, v)
		for _, keyword := range []string{"properties", "patternProperties"} {
			if children, ok := v[keyword].(object); ok {
				for _, name := range names(children) {
					collectObjects(children[name], all)
				}
			}
		}
		for _, keyword := range []string{"items", "additionalProperties", "anyOf", "oneOf", "allOf", "not"} {
			collectObjects(v[keyword], all)
		}
	case []any:
		for _, child := range v {
			collectObjects(child, all)
		}
	}
}

// names are the members of an object, sorted.
func names(o object) []string {
	list := make([]string, 0, len(o))
	for name := range o {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}

// edit adds a keyword, takes one away, or changes one.
func (e evolution) edit(s object) {
	keywords := slices.DeleteFunc(names(s), func(k string) bool { return k == "$schema" })
	properties, _ := s["properties"].(object)
	switch {
	case properties != nil && e.IntN(2) == 0:
		name := pick(e, "a", "b", "c", "d")
		if e.IntN(3) == 0 {
			delete(properties, name)
		} else {
			properties[name] = e.node(2)
		}
	case len(keywords) > 0 && e.IntN(3) == 0:
		delete(s, pick(e, keywords...))
	default:
		e.add(s)
	}
}

func (e evolution) add(s object) {
	switch e.IntN(7) {
	case 0:
		s["required"] = []any{pick(e, "a", "b", "d")}
	case 1:
		s["additionalProperties"] = pick(e, false, true)
	case 2:
		s["type"] = pick[any](e, "string", "integer", "number", []any{"string", "null"})
	case 3:
		s["enum"] = []any{"a", "b", 1}[:1+e.IntN(3)]
	case 4:
		e.bound(s, "minLength", "maxLength")
	case 5:
		e.bound(s, "minItems", "maxItems")
	default:
		e.bound(s, "minimum", "maximum")
	}
}
