package main

import (
	"strings"

	"github.com/spf13/cobra"
)

func newWhoAmI(t *terminal) *cobra.Command {
	var connect connectOptions
	c := &cobra.Command{
		Use:   "whoami",
		Short: "Say who the server takes you for",
		Long: `Say who the server takes you for, and how that was proved.

-o json prints the caller, as the API has it.

Exit status: 0 it answered, 1 nobody answers, 2 wrong use, 5 the credentials are not known.`,
		Example: "  concord whoami\n  concord whoami --user ada --password-file secret",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			r, err := connect.remote(t)
			if err != nil {
				return err
			}
			who, err := r.Access.WhoAmI(c.Context())
			if err != nil {
				return remoteError(err)
			}
			return t.print(who, func() {
				t.printf("%s\n", first(who.ID, "nobody: the server does not ask"))
				if who.Via != "" {
					t.printf("proved by %s\n", who.Via)
				}
				if len(who.Groups) > 0 {
					t.printf("of %s\n", strings.Join(who.Groups, ", "))
				}
			})
		},
	}
	connect.flags(c.Flags())
	return c
}
