package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	concord "github.com/concord-registry/concord/clients/go"
)

// describeOptions are the flags that describe a domain.
type describeOptions struct {
	owner, description string
	contacts           []string
}

func (o *describeOptions) flags(f *pflag.FlagSet) {
	f.StringVar(&o.owner, "owner", "", "who answers for it, group:billing for example")
	f.StringVar(&o.description, "description", "", "what it is for")
	f.StringArrayVar(&o.contacts, "contact", nil, "KIND=ADDRESS to reach its people, email=billing@example.com for example; may be repeated")
}

// domain is a domain of that description.
func (o *describeOptions) domain(name string) (concord.Domain, error) {
	d := concord.Domain{Domain: name, Owner: o.owner, Description: o.description}
	for _, text := range o.contacts {
		kind, address, ok := strings.Cut(text, "=")
		if !ok || kind == "" {
			return d, &usage{fmt.Errorf("--contact %q is not KIND=ADDRESS", text), "write email=billing@example.com for example"}
		}
		d.Contacts = append(d.Contacts, concord.Contact{Kind: kind, Address: address})
	}
	return d, nil
}

func newDomainCreate(t *terminal) *cobra.Command {
	var connect connectOptions
	var o describeOptions
	c := &cobra.Command{
		Use:   "create NAME",
		Short: "Make a domain",
		Long: `Make a domain and say who answers for it. A subject needs none: registering its first version makes a domain that nobody
describes, which 'concord domain set' can do later.

-o json prints the domain, as the API has it.

Exit status: 0 made, 1 it is there already, or failed, 2 wrong use, 5 not authorised.`,
		Example: "  concord domain create billing --owner group:billing --contact email=billing@example.com\n  concord domain create crm --description 'Customers and what we know of them'",
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
			r, err := connect.remote(t)
			if err != nil {
				return err
			}
			made, err := r.CreateDomain(c.Context(), d)
			if err != nil {
				return remoteError(err)
			}
			return t.print(made, func() { t.printf("%s domain %s\n", t.paint(green, "created"), made.Domain) })
		},
	}
	connect.flags(c.Flags())
	o.flags(c.Flags())
	return c
}
