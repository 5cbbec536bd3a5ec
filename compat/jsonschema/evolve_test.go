package jsonschema_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strconv"
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
	patterns = []string{"^a", "b$", "^[ab]+$", "^a{2,3}$", "^x_", "^x", "^.{2}$", "^\\d+$", "^[^a]*$", "^(a|b)?$", "[0-9]", "^$", "a", "^\\S*$", "^a(?=b)", "\\bb"}
	texts    = []string{"", "a", "b", "aa", "ab", "abc", "x_1", "1", "12", "A", "é", "a b", "\r", "𝄞", "aaaa"}
	values   = []any{nil, true, false, 0, 1, 2, 1.5, -1, "", "a", "ab", "x_1", []any{}, []any{1}, []any{"a", 1}, object{}, object{"a": 1}, object{"a": "a", "b": nil}}
	limits   = []any{-1, 0, 1, 2, 3, 5, 0.5, 2.5, 10, 1e3, json.Number("9007199254740993"), json.Number("9007199254740992")}
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
		s["propertyNames"] = pick[any](e, object{"pattern": pick(e, patterns...)}, object{"maxLength": e.IntN(3)}, object{"enum": []any{"a", "b"}}, e.node(depth+1))
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

// evolve is a copy after up to four edits.
func (e *evolution) evolve(schema object) object {
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
		for _, keyword := range sortedNames(v) {
			if named, ok := v[keyword].(object); ok && slices.Contains(named2schemas, keyword) {
				for _, name := range sortedNames(named) {
					collectObjects(named[name], all)
				}
			} else if slices.Contains(schemas, keyword) {
				collectObjects(v[keyword], all)
			}
		}
	case []any:
		for _, child := range v {
			collectObjects(child, all)
		}
	}
}

// schemas are the keywords that hold a schema or a list of them, named2schemas those that hold schemas by name.
var (
	schemas = []string{"items", "prefixItems", "additionalItems", "additionalProperties", "anyOf", "oneOf", "allOf", "not", "if",
		"then", "else", "contains", "propertyNames", "unevaluatedItems", "unevaluatedProperties"}
	named2schemas = []string{"properties", "patternProperties", "dependencies", "dependentSchemas", "definitions", "$defs"}
)

// sortedNames are the members of an object, sorted.
func sortedNames(o object) []string {
	list := make([]string, 0, len(o))
	for name := range o {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}

// edit adds a keyword, takes one away, or changes one.
func (e *evolution) edit(s object) {
	keywords := slices.DeleteFunc(sortedNames(s), func(k string) bool { return k == "$schema" || k == "definitions" || k == "$defs" })
	if len(keywords) == 0 || e.IntN(4) == 0 {
		e.add(s, pick(e, "string", "number", "object", "array", "any", "combined"), 2)
		return
	}
	keyword := pick(e, keywords...)
	switch e.IntN(8) {
	case 0, 1:
		delete(s, keyword)
	case 2:
		e.wrap(s, keywords)
	case 3:
		e.rename(s, keyword)
	default:
		e.change(s, keyword)
	}
}

// wrap moves keywords of a schema into a combination.
func (e *evolution) wrap(s object, keywords []string) {
	inner := object{}
	for _, keyword := range keywords {
		inner[keyword] = s[keyword]
		delete(s, keyword)
	}
	switch how := pick(e, "allOf", "anyOf", "oneOf", "not"); how {
	case "not":
		s["not"] = object{"not": inner}
	default:
		s[how] = []any{inner}
		if e.IntN(2) == 0 {
			s[how] = append(s[how].([]any), e.node(2))
		}
	}
}

// rename gives what a keyword says to a related one.
func (e *evolution) rename(s object, keyword string) {
	for _, related := range [][]string{{"anyOf", "oneOf", "allOf"}, {"minimum", "exclusiveMinimum"}, {"maximum", "exclusiveMaximum"}, {"then", "else"},
		{"additionalProperties", "unevaluatedProperties", "propertyNames"}, {"items", "contains", "unevaluatedItems"}} {
		if to := pick(e, related...); slices.Contains(related, keyword) && to != keyword {
			v := s[keyword]
			delete(s, keyword)
			s[to] = v
		}
	}
	if list, ok := s["enum"].([]any); ok && len(list) == 1 {
		delete(s, "enum")
		s["const"] = list[0]
	}
}

// change replaces a part of what a keyword says.
func (e *evolution) change(s object, keyword string) {
	switch v := s[keyword].(type) {
	case float64:
		s[keyword] = pick[any](e, v+1, v-1, v*2, v/2, v+1e-3)
		if slices.Contains([]string{"minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minContains", "maxContains"}, keyword) {
			s[keyword] = max(0, int(v)+pick(e, 1, -1))
		} else if keyword == "multipleOf" {
			s[keyword] = pick(e, v*2, v/2, v*3)
		}
	case []any:
		e.changeList(s, keyword, v)
	case object:
		e.changeMembers(s, keyword, v)
	case bool:
		s[keyword] = !v
	case string:
		switch keyword {
		case "pattern":
			s[keyword] = pick(e, patterns...)
		case "type":
			s[keyword] = e.types(v)
		}
	}
}

func (e *evolution) changeList(s object, keyword string, list []any) {
	if len(list) == 0 {
		delete(s, keyword)
		return
	}
	list = slices.Clone(list)
	i := e.IntN(len(list))
	var fresh any
	switch keyword {
	case "enum":
		fresh = e.IntN(100)
	case "required":
		fresh = "f" + strconv.Itoa(e.IntN(3))
	case "type":
		s[keyword] = list[i]
		return
	default:
		fresh = e.node(2)
	}
	switch {
	case len(list) > 1 && e.IntN(2) == 0:
		list = slices.Delete(list, i, i+1)
	case e.IntN(2) == 0:
		list[i] = fresh
	default:
		list = append(list, fresh)
	}
	s[keyword] = list
}

func (e *evolution) changeMembers(s object, keyword string, members object) {
	switch {
	case keyword == "properties" || keyword == "dependentSchemas":
		name := pick(e, names...)
		if e.IntN(2) == 0 {
			delete(members, name)
		} else {
			members[name] = e.node(2)
		}
	case keyword == "patternProperties":
		members[pick(e, patterns...)] = e.node(2)
	case keyword != "const" && keyword != "dependencies" && keyword != "dependentRequired":
		s[keyword] = e.node(2)
	}
}
