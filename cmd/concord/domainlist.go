package main

import (
	"github.com/spf13/cobra"

	concord "github.com/concord-registry/concord/clients/go"
)

func newDomainList(t *terminal) *cobra.Command {
	var connect connectOptions
	var filter string
	var limit int
	c := &cobra.Command{
		Use:   "list",
		Short: "List the domains",
		Long: `List the domains, the default domain first. --filter takes terms of the keys domain and owner.

-o json prints a list of domains, as the API has them.

Exit status: 0 listed, 1 failed, 2 wrong use, 5 not authorised.`,
		Example: "  concord domain list\n  concord domain list --filter owner:group:billing -o name",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			r, err := connect.remote(t)
			if err != nil {
				return err
			}
			return listing[concord.Domain]{
				limit:  limit,
				things: r.Domains(c.Context(), concord.ListOptions{Filter: filter, PageSize: min(limit, maxPage)}),
				header: []string{"DOMAIN", "OWNER", "DESCRIPTION"},
				row:    func(d concord.Domain) []string { return []string{d.Domain, first(d.Owner, "-"), d.Description} },
			}.print(t)
		},
	}
	connect.flags(c.Flags())
	c.Flags().StringVar(&filter, "filter", "", "only what meets these terms")
	c.Flags().IntVar(&limit, "limit", 0, "how many at most (default all)")
	return c
}
