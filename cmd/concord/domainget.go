package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	concord "github.com/concord-registry/concord/clients/go"
)

// errNotADomain is for arguments that name more than a domain.
var errNotADomain = &usage{errors.New("the argument does not name a domain"), "write its name, or domains/NAME"}

// domainArgument reads the name of a domain, or its resource name.
func domainArgument(text string) (string, error) {
	if !strings.HasPrefix(text, "domains/") {
		return text, nil
	}
	x, err := parseTarget(text)
	if err == nil && x.subject != "" {
		err = errNotADomain
	}
	return x.domain, err
}

func newDomainGet(t *terminal) *cobra.Command {
	var connect connectOptions
	c := &cobra.Command{
		Use:   "get NAME",
		Short: "Say who owns a domain, what it is for and how to reach its people",
		Long: `Say who owns a domain, what it is for, how to reach its people, and how many subjects it has.

-o json prints the domain, as the API has it.

Exit status: 0 found, 1 not found or failed, 2 wrong use, 5 not authorised.`,
		Example: "  concord domain get billing\n  concord domain get default --json",
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
			d, err := r.Domain(name).Describe(c.Context())
			if err != nil {
				return remoteError(err)
			}
			return t.print(d, func() { t.domain(d) })
		},
	}
	connect.flags(c.Flags())
	return c
}

func (t *terminal) domain(d concord.Domain) {
	rows := [][]string{{"domain", d.Domain}, {"owner", first(d.Owner, "-")}, {"description", first(d.Description, "-")}, {"context", d.Context}}
	for _, contact := range d.Contacts {
		rows = append(rows, []string{contact.Kind, contact.Address})
	}
	if d.SubjectCount != nil {
		rows = append(rows, []string{"subjects", fmt.Sprint(*d.SubjectCount)})
	}
	t.table(rows)
}
