package main

import (
	"errors"
	"testing"
)

// TestParseTarget holds what an argument names.
func TestParseTarget(t *testing.T) {
	tests := []struct {
		text string
		want target
	}{
		{"orders-value", target{"", "orders-value", ""}},
		{"orders-value@3", target{"", "orders-value", "3"}},
		{"orders-value@v3", target{"", "orders-value", "3"}},
		{"orders-value@latest", target{"", "orders-value", "latest"}},
		{"a@b@2", target{"", "a@b", "2"}},
		{"a:b", target{"", "a:b", ""}},
		{":.billing:s", target{"billing", "s", ""}},
		{":.billing:s@2", target{"billing", "s", "2"}},
		{":.billing:", target{"billing", "", ""}},
		{":.:s", target{"default", "s", ""}},
		{":.default:s", target{".default", "s", ""}},
		{":.-:s", target{".-", "s", ""}},
		{"domains/billing", target{"billing", "", ""}},
		{"domains/billing/subjects/a%2Fb@c", target{"billing", "a/b@c", ""}},
		{"domains/billing/subjects/s/versions/latest", target{"billing", "s", "latest"}},
		{"domains/billing/subjects/s/versions/12", target{"billing", "s", "12"}},
	}
	for _, c := range tests {
		if got, err := parseTarget(c.text); err != nil || got != c.want {
			t.Errorf("parseTarget(%q) = %+v, %v, want %+v", c.text, got, err, c.want)
		}
	}
	for _, text := range []string{"s@0", "s@-1", "s@two", "s@", ":.billing", "domains/", "domains/a/b/c", "domains/a/subjects/", "domains/a/subjects/%zz", "domains/a/subjects/s/versions/0"} {
		var wrong *usage
		if got, err := parseTarget(text); !errors.As(err, &wrong) {
			t.Errorf("parseTarget(%q) = %+v, %v, want a usage error", text, got, err)
		}
	}
}
