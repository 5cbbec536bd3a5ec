package avro_test

import (
	"strings"
	"testing"

	"github.com/concord-registry/concord/compat/avro"
	"github.com/concord-registry/concord/compat/compattest"
	"github.com/concord-registry/concord/compat/rule"
)

// besides lists what else the examples of a rule give, because the rule cannot be shown without it.
var besides = map[rule.Code]rule.Code{
	avro.FieldAliasIgnored:   avro.NamespaceChanged,
	avro.FieldAliasDefaulted: avro.NamespaceChanged,
	avro.LossyPromotion:      avro.TypeMismatch,
}

// TestRules: under FULL the example of a rule gives findings of its code and of no other.
func TestRules(t *testing.T) {
	compattest.Table{
		Rules:   avro.Rules,
		Check:   both,
		Unshown: func(r rule.Rule) bool { return r.Code == avro.TooComplex },
		Beside:  func(r rule.Rule, f rule.Finding) bool { return f.Code == besides[r.Code] },
		Row: func(t testing.TB, r rule.Rule, f rule.Finding) {
			if !strings.HasPrefix(string(r.Code), "Avro") {
				t.Error("the code does not say its format")
			}
			if f.Breaks != r.Breaks {
				t.Errorf("the finding breaks %b, want %b", f.Breaks, r.Breaks)
			}
			if f.Fix.Text == "" || f.Old.Span.Start.Line+f.New.Span.Start.Line == 0 {
				t.Errorf("the finding lacks words: %+v", f)
			}
		},
	}.Run(t)
}
