package jsonschema_test

import (
	"strings"
	"testing"

	"github.com/concord-registry/concord/compat/compattest"
	checker "github.com/concord-registry/concord/compat/jsonschema"
	"github.com/concord-registry/concord/compat/jsonschema/schematest"
	"github.com/concord-registry/concord/compat/rule"
)

// TestRules: backward the example of a rule gives findings of its code. Other codes may stand beside it only where the
// reference reports them too.
func TestRules(t *testing.T) {
	for _, r := range checker.Rules {
		if strings.HasSuffix(r.Title, ".") {
			t.Errorf("%s has the title %q, want a clause without a full stop", r.Code, r.Title)
		}
	}
	compattest.Table{
		Rules: checker.Rules,
		Check: func(t testing.TB, old, new string) []rule.Finding {
			return checker.Check(rule.Backward, schematest.Parse(t, old), schematest.Parse(t, new))
		},
		Unshown: func(r rule.Rule) bool { return conventions[r.Code] != "" && len(r.Differences) == 0 },
		Beside:  func(_ rule.Rule, f rule.Finding) bool { return f.Reference != nil },
		Row:     says,
	}.Run(t)
}

// says fails t when a finding lacks what all findings of examples say.
func says(t testing.TB, r rule.Rule, f rule.Finding) {
	t.Helper()
	if f.Breaks != rule.Value {
		t.Errorf("the finding breaks nothing: %s", f.Message)
	}
	if f.Reference != nil && len(r.Differences) == 0 {
		t.Errorf("the reference calls it %q, its row lists nothing", f.Reference.Type)
	}
	if f.Fix.Text == "" {
		t.Errorf("nobody is told what to do: %s", f.Message)
	}
	if strings.Contains(f.Message, "{reader}") || strings.Contains(f.Message, "{is}") {
		t.Errorf("the message has marks left: %s", f.Message)
	}
	if f.Old.Span.Start.Line == 0 && f.New.Span.Start.Line == 0 {
		t.Errorf("no place is known: %+v %+v", f.Old, f.New)
	}
}
