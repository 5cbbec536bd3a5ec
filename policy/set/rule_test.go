package set

import "testing"

// TestPlaces: where a file stands says to whom its rule belongs and what its package is.
func TestPlaces(t *testing.T) {
	tests := []struct{ name, folder, scope, pkg string }{
		{"rules/r/rule.rego", "rules/r", "council", "data.policy.council.r"},
		{"rules/two-words/fixtures/bad/x/new.avsc", "rules/two-words", "council", "data.policy.council.two_words"},
		{"rules/rule.rego", "", "", ""},
		{"domains/billing/rules/r/rule.rego", "domains/billing/rules/r", "domain.billing", "data.policy.domain.billing.r"},
		{"domains/billing/rules/rule.rego", "", "", ""},
		{"domains/rules/rules/r/rule.rego", "domains/rules/rules/r", "domain.rules", "data.policy.domain.rules.r"},
		{"domains/default/rules/r/rule.rego", "domains/default/rules/r", "domain.default", "data.policy.domain.default.r"},
		{"domains/.default/rules/r/rule.rego", "domains/.default/rules/r", "domain..default", "data.policy.domain._default.r"},
	}
	for _, test := range tests {
		folder := folderOf(test.name)
		if folder != test.folder {
			t.Errorf("%s: the folder is %q, want %q", test.name, folder, test.folder)
		}
		if folder == "" {
			continue
		}
		if scope, _ := scopeOf(folder); scope != test.scope || packageOf(folder) != test.pkg {
			t.Errorf("%s: %s and %s, want %s and %s", test.name, scope, packageOf(folder), test.scope, test.pkg)
		}
	}
}
