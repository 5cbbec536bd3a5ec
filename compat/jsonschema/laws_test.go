package jsonschema_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	checker "github.com/concord-registry/concord/compat/jsonschema"
	"github.com/concord-registry/concord/compat/jsonschema/schematest"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsonschema"
)

// TestLaws holds over the golden pairs: a schema is compatible with itself, backward from old to new is forward from new
// to old, and neither order of members, white space nor descriptions change what is found.
func TestLaws(t *testing.T) {
	for _, c := range sampled(t, 3) {
		old, new := schematest.Parse(t, c.Old), schematest.Parse(t, c.New)
		for _, dir := range []rule.Direction{rule.Backward, rule.Forward} {
			if found := checker.Check(dir, new, new); len(found) > 0 {
				t.Errorf("%s %s: a schema differs from itself: %s\n%s", c.ID, dir, found[0].Message, c.New)
			}
		}
		backward := essentials(checker.Check(rule.Backward, old, new))
		if diff := cmp.Diff(backward, essentials(checker.Check(rule.Forward, new, old))); diff != "" {
			t.Errorf("%s: backward -, forward of the exchanged pair +\n%s", c.ID, diff)
		}
		if diff := cmp.Diff(backward, essentials(checker.Check(rule.Backward, schematest.Parse(t, rewritten(t, c.Old)), new))); diff != "" {
			t.Errorf("%s: as written -, rewritten +\n%s\nold %s\nnew %s", c.ID, diff, c.Old, c.New)
		}
	}
}

// essentials are what a verdict is made of.
func essentials(findings []rule.Finding) []string {
	var out []string
	for _, f := range findings {
		reference := ""
		if f.Reference != nil {
			reference = f.Reference.Type + " " + f.Reference.Path
		}
		out = append(out, fmt.Sprint(f.Code, f.New.Path, reference, f.Breaks))
	}
	slices.Sort(out)
	return out
}

// rewritten sorts the members of all objects, adds white space, and describes the root anew.
func rewritten(t *testing.T, text string) string {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		t.Fatal(err)
	}
	if m, ok := v.(map[string]any); ok {
		m["description"] = "Described anew."
	}
	out, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// TestDeterministic: the same input gives the same findings in the same order.
func TestDeterministic(t *testing.T) {
	for _, c := range golden(t)[:200] {
		first := checker.Check(rule.Backward, schematest.Parse(t, c.Old), schematest.Parse(t, c.New))
		again := checker.Check(rule.Backward, schematest.Parse(t, c.Old), schematest.Parse(t, c.New))
		if diff := cmp.Diff(first, again); diff != "" {
			t.Errorf("%s:\n%s", c.ID, diff)
		}
	}
}

// FuzzCheck: no pair of texts that are stored makes the comparison panic, or find a difference of a schema from itself.
func FuzzCheck(f *testing.F) {
	for _, c := range golden(f)[:50] {
		f.Add(c.Old, c.New)
	}
	f.Add(`{"properties":{"a":{"$ref":"#/x"}},"items":[{"$ref":"y"}]}`,
		`{"properties":{"a":{"$ref":"#/z"},"b":{"$ref":"#/x"}},"items":{"$dynamicRef":"#q"}}`)
	f.Add(`{"properties":{"a":5},"required":7,"items":[3,{}],"allOf":{}}`, `{"$ref":"#/x","type":[1],"enum":{},"minLength":"a"}`)
	f.Fuzz(func(t *testing.T, one, two string) {
		old, err := jsonschema.Parse(schema.Source{Type: schema.JSON, Text: one}, schema.Options{})
		if err != nil {
			return
		}
		new, err := jsonschema.Parse(schema.Source{Type: schema.JSON, Text: two}, schema.Options{})
		if err != nil {
			return
		}
		for _, f := range checker.Check(rule.Backward, old, new) {
			if f.Message == "" || f.Reference == nil && f.Breaks == 0 {
				t.Errorf("a finding says nothing: %+v", f)
			}
		}
		checker.Check(rule.Forward, old, new)
	})
}

// chain defines n schemas of which each is made of the number of the next.
func chain(n int, head, form, last string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `{%s"$ref":"#/definitions/d0","definitions":{`, head)
	for i := range n {
		fmt.Fprintf(&b, `"d%d":%s,`, i, fmt.Sprintf(form, i+1))
	}
	fmt.Fprintf(&b, `"d%d":%s}}`, n, last)
	return b.String()
}
