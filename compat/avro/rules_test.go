package avro_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/concord-registry/concord/compat/avro"
	"github.com/concord-registry/concord/compat/rule"
)

// besides lists what else the examples of a rule give, because the rule cannot be shown without it.
var besides = map[rule.Code]rule.Code{
	avro.FieldAliasIgnored:   avro.NamespaceChanged,
	avro.FieldAliasDefaulted: avro.NamespaceChanged,
	avro.LossyPromotion:      avro.TypeMismatch,
}

// TestRules runs the example of every rule: under FULL it gives findings of that code and of no other.
func TestRules(t *testing.T) {
	seen := map[rule.Code]bool{}
	for _, r := range avro.Rules {
		t.Run(string(r.Code), func(t *testing.T) {
			if seen[r.Code] {
				t.Error("the code stands twice")
			}
			seen[r.Code] = true
			if !strings.HasPrefix(string(r.Code), "Avro") || r.Title == "" || r.Why == "" {
				t.Errorf("the row is incomplete: %+v", r)
			}
			if r.Old == "" {
				if r.Code != avro.TooComplex {
					t.Error("the rule has no example")
				}
				return
			}
			old, new := parse(t, r.Old), parse(t, r.New)
			findings := append(avro.Check(rule.Forward, old, new), avro.Check(rule.Backward, old, new)...)
			found := false
			for _, f := range findings {
				if f.Code != besides[r.Code] {
					found = true
					checkRow(t, r, f)
				}
			}
			if !found {
				t.Error("the example gives no finding of the rule")
			}
		})
	}
}

func checkRow(t *testing.T, r rule.Rule, f rule.Finding) {
	t.Helper()
	if f.Code != r.Code {
		t.Errorf("the example gives %s %s: %s", f.Direction, f.Code, f.Message)
	}
	if f.Breaks != r.Breaks {
		t.Errorf("the finding breaks %b, want %b", f.Breaks, r.Breaks)
	}
	if f.Message == "" || f.Fix.Text == "" || f.Old.Span.Start.Line+f.New.Span.Start.Line == 0 {
		t.Errorf("the finding lacks words: %+v", f)
	}
	if f.Reference != nil && f.Reference.Type != "" && !slices.Contains(r.Differences, f.Reference.Type) {
		t.Errorf("the reference calls it %q, want one of %q", f.Reference.Type, r.Differences)
	}
	if len(r.Differences) > 0 && f.Reference == nil {
		t.Errorf("the reference lets it pass, want one of %q", r.Differences)
	}
}
