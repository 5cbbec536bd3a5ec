package main

import "github.com/spf13/cobra"

func newDomain(t *terminal) *cobra.Command {
	c := &cobra.Command{
		Use:   "domain",
		Short: "Say who owns a domain, and what it is for",
		Long: `List, describe, make and remove domains. A domain owns subjects; on the Confluent API it is a context. A domain argument is
its name, or its resource name domains/NAME.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newDomainList(t), newDomainGet(t), newDomainCreate(t), newDomainSet(t), newDomainDelete(t))
	return c
}
