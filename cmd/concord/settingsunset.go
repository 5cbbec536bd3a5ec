package main

import (
	"errors"

	"github.com/spf13/cobra"

	concord "github.com/concord-registry/concord/clients/go"
)

func newSettingsUnset(t *terminal) *cobra.Command {
	var connect connectOptions
	var all bool
	c := &cobra.Command{
		Use:   "unset SCOPE (FIELD... | --all)",
		Short: "Clear settings, so that what is said further out applies",
		Long: `Clear settings of a subject, of a domain (domains/NAME) or of the registry, so that what is said further out applies.

-o json prints what is still set for exactly this scope, as the API has it.

Exit status: 0 cleared, 1 the domain is not there, or failed, 2 wrong use, 5 not authorised.`,
		Example: "  concord settings unset orders-value level\n  concord settings unset domains/billing --all",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			fields := []string{"*"}
			if !all {
				fields = nil
			} else if len(args) > 1 {
				return usageError(c, errors.New("--all names every field"))
			}
			for _, name := range args[1:] {
				f, err := settingsFieldOf(name)
				if err != nil {
					return err
				}
				fields = append(fields, f.name)
			}
			if len(fields) == 0 {
				return usageError(c, errors.New("say what to clear: fields, or --all"))
			}
			r, err := connect.remote(t)
			if err != nil {
				return err
			}
			s, err := r.scope(args[:1])
			if err != nil {
				return err
			}
			own, err := s.update(c.Context(), r, concord.Settings{}, concord.Fields(fields...))
			if err != nil {
				return remoteError(err)
			}
			return t.print(own, func() { t.ownSettings(own) })
		},
	}
	connect.domainFlag(c.Flags())
	connect.flags(c.Flags())
	c.Flags().BoolVar(&all, "all", false, "clear all settings of the scope")
	return c
}
