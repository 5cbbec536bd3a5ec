package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/rule"
)

func newRules(t *terminal) *cobra.Command {
	return &cobra.Command{
		Use:   "rules [CODE]",
		Short: "List the compatibility rules, or explain one",
		Long: `List the compatibility rules of all formats, or explain the one with that code: what it refuses, why, what it breaks,
and the smallest pair of schemas that shows it.`,
		Example: "  concord rules\n  concord rules AvroFieldMissingDefault",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 {
				return t.explainRule(args[0])
			}
			return t.listRules()
		},
	}
}

// ruleRow is a rule as --json shows it.
type ruleRow struct {
	Code        rule.Code `json:"code"`
	Title       string    `json:"title"`
	Why         string    `json:"why"`
	Breaks      []string  `json:"breaks"`
	Differences []string  `json:"reference_differences,omitempty"`
	Old         string    `json:"old,omitempty"`
	New         string    `json:"new,omitempty"`
}

func row(r rule.Rule) ruleRow {
	return ruleRow{r.Code, r.Title, r.Why, axes(r.Breaks), r.Differences, r.Old, r.New}
}

// axes names what a rule breaks.
func axes(breaks rule.Axis) []string {
	names := []string{}
	for _, a := range []struct {
		axis rule.Axis
		name string
	}{{rule.Wire, "wire"}, {rule.Value, "value"}, {rule.Text, "json"}, {rule.Source, "source"}} {
		if breaks&a.axis != 0 {
			names = append(names, a.name)
		}
	}
	return names
}

func (t *terminal) listRules() error {
	if t.json {
		rows := []ruleRow{}
		for _, r := range compat.Rules() {
			rows = append(rows, row(r))
		}
		return t.encode(rows)
	}
	for _, r := range compat.Rules() {
		t.printf("%-44s %s\n", r.Code, r.Title)
	}
	return nil
}

func (t *terminal) explainRule(code string) error {
	var codes []string
	for _, r := range compat.Rules() {
		if strings.EqualFold(string(r.Code), code) {
			return t.printRule(r)
		}
		codes = append(codes, string(r.Code))
	}
	return &usage{fmt.Errorf("there is no rule %s%s", code, didYouMean(code, codes)), "'concord rules' lists them"}
}

func (t *terminal) printRule(r rule.Rule) error {
	if t.json {
		return t.encode(row(r))
	}
	t.printf("%s\n\n%s\n%s\n\nbreaks: %s\n", t.paint(bold, string(r.Code)), r.Title, r.Why, strings.Join(axes(r.Breaks), ", "))
	if len(r.Differences) > 0 {
		t.printf("the Confluent registry calls it: %s\n", strings.Join(r.Differences, ", "))
	}
	if r.Old != "" {
		t.printf("\nold:\n%s\n\nnew:\n%s\n", indent(r.Old), indent(r.New))
	}
	return nil
}

func indent(text string) string {
	return "    " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n    ")
}
