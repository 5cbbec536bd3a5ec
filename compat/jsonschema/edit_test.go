package jsonschema_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	checker "github.com/concord-registry/concord/compat/jsonschema"
	"github.com/concord-registry/concord/compat/jsonschema/schematest"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsonschema"
)

// TestEdits applies every edit that findings offer, of golden pairs and of made ones: the new schema stays one, and what
// the edit is for is gone.
func TestEdits(t *testing.T) {
	tried := map[rule.Code]int{}
	for _, c := range sampled(t, 3) {
		tryEdits(t, c.Old, c.New, tried)
	}
	e := &evolution{Rand: rand.New(rand.NewPCG(5, 6))}
	for range 2000 {
		first := e.schema()
		if old, new := newVersion(first), newVersion(e.evolve(first)); old != nil && new != nil {
			tryEdits(t, old.text, new.text, tried)
		}
	}
	total := 0
	for _, n := range tried {
		total += n
	}
	if total < 800 || len(tried) < 25 {
		t.Errorf("%d edits of %d codes were tried, want 800 of 25: %v", total, len(tried), tried)
	}
}

func tryEdits(t *testing.T, oldText, newText string, tried map[rule.Code]int) {
	t.Helper()
	old, new := schematest.Parse(t, oldText), schematest.Parse(t, newText)
	for _, dir := range []rule.Direction{rule.Backward, rule.Forward} {
		for _, f := range checker.Check(dir, old, new) {
			if f.Fix.Edit == nil {
				continue
			}
			tried[f.Code]++
			edited := apply(newText, f.Fix.Edit)
			s, err := jsonschema.Parse(schema.Source{Type: schema.JSON, Text: edited}, schema.Options{Strict: true})
			if err != nil {
				t.Errorf("%s: after the edit the schema is none: %v\nold %s\nnew %s\nedited %s", f.Code, err, oldText, newText, edited)
				continue
			}
			for _, left := range checker.Check(dir, old, s) {
				if left.Code == f.Code && left.New.Path == f.New.Path && left.Was == f.Was && left.Is == f.Is {
					t.Errorf("%s %s at %s is still there after the edit\nold %s\nnew %s\nedited %s", dir, f.Code, f.New.Path, oldText, newText, edited)
				}
			}
		}
	}
}

// apply makes an edit.
func apply(text string, edit *rule.Edit) string {
	return text[:offset(text, edit.At.Start)] + edit.Text + text[offset(text, edit.At.End):]
}

func offset(text string, p schema.Position) int {
	at := p.Column - 1
	for _, line := range strings.SplitAfter(text, "\n")[:p.Line-1] {
		at += len(line)
	}
	return at
}

// TestEditTexts shows edits of the common kinds in full.
func TestEditTexts(t *testing.T) {
	tests := []struct {
		name, old, new, backward, forward string
	}{
		{"a limit added", `{"type":"string"}`, `{"type":"string", "maxLength":5}`, `{"type":"string"}`, ""},
		{"a limit added before others", `{"type":"string"}`, `{"maxLength":5, "type":"string"}`, `{"type":"string"}`, ""},
		{"a limit widened", `{"type":"string","maxLength":5}`, `{"type":"string","maxLength":9}`, "", `{"type":"string","maxLength":5}`},
		{"required", `{"properties":{"a":{},"b":{}},"required":["b"]}`, `{"properties":{"a":{},"b":{}},"required":["b","a"]}`,
			`{"properties":{"a":{},"b":{}},"required":["b"]}`, ""},
		{"required no more", `{"properties":{"a":{}},"required":["a"]}`, `{"properties":{"a":{}}}`, "", `{"properties":{"a":{}}, "required": ["a"]}`},
		{"a value lost", `{"enum":["a","b"]}`, `{"enum":["b","c"]}`, `{"enum":["b","c","a"]}`, `{"enum":["b"]}`},
		{"closed", `{"properties":{"a":{}}}`, `{"properties":{"a":{}},"additionalProperties":false}`, `{"properties":{"a":{}}}`, ""},
		{"a property lost", `{"properties":{"a":{},"b":{"type":"null"}},"additionalProperties":false}`,
			`{"properties":{"a":{}},"additionalProperties":false}`,
			`{"properties":{"a":{}, "b": {"type":"null"}},"additionalProperties":false}`, ""},
		{"a type changed", `{"type":"string"}`, `{"type":"integer"}`, `{"type":["string", "integer"]}`, `{"type":"string"}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			old, new := schematest.Parse(t, test.old), schematest.Parse(t, test.new)
			for dir, want := range map[rule.Direction]string{rule.Backward: test.backward, rule.Forward: test.forward} {
				got := ""
				for _, f := range checker.Check(dir, old, new) {
					if f.Fix.Edit != nil {
						got = apply(test.new, f.Fix.Edit)
					}
				}
				if got != want {
					t.Errorf("%s: edited to %q, want %q", dir, got, want)
				}
			}
		})
	}
}
