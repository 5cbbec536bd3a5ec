package protobuf_test

import (
	"slices"
	"testing"

	checker "github.com/concord-registry/concord/compat/protobuf"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf"
)

// both are the findings in both directions.
func both(old, new *protobuf.Schema) []rule.Finding {
	return slices.Concat(checker.Check(rule.Backward, old, new), checker.Check(rule.Forward, old, new))
}

// TestRules runs the examples of the rule table: each must give a finding of its code, with what the row says.
func TestRules(t *testing.T) {
	seen := map[rule.Code]bool{}
	for _, r := range checker.Rules {
		t.Run(string(r.Code), func(t *testing.T) {
			if seen[r.Code] {
				t.Error("the code has two rows")
			}
			seen[r.Code] = true
			hit := false
			for _, f := range both(parse(t, r.Old), parse(t, r.New)) {
				if f.Code != r.Code {
					continue
				}
				hit = true
				checkRow(t, r, f)
				if f.Reference == nil && len(r.Differences) > 0 {
					t.Errorf("not reported, its row lists %v", r.Differences)
				}
			}
			if !hit {
				t.Errorf("no finding of this code for\n%s\n%s", r.Old, r.New)
			}
		})
	}
}

// carriers are the codes of findings that offend what the things inside of them offend.
var carriers = map[rule.Code]bool{
	checker.MessageRemoved: true, checker.EnumRemoved: true, checker.FieldNamedTypeChanged: true, checker.FieldEnumReplaced: true,
	checker.GroupChanged: true, checker.ExtensionChanged: true,
}

// checkRow compares a finding with the row of its code. What is inside of the type of a field is reported of the field.
func checkRow(t *testing.T, r rule.Rule, f rule.Finding) {
	t.Helper()
	if f.Breaks&^r.Breaks != 0 {
		t.Errorf("%s breaks %04b, which its row does not list: %04b", f.Code, f.Breaks, r.Breaks)
	}
	if f.Message == "" {
		t.Errorf("%s has no message", f.Code)
	}
	if f.Reference != nil && !slices.Contains(r.Differences, f.Reference.Type) {
		t.Errorf("%s is reported as %q, its row lists %v", f.Code, f.Reference.Type, r.Differences)
	}
	for _, name := range f.Buf {
		if !carriers[f.Code] && !slices.Contains(r.Buf, name) {
			t.Errorf("%s offends %s of buf, its row lists %v", f.Code, name, r.Buf)
		}
	}
}
