package policy_test

import (
	"testing"

	"github.com/concord-registry/concord/policy"
)

func TestFindingSentence(t *testing.T) {
	tests := []struct {
		name    string
		finding policy.Finding
		want    string
	}{
		{"whole", policy.Finding{Rule: "SEM001", Effective: policy.Blocks, Path: "Order.id", Message: "is a long", Fix: "make it a string"},
			"(SEM001 enforce): Order.id: is a long; fix: make it a string"},
		{"no path", policy.Finding{Rule: "DOC001", Effective: policy.Warns, Message: "has no doc", Fix: "add one"},
			"(DOC001 warn): has no doc; fix: add one"},
		{"no fix", policy.Finding{Rule: "SEM001", Effective: policy.Reviews, Path: "Order.id", Message: "is a long"},
			"(SEM001 review): Order.id: is a long"},
		{"no rule", policy.Finding{Effective: policy.Blocks, Path: "Order.id", Message: "is a long"}, "Order.id: is a long"},
		{"no rule and no path", policy.Finding{Effective: policy.Blocks, Message: "no policies are active yet"}, "no policies are active yet"},
		{"no rule, no path, but a fix", policy.Finding{Message: "no policies are active yet", Fix: "wait"}, "no policies are active yet; fix: wait"},
	}
	for _, test := range tests {
		if got := test.finding.Sentence(); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestDecisionReasons(t *testing.T) {
	blocks := policy.Finding{Rule: "A", Effective: policy.Blocks, Path: "p", Message: "is wrong"}
	reviews := policy.Finding{Rule: "B", Effective: policy.Reviews, Message: "is odd", Fix: "ask them"}
	warns := policy.Finding{Rule: "C", Effective: policy.Warns, Message: "is ugly"}
	unasked := policy.Finding{Effective: policy.Blocks, Message: "no policies are active yet", Error: true}
	tests := []struct {
		name     string
		findings []policy.Finding
		want     string
	}{
		{"nothing is found", nil, ""},
		{"nothing refuses", []policy.Finding{warns}, ""},
		{"one refuses", []policy.Finding{warns, blocks}, "(A enforce): p: is wrong"},
		{"two refuse", []policy.Finding{reviews, blocks, warns}, "(B review): is odd; fix: ask them; (A enforce): p: is wrong"},
		{"no rule was asked", []policy.Finding{unasked}, "no policies are active yet"},
	}
	for _, test := range tests {
		if got := (policy.Decision{Findings: test.findings}).Reasons(); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}
