package main

import (
	"github.com/spf13/cobra"

	"github.com/concord-registry/concord/policy/set"
)

// policyChecked is a sound policy repository as -o json shows it.
type policyChecked struct {
	Revision   string          `json:"revision"`
	RuleCount  int             `json:"ruleCount"`
	TermCount  int             `json:"termCount"`
	Complaints []set.Complaint `json:"complaints"`
}

func newPolicyCheck(t *terminal) *cobra.Command {
	return &cobra.Command{
		Use:   "check [REPOSITORY]",
		Short: "Load a policy repository and report everything that is wrong with it",
		Long: `Load a policy repository and report everything that is wrong with it. Without an argument it is the current folder.

-o json prints revision, ruleCount, termCount and complaints (file, line, message).

Exit status: 0 nothing is wrong, 1 it cannot be fetched, 2 wrong use, 3 something is wrong.`,
		Example: "  concord policy check\n  concord policy check https://git.example.com/council/policies.git#main",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			program, err := loadPolicies(c.Context(), args)
			if err != nil {
				return t.complain(err)
			}
			checked := policyChecked{program.Revision(), len(program.Rules()), len(program.Terms()), []set.Complaint{}}
			return t.print(checked, func() {
				t.printf("%s: %d rules, %d terms\n", t.paint(green, "ok"), checked.RuleCount, checked.TermCount)
			})
		},
	}
}
