package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/compat"
)

func newRules(t *terminal) *cobra.Command {
	return &cobra.Command{
		Use:   "rules",
		Short: "List the compatibility rules",
		Long: `List the compatibility rules of all formats. 'concord explain CODE' explains one.

-o json prints a list of rules, as ListCompatibilityRules of the API has them.

Exit status: 0 listed, 2 wrong use.`,
		Example: "  concord rules\n  concord rules --json",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return t.rules() },
	}
}

func (t *terminal) rules() error {
	rules := []concord.CompatibilityRule{}
	for _, r := range compat.Rules() {
		shown := concord.CompatibilityRule{
			Name: "compatibility/rules/" + string(r.Code), Code: string(r.Code), Type: formatOf(string(r.Code)), Title: r.Title, Why: r.Why,
			Breaks: []concord.Axis{}, Differences: append([]string{}, r.Differences...), OldExample: r.Old, NewExample: r.New,
			BufRules: append([]string{}, r.Buf...),
		}
		for _, axis := range r.Breaks.Names() {
			shown.Breaks = append(shown.Breaks, concord.Axis(apiWord(axis)))
		}
		rules = append(rules, shown)
	}
	return t.print(rules, func() {
		for _, r := range rules {
			t.printf("%s %s\n", fmt.Sprintf("%-44s", r.Code), r.Title)
		}
	})
}

// formatOf is the format whose rules have a code; empty for the rule of all formats.
func formatOf(code string) concord.Type {
	for prefix, format := range map[string]concord.Type{"Avro": concord.Avro, "Protobuf": concord.Protobuf, "JSON": concord.JSON} {
		if strings.HasPrefix(code, prefix) {
			return format
		}
	}
	return ""
}
