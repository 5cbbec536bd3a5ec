package compattest

import (
	"slices"
	"strings"
	"testing"

	"github.com/concord-registry/concord/compat/rule"
)

// Table is a rule table under test.
type Table struct {
	Rules []rule.Rule
	Check Check
	// Unshown reports whether a rule may lack an example.
	Unshown func(rule.Rule) bool
	// Beside reports whether the example of a rule may give a finding of another rule.
	Beside func(rule.Rule, rule.Finding) bool
	// Row looks at what a format asks of a rule's own finding beyond what all do.
	Row func(t testing.TB, r rule.Rule, f rule.Finding)
}

// Run runs the examples: each code stands once, and its example gives findings of it, which say what the row says.
func (x Table) Run(t *testing.T) {
	seen := map[rule.Code]bool{}
	for _, r := range x.Rules {
		t.Run(string(r.Code), func(t *testing.T) {
			if seen[r.Code] {
				t.Error("the code stands twice")
			}
			seen[r.Code] = true
			if r.Title == "" || strings.HasSuffix(r.Title, ".") || r.Why == "" {
				t.Errorf("the title is %q, want a clause without a full stop; why is %q", r.Title, r.Why)
			}
			if r.Old == "" && r.New == "" {
				if !x.Unshown(r) {
					t.Error("the row has no example")
				}
				return
			}
			x.example(t, r)
		})
	}
}

func (x Table) example(t *testing.T, r rule.Rule) {
	found := false
	for _, f := range x.Check(t, r.Old, r.New) {
		if f.Code == r.Code {
			found = true
			Fits(t, r, f)
			if f.Reference == nil && len(r.Differences) > 0 {
				t.Errorf("the reference lets it pass, its row lists %q", r.Differences)
			}
			x.Row(t, r, f)
		} else if !x.Beside(r, f) {
			t.Errorf("the example gives %s %s: %s", f.Direction, f.Code, f.Message)
		}
	}
	if !found {
		t.Errorf("no finding of this code for\n%s\n%s", r.Old, r.New)
	}
}

// Fits fails t when a finding says what the row of its code does not list.
func Fits(t testing.TB, r rule.Rule, f rule.Finding) {
	t.Helper()
	if f.Breaks&^r.Breaks != 0 {
		t.Errorf("the finding breaks %v, which its row does not list: %v", f.Breaks.Names(), r.Breaks.Names())
	}
	if f.Message == "" {
		t.Error("the finding has no message")
	}
	if f.Reference != nil && f.Reference.Type != "" && !slices.Contains(r.Differences, f.Reference.Type) {
		t.Errorf("the reference calls it %q, its row lists %q", f.Reference.Type, r.Differences)
	}
}
