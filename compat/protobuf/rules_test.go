package protobuf_test

import (
	"slices"
	"testing"

	"github.com/concord-registry/concord/compat/compattest"
	checker "github.com/concord-registry/concord/compat/protobuf"
	"github.com/concord-registry/concord/compat/rule"
)

// carriers are the codes of findings that offend what the things inside of them offend.
var carriers = map[rule.Code]bool{
	checker.MessageRemoved: true, checker.EnumRemoved: true, checker.FieldNamedTypeChanged: true, checker.FieldEnumReplaced: true,
	checker.GroupChanged: true, checker.ExtensionChanged: true,
}

// TestRules: the example of a rule gives a finding of its code. What is inside of the type of a field is reported of the
// field, and offends the rules of buf that its row does not list.
func TestRules(t *testing.T) {
	compattest.Table{
		Rules:   checker.Rules,
		Check:   compattest.Both(parse, checker.Check),
		Unshown: func(rule.Rule) bool { return false },
		Beside:  func(rule.Rule, rule.Finding) bool { return true },
		Row:     offends,
	}.Run(t)
}

// offends fails t when a finding offends a rule of buf that its row does not list.
func offends(t testing.TB, r rule.Rule, f rule.Finding) {
	t.Helper()
	for _, name := range f.Buf {
		if !carriers[f.Code] && !slices.Contains(r.Buf, name) {
			t.Errorf("%s offends %s of buf, its row lists %v", f.Code, name, r.Buf)
		}
	}
}
