package jsonschema_test

import (
	"strings"
	"testing"

	checker "github.com/concord-registry/concord/compat/jsonschema"
	"github.com/concord-registry/concord/compat/jsonschema/schematest"
	"github.com/concord-registry/concord/compat/rule"
)

// TestRules runs the example of every row of the table: backward it reports the row's code, with all that a finding must
// say. Other codes may stand beside it only where the reference reports them too.
func TestRules(t *testing.T) {
	seen := map[rule.Code]bool{}
	for _, row := range checker.Rules {
		t.Run(string(row.Code), func(t *testing.T) {
			if seen[row.Code] {
				t.Error("the code is not the only one")
			}
			seen[row.Code] = true
			if row.Title == "" || strings.HasSuffix(row.Title, ".") {
				t.Errorf("title %q, want a clause without a full stop", row.Title)
			}
			if row.Old == "" {
				if row.New != "" || len(row.Differences) > 0 {
					t.Error("the row has half an example")
				}
				return
			}
			findings := checker.Check(rule.Backward, schematest.Parse(t, row.Old), schematest.Parse(t, row.New))
			if len(findings) == 0 {
				t.Fatalf("nothing was found\nold %s\nnew %s", row.Old, row.New)
			}
			found := false
			for _, f := range findings {
				if f.Code == row.Code {
					found = true
					judgeFinding(t, row, f)
				} else if f.Reference == nil {
					t.Errorf("got a finding %s at %s: %s", f.Code, f.New.Path, f.Message)
				}
			}
			if !found {
				t.Errorf("got %s, want %s", findings[0].Code, row.Code)
			}
		})
	}
}

func judgeFinding(t *testing.T, row rule.Rule, f rule.Finding) {
	t.Helper()
	if f.Breaks != rule.Value {
		t.Errorf("the finding breaks nothing: %s", f.Message)
	}
	if (f.Reference != nil) != (len(row.Differences) > 0) || f.Reference != nil && f.Reference.Type != row.Differences[0] {
		t.Errorf("reference %v, want %v", f.Reference, row.Differences)
	}
	if f.Message == "" || f.Fix.Text == "" {
		t.Errorf("message %q, fix %q", f.Message, f.Fix.Text)
	}
	if strings.Contains(f.Message, "{reader}") || strings.Contains(f.Message, "{is}") {
		t.Errorf("the message has marks left: %s", f.Message)
	}
	if f.Old.Span.Start.Line == 0 && f.New.Span.Start.Line == 0 {
		t.Errorf("no place is known: %+v %+v", f.Old, f.New)
	}
}
