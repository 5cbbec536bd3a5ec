package main

import (
	"strings"

	"github.com/spf13/cobra"

	concord "github.com/concord-registry/concord/clients/go"
)

func newSettingsList(t *terminal) *cobra.Command {
	var connect connectOptions
	var filter string
	var limit int
	c := &cobra.Command{
		Use:   "list",
		Short: "List the scopes that have settings of their own",
		Long: `List the scopes that have settings of their own, in every domain: the registry first. --filter takes terms of the keys
domain, subject, level and mode.

-o json prints a list of settings, as the API has them.

Exit status: 0 listed, 1 failed, 2 wrong use, 5 not authorised.`,
		Example: "  concord settings list\n  concord settings list --filter 'domain:billing mode:READONLY'",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			r, err := connect.remote(t)
			if err != nil {
				return err
			}
			return listing[concord.Settings]{
				limit:  limit,
				things: r.ListSettings(c.Context(), concord.ListOptions{Filter: filter, PageSize: min(limit, maxPage)}),
				header: []string{"SCOPE", "SETTINGS"},
				row:    settingsRow,
			}.print(t)
		},
	}
	connect.flags(c.Flags())
	c.Flags().StringVar(&filter, "filter", "", "only what meets these terms")
	c.Flags().IntVar(&limit, "limit", 0, "how many at most (default all)")
	return c
}

func settingsRow(s concord.Settings) []string {
	var set []string
	for _, f := range settingsFields {
		if value := f.show(s); value != "" {
			set = append(set, f.name+"="+value)
		}
	}
	name := strings.TrimSuffix(s.Name, "/settings")
	if s.Name == "settings" {
		name = "registry"
	}
	return []string{name, strings.Join(set, " ")}
}
