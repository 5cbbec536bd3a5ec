package main

import (
	"github.com/spf13/cobra"

	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/rule"
)

func newRules(t *terminal) *cobra.Command {
	return &cobra.Command{
		Use:     "rules",
		Short:   "List the compatibility rules",
		Long:    `List the compatibility rules of all formats. 'concord explain CODE' explains one.`,
		Example: "  concord rules\n  concord rules --json",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return t.listRules() },
	}
}

// ruleRow is a rule as --json shows it.
type ruleRow struct {
	Code        rule.Code `json:"code"`
	Title       string    `json:"title"`
	Why         string    `json:"why"`
	Breaks      []string  `json:"breaks"`
	Differences []string  `json:"reference_differences,omitempty"`
	Buf         []string  `json:"buf_rules,omitempty"`
	Old         string    `json:"old,omitempty"`
	New         string    `json:"new,omitempty"`
}

func (t *terminal) listRules() error {
	if t.json {
		rows := []ruleRow{}
		for _, r := range compat.Rules() {
			axes := append([]string{}, r.Breaks.Names()...)
			rows = append(rows, ruleRow{r.Code, r.Title, r.Why, axes, r.Differences, r.Buf, r.Old, r.New})
		}
		return t.encode(rows)
	}
	for _, r := range compat.Rules() {
		t.printf("%-44s %s\n", r.Code, r.Title)
	}
	return nil
}
