package main

import (
	"errors"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	concord "github.com/concord-registry/concord/clients/go"
)

func newDomainSet(t *terminal) *cobra.Command {
	var connect connectOptions
	var o describeOptions
	var create bool
	var etag string
	c := &cobra.Command{
		Use:   "set NAME",
		Short: "Say who owns a domain, what it is for, and how to reach its people",
		Long: `Change what is said of a domain: what the flags name, also where their value is empty, which clears it. --contact gives the
whole list.

-o json prints the domain, as the API has it.

Exit status: 0 set, 1 the domain is not there, or failed, 2 wrong use, 5 not authorised, 6 it no longer has the etag.`,
		Example: "  concord domain set billing --owner group:billing\n  concord domain set crm --create --contact slack='#crm' --contact email=crm@example.com",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			name, err := domainArgument(args[0])
			if err != nil {
				return err
			}
			d, err := o.domain(name)
			if err != nil {
				return err
			}
			fields := changed(c.Flags(), map[string]string{"owner": "owner", "description": "description", "contact": "contacts"})
			if len(fields) == 0 && !create {
				return usageError(c, errors.New("say what to set: --owner, --description or --contact"))
			}
			r, err := connect.remote(t)
			if err != nil {
				return err
			}
			options := concord.UpdateOptions{Fields: fields, Etag: etag, AllowMissing: create}
			set, err := r.Domain(name).Update(c.Context(), d, options)
			if err != nil {
				return remoteError(err)
			}
			return t.print(set, func() { t.domain(set) })
		},
	}
	connect.flags(c.Flags())
	o.flags(c.Flags())
	c.Flags().BoolVar(&create, "create", false, "make the domain where it is missing")
	c.Flags().StringVar(&etag, "etag", "", "the etag that the domain must still have")
	return c
}

// changed are the fields whose flags were given, by the order of the flags' names.
func changed(f *pflag.FlagSet, fields map[string]string) (names []string) {
	f.Visit(func(f *pflag.Flag) {
		if field, ok := fields[f.Name]; ok {
			names = append(names, field)
		}
	})
	return names
}
