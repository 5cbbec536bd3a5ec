package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newDomainDelete(t *terminal) *cobra.Command {
	var connect connectOptions
	var confirm confirmOptions
	c := &cobra.Command{
		Use:   "delete NAME",
		Short: "Remove an empty domain",
		Long: `Remove a domain that holds no subjects, not even deleted ones. The default domain cannot be removed.

-o json prints name, which the domain had.

Exit status: 0 removed, 1 not there, not empty or failed, 2 wrong use, 5 not authorised.`,
		Example: "  concord domain delete trial\n  concord domain delete trial --yes",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			name, err := domainArgument(args[0])
			if err != nil {
				return err
			}
			r, err := connect.remote(t)
			if err != nil {
				return err
			}
			if err := confirm.confirm(t, fmt.Sprintf("Remove domain %s and what is said of it?", name)); err != nil {
				return err
			}
			if err := r.Domain(name).Delete(c.Context()); err != nil {
				return remoteError(err)
			}
			gone := map[string]string{"name": target{domain: name}.name()}
			return t.print(gone, func() { t.printf("%s domain %s\n", t.paint(green, "removed"), name) })
		},
	}
	connect.flags(c.Flags())
	confirm.flags(c.Flags())
	return c
}
