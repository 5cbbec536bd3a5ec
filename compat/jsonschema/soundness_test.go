package jsonschema_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	checker "github.com/concord-registry/concord/compat/jsonschema"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/jsonschema"
)

// sampled is every n-th golden pair: the validator takes milliseconds for each schema.
func sampled(t *testing.T, n int) []goldenCase {
	t.Helper()
	var out []goldenCase
	for i, c := range golden(t) {
		if i%n == 0 {
			out = append(out, c)
		}
	}
	return out
}

// TestSound looks for documents that the writer's schema allows and the reader's refuses where no finding breaks
// anything. The documents are made at random from the writer's schema; an independent validator judges them.
func TestSound(t *testing.T) {
	const perPair = 40
	random := rand.New(rand.NewPCG(1, 2))
	judged := 0
	for _, c := range sampled(t, 4) {
		old, new := parse(t, c.Old), parse(t, c.New)
		for _, dir := range []rule.Direction{rule.Backward, rule.Forward} {
			findings := checker.Check(dir, old, new)
			reader, writer := rule.Roles(dir, old, new)
			_, text := rule.Roles(dir, c.Old, c.New)
			if breaks(findings) {
				continue
			}
			r, w := compile(t, reader), compile(t, writer)
			if r == nil || w == nil {
				continue
			}
			g := newGenerator(random, text, c.Old, c.New)
			for range perPair {
				datum := g.text()
				if !w.Accepts(datum) {
					continue
				}
				judged++
				if !r.Accepts(datum) {
					t.Errorf("%s %s: nothing breaks, but %s is refused: %s\nold %s\nnew %s", c.ID, dir, datum, r.Explain(datum), c.Old, c.New)
					break
				}
			}
		}
	}
	if judged < 8_000 {
		t.Errorf("only %d documents were judged", judged)
	}
}

// TestWitnesses holds every witness against both schemas once more.
func TestWitnesses(t *testing.T) {
	breaking, witnessed := 0, 0
	for _, c := range sampled(t, 4) {
		old, new := parse(t, c.Old), parse(t, c.New)
		for _, dir := range []rule.Direction{rule.Backward, rule.Forward} {
			findings := checker.Check(dir, old, new)
			reader, writer := rule.Roles(dir, old, new)
			if breaks(findings) {
				breaking++
			}
			i := slices.IndexFunc(findings, func(f rule.Finding) bool { return f.Witness != nil })
			if i < 0 {
				continue
			}
			witnessed++
			if datum := findings[i].Witness.Datum; !compile(t, writer).Accepts(datum) || compile(t, reader).Accepts(datum) {
				t.Errorf("%s %s: %s is no witness", c.ID, dir, datum)
			}
		}
	}
	if witnessed*100 < breaking*80 {
		t.Errorf("%d of %d directions that break have a witness, want 80 of 100", witnessed, breaking)
	}
	t.Logf("%d of %d directions that break have a witness", witnessed, breaking)
}

func breaks(findings []rule.Finding) bool {
	return slices.ContainsFunc(findings, func(f rule.Finding) bool { return f.Breaks != 0 })
}

// compile is nil for what the validator refuses and the reference accepts.
func compile(t *testing.T, s *jsonschema.Schema) *jsonschema.Validator {
	t.Helper()
	v, err := s.Validator()
	if err != nil {
		return nil
	}
	return v
}

// generator makes documents that a schema is likely to allow, with names and constants of both versions.
type generator struct {
	*rand.Rand
	root      any
	names     []string
	constants []any
}

func newGenerator(random *rand.Rand, text string, both ...string) *generator {
	g := &generator{Rand: random, names: []string{"zz", "x_1", "b_id", "meta1", "extra1", "a", "z"}, constants: []any{"", "a", "ABC", 1, 0.5, -3, 12, nil, true}}
	json.Unmarshal([]byte(text), &g.root)
	for _, text := range both {
		var v any
		json.Unmarshal([]byte(text), &v)
		g.collect(v)
	}
	return g
}

func (g *generator) collect(v any) {
	switch v := v.(type) {
	case map[string]any:
		if properties, ok := v["properties"].(map[string]any); ok {
			for name := range properties {
				g.names = append(g.names, name)
			}
		}
		for _, keyword := range []string{"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"} {
			if n, ok := v[keyword].(float64); ok {
				g.constants = append(g.constants, n, n+1, n-1)
			}
		}
		if list, ok := v["enum"].([]any); ok {
			g.constants = append(g.constants, list...)
		}
		for _, child := range v {
			g.collect(child)
		}
	case []any:
		for _, child := range v {
			g.collect(child)
		}
	}
	slices.Sort(g.names)
}

func (g *generator) text() string {
	text, _ := json.Marshal(g.value(g.root, 0))
	return string(text)
}

func (g *generator) value(schema any, depth int) any {
	s, ok := schema.(map[string]any)
	if !ok || depth > 5 || g.IntN(25) == 0 {
		return g.constants[g.IntN(len(g.constants))]
	}
	if ref, ok := s["$ref"].(string); ok {
		return g.value(g.follow(ref), depth+1)
	}
	for _, keyword := range []string{"anyOf", "oneOf", "allOf"} {
		if list, ok := s[keyword].([]any); ok && len(list) > 0 {
			return g.value(list[g.IntN(len(list))], depth+1)
		}
	}
	if list, ok := s["enum"].([]any); ok && len(list) > 0 {
		return list[g.IntN(len(list))]
	}
	if c, ok := s["const"]; ok {
		return c
	}
	kind := s["type"]
	if list, ok := kind.([]any); ok && len(list) > 0 {
		kind = list[g.IntN(len(list))]
	}
	return g.ofType(s, kind, depth)
}

func (g *generator) follow(ref string) any {
	at := g.root
	for _, key := range strings.Split(strings.TrimPrefix(strings.TrimPrefix(ref, "#"), "/"), "/") {
		if m, ok := at.(map[string]any); ok && key != "" {
			at = m[key]
		}
	}
	return at
}

func (g *generator) ofType(s map[string]any, kind any, depth int) any {
	switch kind {
	case "object":
		return g.object(s, depth)
	case "array":
		return g.array(s, depth)
	case "string":
		n := g.IntN(12)
		if least, ok := s["minLength"].(float64); ok {
			n += int(least)
		}
		return strings.Repeat([]string{"a", "A", "x", "1"}[g.IntN(4)], n)
	case "integer":
		return g.IntN(60) - 10
	case "number":
		return float64(g.IntN(120)-20) / 2
	case "boolean":
		return g.IntN(2) == 0
	case "null":
		return nil
	}
	return g.constants[g.IntN(len(g.constants))]
}

func (g *generator) object(s map[string]any, depth int) any {
	out := map[string]any{}
	required, _ := s["required"].([]any)
	properties, _ := s["properties"].(map[string]any)
	names := make([]string, 0, len(properties))
	for name := range properties {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if slices.Contains(required, any(name)) || g.IntN(2) == 0 {
			out[name] = g.value(properties[name], depth+1)
		}
	}
	for g.IntN(3) == 0 {
		if name := g.names[g.IntN(len(g.names))]; out[name] == nil {
			out[name] = g.value(s["additionalProperties"], depth+1)
		}
	}
	return out
}

func (g *generator) array(s map[string]any, depth int) any {
	out := []any{}
	listed, _ := s["items"].([]any)
	if prefix, ok := s["prefixItems"].([]any); ok {
		listed = prefix
	}
	n := g.IntN(len(listed) + 3)
	if least, ok := s["minItems"].(float64); ok {
		n = max(n, int(least))
	}
	for i := range n {
		if i < len(listed) {
			out = append(out, g.value(listed[i], depth+1))
		} else {
			out = append(out, g.value(s["items"], depth+1))
		}
	}
	return out
}
