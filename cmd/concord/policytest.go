package main

import (
	"time"

	"github.com/spf13/cobra"

	"github.com/concord-registry/concord/policy/engine"
	"github.com/concord-registry/concord/policy/set"
)

func newPolicyTest(t *terminal) *cobra.Command {
	return &cobra.Command{
		Use:   "test [REPOSITORY]",
		Short: "Run the fixtures and the Rego tests of a policy repository",
		Long: `Run what the server runs before it activates policies: every rule must fire on its bad fixtures and on none of its good
ones, in every format that it is about; selectors must not hide findings; the tests in Rego must pass.

-o json prints revision, rules (rule, fired, silent, costMicroseconds), passedCount and complaints (file, line, message).

Exit status: 0 all passed, 1 it cannot be fetched, 2 wrong use, 3 something is wrong.`,
		Example: "  concord policy test starter\n  concord policy test ./policies",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			program, err := loadPolicies(c.Context(), args)
			if err != nil {
				return t.complain(err)
			}
			return t.policyTested(program.Test(c.Context(), time.Now()))
		},
	}
}

// policyTested is a report as -o json shows it.
type policyTested struct {
	Revision    string          `json:"revision"`
	Rules       []ruleTested    `json:"rules"`
	PassedCount int             `json:"passedCount"`
	Complaints  []set.Complaint `json:"complaints"`
}

// ruleTested counts the fixtures of one rule that behaved, by format.
type ruleTested struct {
	Rule             string         `json:"rule"`
	Fired            map[string]int `json:"fired"`
	Silent           map[string]int `json:"silent"`
	CostMicroseconds int64          `json:"costMicroseconds"`
}

func (t *terminal) policyTested(report engine.Report) error {
	shown := policyTested{report.Revision, []ruleTested{}, report.Passed, append([]set.Complaint{}, report.Complaints...)}
	for _, r := range report.Rules {
		shown.Rules = append(shown.Rules, ruleTested{r.Rule, r.Fired, r.Silent, r.Cost})
	}
	err := t.print(shown, func() {
		t.printf("%-10s %8s %8s %10s\n", "RULE", "FIRED", "SILENT", "COST")
		for _, r := range report.Rules {
			t.printf("%-10s %8d %8d %7d µs\n", r.Rule, total(r.Fired), total(r.Silent), r.Cost)
		}
		if report.Passed > 0 {
			t.printf("%d tests in Rego passed\n", report.Passed)
		}
		if len(report.Complaints) > 0 {
			t.complaints(report.Complaints)
		} else {
			t.printf("%s\n", t.paint(green, "ok"))
		}
	})
	if err == nil && len(report.Complaints) > 0 {
		return exitFindings
	}
	return err
}

func total(counts map[string]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}
