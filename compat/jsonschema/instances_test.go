package jsonschema_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
)

// generator makes documents that a schema is likely to allow, with names and constants of both versions. What it knows of
// schemas it knows on its own: nothing of what it is to judge.
type generator struct {
	*rand.Rand
	root      object
	names     []string
	constants []any
	// found are documents that were allowed, to be changed a little.
	found []any
}

func newGenerator(random *rand.Rand, text string, both ...string) *generator {
	g := &generator{Rand: random, names: []string{"zz", "x_1", "b_id", "a", "ab", "1"},
		constants: []any{"", "a", "ABC", 1, 0.5, -3, 12, nil, true, "\r"}}
	g.root, _ = decoded(text).(object)
	for _, text := range both {
		g.collect(decoded(text))
	}
	slices.Sort(g.names)
	return g
}

func decoded(text string) any {
	var v any
	json.Unmarshal([]byte(text), &v)
	return v
}

// collect remembers what schemas name and list, and what lies beside their limits.
func (g *generator) collect(v any) {
	switch v := v.(type) {
	case object:
		for _, keyword := range sortedNames(v) {
			g.keyword(keyword, v[keyword])
			g.collect(v[keyword])
		}
	case []any:
		for _, child := range v {
			g.collect(child)
		}
	}
}

func (g *generator) keyword(keyword string, v any) {
	switch v := v.(type) {
	case object:
		if slices.Contains(named2schemas, keyword) || keyword == "dependentRequired" {
			g.names = append(g.names, sortedNames(v)...)
		}
	case []any:
		for _, item := range v {
			if name, ok := item.(string); ok && keyword != "type" {
				g.names = append(g.names, name)
			}
			if keyword == "enum" {
				g.constants = append(g.constants, item)
			}
		}
	case float64:
		g.constants = append(g.constants, v, v+1, v-1, v+0.5, v*2)
	}
	if keyword == "const" {
		g.constants = append(g.constants, v)
	}
}

// text is a new document, or one that was allowed before with a change.
func (g *generator) text() string {
	var v any
	if len(g.found) > 0 && g.IntN(2) == 0 {
		v = g.mutate(g.found[g.IntN(len(g.found))], 0)
	} else {
		v = g.value(g.parts(g.root, 0), 0)
	}
	text, _ := json.Marshal(v)
	return string(text)
}

// allowed takes note of a document that the writer allows.
func (g *generator) allowed(text string) {
	if len(g.found) < 20 {
		g.found = append(g.found, decoded(text))
	}
}

// mutate changes one place.
func (g *generator) mutate(v any, depth int) any {
	switch v := v.(type) {
	case object:
		out := object{}
		for name, member := range v {
			out[name] = member
		}
		list := sortedNames(out)
		if len(list) == 0 || g.IntN(3) == 0 {
			out[g.name()] = g.constant()
			return out
		}
		name := list[g.IntN(len(list))]
		if g.IntN(3) == 0 {
			delete(out, name)
		} else {
			out[name] = g.mutate(out[name], depth+1)
		}
		return out
	case []any:
		out := slices.Clone(v)
		if len(out) == 0 || g.IntN(3) == 0 {
			return append(out, g.constant())
		}
		i := g.IntN(len(out))
		switch g.IntN(4) {
		case 0:
			return slices.Delete(out, i, i+1)
		case 1:
			return append(out, out[i])
		}
		out[i] = g.mutate(out[i], depth+1)
		return out
	case float64:
		return v + []float64{1, -1, 0.5, -v}[g.IntN(4)]
	case string:
		if g.IntN(2) == 0 {
			return v + texts[g.IntN(len(texts))]
		}
	}
	return g.constant()
}

func (g *generator) constant() any { return g.constants[g.IntN(len(g.constants))] }

func (g *generator) name() string { return g.names[g.IntN(len(g.names))] }

// parts are the schemas that a value must satisfy together, a choice made wherever there is one.
func (g *generator) parts(schema any, depth int) []object {
	s, ok := schema.(object)
	if !ok || depth > 6 {
		return nil
	}
	out := []object{s}
	for _, keyword := range []string{"$ref", "$recursiveRef", "$dynamicRef"} {
		if ref, ok := s[keyword].(string); ok {
			out = append(out, g.parts(g.follow(ref), depth+1)...)
		}
	}
	all, _ := s["allOf"].([]any)
	for _, part := range all {
		out = append(out, g.parts(part, depth+1)...)
	}
	for _, keyword := range []string{"anyOf", "oneOf"} {
		if list, ok := s[keyword].([]any); ok && len(list) > 0 {
			out = append(out, g.parts(list[g.IntN(len(list))], depth+1)...)
		}
	}
	if s["if"] != nil {
		if g.IntN(2) == 0 {
			out = append(out, g.parts(s["if"], depth+1)...)
			out = append(out, g.parts(s["then"], depth+1)...)
		} else {
			out = append(out, g.parts(s["else"], depth+1)...)
		}
	}
	return out
}

func (g *generator) follow(ref string) any {
	var at any = g.root
	for _, key := range strings.Split(strings.TrimPrefix(strings.TrimPrefix(ref, "#"), "/"), "/") {
		if m, ok := at.(object); ok && key != "" {
			at = m[key]
		}
	}
	return at
}

// value makes one that the parts seem to ask for.
func (g *generator) value(parts []object, depth int) any {
	if depth > 4 || g.IntN(25) == 0 {
		return g.constant()
	}
	for _, s := range parts {
		if list, ok := s["enum"].([]any); ok && len(list) > 0 {
			return list[g.IntN(len(list))]
		}
		if c, ok := s["const"]; ok {
			return c
		}
	}
	return g.ofType(parts, g.kind(parts), depth)
}

// kind is a type that the parts name, or one that their keywords are about, or any.
func (g *generator) kind(parts []object) string {
	var kinds []string
	for _, s := range parts {
		switch t := s["type"].(type) {
		case string:
			return t
		case []any:
			if kind, ok := t[g.IntN(len(t))].(string); ok {
				kinds = append(kinds, kind)
			}
		}
		for keyword, kind := range map[string]string{"properties": "object", "required": "object", "patternProperties": "object", "items": "array",
			"contains": "array", "prefixItems": "array", "minimum": "number", "multipleOf": "number", "pattern": "string", "propertyNames": "object"} {
			if s[keyword] != nil && g.IntN(2) == 0 {
				kinds = append(kinds, kind)
			}
		}
	}
	if len(kinds) == 0 {
		return []string{"object", "array", "string", "number", "integer", "boolean", "null"}[g.IntN(7)]
	}
	slices.Sort(kinds)
	return kinds[g.IntN(len(kinds))]
}

func (g *generator) ofType(parts []object, kind string, depth int) any {
	switch kind {
	case "object":
		return g.object(parts, depth)
	case "array":
		return g.array(parts, depth)
	case "string":
		if g.IntN(2) == 0 {
			return texts[g.IntN(len(texts))]
		}
		return strings.Repeat([]string{"a", "b", "x", "1", "ab"}[g.IntN(5)], g.IntN(6))
	case "integer":
		return g.IntN(30) - 5
	case "number":
		for range 3 {
			if n, ok := g.constant().(float64); ok {
				return n
			}
		}
		return float64(g.IntN(60)-10) / 4
	case "boolean":
		return g.IntN(2) == 0
	case "null":
		return nil
	}
	return g.constant()
}

func (g *generator) object(parts []object, depth int) any {
	out := object{}
	for _, s := range parts {
		required, _ := s["required"].([]any)
		for _, name := range required {
			if text, ok := name.(string); ok {
				out[text] = nil
			}
		}
		properties, _ := s["properties"].(object)
		for _, name := range sortedNames(properties) {
			if g.IntN(2) == 0 {
				out[name] = nil
			}
		}
	}
	for g.IntN(3) == 0 {
		out[g.name()] = nil
	}
	for _, name := range sortedNames(out) {
		out[name] = g.value(g.under(parts, name), depth+1)
	}
	return out
}

// under are the schemas for one name.
func (g *generator) under(parts []object, name string) []object {
	var out []object
	for _, s := range parts {
		properties, _ := s["properties"].(object)
		if schema, ok := properties[name]; ok {
			out = append(out, g.parts(schema, 1)...)
		} else {
			out = append(out, g.parts(s["additionalProperties"], 1)...)
			out = append(out, g.parts(s["unevaluatedProperties"], 1)...)
		}
	}
	return out
}

func (g *generator) array(parts []object, depth int) any {
	out, least, most := []any{}, 0, 4
	for _, s := range parts {
		if n, ok := s["minItems"].(float64); ok {
			least = max(least, int(n))
		}
		if n, ok := s["maxItems"].(float64); ok {
			most = min(most, int(n))
		}
	}
	n := least + g.IntN(max(1, most-least+1))
	for i := range n {
		out = append(out, g.value(g.at(parts, i), depth+1))
	}
	return out
}

// at are the schemas for one position; now and then what the array is to contain.
func (g *generator) at(parts []object, i int) []object {
	var out []object
	for _, s := range parts {
		listed, ok := s["prefixItems"].([]any)
		rest := s["items"]
		if list, old := rest.([]any); old && !ok {
			listed, rest = list, s["additionalItems"]
		}
		if i < len(listed) {
			rest = listed[i]
		}
		out = append(out, g.parts(rest, 1)...)
		if s["contains"] != nil && g.IntN(2) == 0 {
			out = append(out, g.parts(s["contains"], 1)...)
		}
	}
	return out
}
