package policy_test

import (
	"testing"

	"github.com/concord-registry/concord/policy"
)

func TestPattern(t *testing.T) {
	tests := []struct {
		pattern, text string
		want          bool
	}{
		{"", "", true}, {"", "anything", true},
		{"invoice-*", "invoice-value", true}, {"invoice-*", "invoice-", true}, {"invoice-*", "an invoice-value", false},
		{"R.?", "R.a", true}, {"R.?", "R.ab", false}, {"R.a", "Rxa", false}, {"*", "two\nlines", true}, {"a+", "aa", false},
	}
	for _, test := range tests {
		if got := policy.NewPattern(test.pattern).Matches(test.text); got != test.want {
			t.Errorf("%q matches %q: %t, want %t", test.pattern, test.text, got, test.want)
		}
	}
}
