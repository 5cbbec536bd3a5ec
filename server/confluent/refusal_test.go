package confluent

import (
	"net/http"
	"slices"
	"testing"

	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/confluent/problem"
	"github.com/concord-registry/concord/server/fault"
)

func TestDenied(t *testing.T) {
	find := func(rule string, effective policy.Effect, path, fix string) policy.Finding {
		return policy.Finding{Rule: rule, Effective: effective, Path: path, Message: "is wrong", Fix: fix}
	}
	tests := []struct {
		name     string
		findings []policy.Finding
		want     problem.Problem
	}{
		{"enforced", []policy.Finding{find("SEM001", "enforce", "Order.id", "rename it"), find("SEM002", "warn", "", "")},
			problem.New(42290, "Policy violation (SEM001 enforce): Order.id: is wrong; fix: rename it")},
		{"twice", []policy.Finding{find("A", "enforce", "", ""), find("B", "enforce", "p", "")},
			problem.New(42290, "Policy violation (A enforce): is wrong; (B enforce): p: is wrong")},
		{"to be reviewed", []policy.Finding{find("A", "review", "p", "ask them"), find("B", "warn", "", "")},
			problem.New(42291, "Policy review needed (A review): p: is wrong; fix: ask them")},
		{"enforced and to be reviewed", []policy.Finding{find("A", "review", "", ""), find("B", "enforce", "", "")},
			problem.New(42290, "Policy violation (A review): is wrong; (B enforce): is wrong")},
		{"no decision", nil, problem.New(42290, "Policy violation: the policies could not decide; ask who runs them")},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := policy.Decision{Findings: test.findings, Outcome: policy.Rejected}
			if test.want.Code == problem.CodeOf(fault.ReviewRequired) {
				d.Outcome = policy.Parked
			}
			if got, ok := problem.Of(denied(d)); !ok || got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestWarn(t *testing.T) {
	h := http.Header{}
	warn(h, nil)
	warn(h, &policy.Decision{Findings: []policy.Finding{
		{Rule: "A", Effective: "warn", Path: "p", Message: "is\r\nwröng"}, {Rule: "B", Effective: "dry_run", Message: "no"},
	}})
	if got, want := h.Values(dialect.PolicyHeader), []string{"(A warn): p: is  wr ng"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
