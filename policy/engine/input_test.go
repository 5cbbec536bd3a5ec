package engine

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/schema"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

// TestInputKeepsItsSchema: the schema that rules are compiled with describes what they get, in every part.
func TestInputKeepsItsSchema(t *testing.T) {
	one, long, pattern, low, yes := 1, 36, "^a", 0.5, true
	full := schema.Field{
		Path: "R.a", Number: 4, Name: "theName", Presence: "optional", Doc: "d", Deprecated: true,
		Type:        schema.FieldType{Canonical: "decimal", Native: "bytes", Params: map[string]any{"precision": 4}, Container: "array", Ref: "R"},
		Default:     schema.Default{Set: true, Value: []any{nil, true, "x", 1.5, json.Number("3"), map[string]any{"k": 1}}},
		Terms:       []string{"t"},
		Tags:        []string{"pii"},
		Annotations: map[string]any{"x": "y"},
		Constraints: schema.Constraints{MinLength: &one, MaxLength: &long, Pattern: &pattern, Min: &low, Max: &low, Enum: []any{"a"}, Unique: &yes},
		Origin:      schema.Origin{Reference: "r", Subject: "s", Version: 2},
	}
	before := full
	before.Doc = "other"
	doc := &schema.Document{
		Name: "R", Namespace: "n", Doc: "d", Tags: []string{"t"}, Depth: 1, Annotations: map[string]any{"x": 1},
		Types:  []schema.NamedType{{Path: "R", Kind: "enum", Name: "R", Symbols: []string{"A"}, Default: "A"}},
		Fields: []schema.Field{full, {Path: "R.b", Name: "b"}},
	}
	p := bare(t)
	p.readsPrevious = true
	in, _ := p.buildInput(&policy.Request{
		Action: "register", Time: time.Unix(0, 0), Actor: policy.Actor{ID: "a", Groups: []string{"g"}}, Schema: doc,
		Subject:    policy.Subject{Name: "s", Domain: "default", Format: schema.Avro, Level: "FULL"},
		Previous:   &policy.Previous{Version: 1, Document: &schema.Document{Fields: []schema.Field{before}}},
		Changes:    []rule.Finding{{Code: "X", Breaks: rule.Wire, Was: "a", Is: "b"}},
		References: []policy.Reference{{Name: "n", Subject: "s", Version: 1}},
	})
	input, err := ast.JSON(in.asking([]string{"R1"}))
	if err != nil {
		t.Fatal(err)
	}
	compiled, err := jsonschema.CompileString("input.json", strings.Replace(string(inputSchema), `"$id"`, `"$comment"`, 1))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiled.Validate(input); err != nil {
		t.Errorf("%#v\n%v", err, input)
	}
	written := in.asking([]string{"R1"}).String()
	for _, name := range properties(t) {
		if !strings.Contains(written, `"`+name+`":`) {
			t.Errorf("the schema promises %q, which the input lacks", name)
		}
	}
}

// properties lists every name under `properties` in the schema.
func properties(t *testing.T) []string {
	t.Helper()
	var root any
	if err := json.Unmarshal(inputSchema, &root); err != nil {
		t.Fatal(err)
	}
	var names []string
	var walk func(any)
	walk = func(v any) {
		if list, ok := v.([]any); ok {
			for _, item := range list {
				walk(item)
			}
		}
		m, ok := v.(map[string]any)
		if !ok {
			return
		}
		if p, ok := m["properties"].(map[string]any); ok {
			for name := range p {
				names = append(names, name)
			}
		}
		for _, child := range m {
			walk(child)
		}
	}
	walk(root)
	return names
}
