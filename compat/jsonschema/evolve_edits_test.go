package jsonschema_test

import (
	"encoding/json"
	"slices"
	"strconv"
)

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

// counts are the keywords of whole numbers that are not negative.
var counts = []string{"minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minContains", "maxContains"}

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
		if slices.Contains(counts, keyword) {
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
