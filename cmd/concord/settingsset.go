package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	concord "github.com/concord-registry/concord/clients/go"
)

func newSettingsSet(t *terminal) *cobra.Command {
	var connect connectOptions
	var etag string
	var force bool
	c := &cobra.Command{
		Use:   "set [SCOPE] FIELD=VALUE...",
		Short: "Change settings",
		Long: `Change settings of a subject, of the domain as a whole when no scope is named, or of the registry. The fields are level,
judge, policy, group, normalize, validateNewSchemas, validateFields, validateRules, alias and mode; names and words may
be written in any case and with dashes.

-o json prints the settings of exactly this scope, as the API has them.

Exit status: 0 set, 1 the domain is not there, or failed, 2 wrong use, 5 not authorised, 6 they no longer have the etag.`,
		Example: "  concord settings set orders-value level=FULL\n  concord settings set --domain billing mode=readonly\n  concord settings set registry judge=sound validate-fields=true",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			before, to, fields, err := assignments(args)
			switch {
			case err != nil:
				return err
			case len(before) > 1:
				return usageError(c, fmt.Errorf("%q is not FIELD=VALUE", before[1]))
			case len(fields) == 0:
				return usageError(c, errors.New("say what to set, level=FULL for example"))
			}
			r, err := connect.remote(t)
			if err != nil {
				return err
			}
			s, err := r.scope(before)
			if err != nil {
				return err
			}
			own, err := s.update(c.Context(), r, to, concord.UpdateOptions{Fields: fields, Etag: etag, Force: force})
			if err != nil {
				return remoteError(err)
			}
			return t.print(own, func() { t.ownSettings(own) })
		},
	}
	connect.domainFlag(c.Flags())
	connect.flags(c.Flags())
	c.Flags().StringVar(&etag, "etag", "", "the etag that the settings must still have")
	c.Flags().BoolVar(&force, "force", false, "set mode IMPORT also where schemas are registered already")
	return c
}

// ownSettings prints what is set for exactly one scope.
func (t *terminal) ownSettings(s concord.Settings) {
	rows := [][]string{}
	for _, f := range settingsFields {
		if value := f.show(s); value != "" {
			rows = append(rows, []string{f.name, value})
		}
	}
	if len(rows) == 0 {
		rows = append(rows, []string{"nothing is set"})
	}
	t.table(rows)
}
