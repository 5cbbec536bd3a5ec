package main

import (
	"github.com/spf13/cobra"

	concord "github.com/concord-registry/concord/clients/go"
)

func newSettingsGet(t *terminal) *cobra.Command {
	var connect connectOptions
	c := &cobra.Command{
		Use:   "get [SCOPE]",
		Short: "Show what applies to a scope, and who says it",
		Long: `Show the settings that apply to a subject, to the domain as a whole when there is no argument, or to the registry, and who
says each.

-o json prints own, effective and origins, as the API has them.

Exit status: 0 shown, 1 not there or failed, 2 wrong use, 5 not authorised.`,
		Example: "  concord settings get orders-value\n  concord settings get --domain billing\n  concord settings get registry --json",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			r, err := connect.remote(t)
			if err != nil {
				return err
			}
			s, err := r.scope(args)
			if err != nil {
				return err
			}
			found, err := s.get(c.Context(), r)
			if err != nil {
				return remoteError(err)
			}
			return t.print(found, func() { t.settings(found) })
		},
	}
	connect.domainFlag(c.Flags())
	connect.flags(c.Flags())
	return c
}

// settings prints what applies, a row for each setting with who says it.
func (t *terminal) settings(s concord.SettingsOf) {
	rows := [][]string{{"SETTING", "VALUE", "SAID BY"}}
	for _, f := range settingsFields {
		if value := f.show(s.Effective); value != "" {
			rows = append(rows, []string{f.name, value, first(s.Origins[f.name], "concord")})
		}
	}
	t.table(rows)
}
