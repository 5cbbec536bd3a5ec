package main

import (
	"context"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	concord "github.com/concord-registry/concord/clients/old"
)

func newList(t *terminal) *cobra.Command {
	var remote remoteOptions
	var all, deleted bool
	c := &cobra.Command{
		Use:     "list [SUBJECT]",
		Short:   "List subjects, or the versions of one",
		Long:    `List the subjects of a domain, those of all domains, or the versions of one subject.`,
		Example: "  concord list\n  concord list --all-domains\n  concord list orders-value --deleted",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			client, err := remote.client(t)
			if err != nil {
				return err
			}
			which := concord.LiveOnly
			if deleted {
				which = concord.WithDeleted
			}
			if len(args) == 1 {
				return t.listVersions(c.Context(), client, args[0], which)
			}
			return t.listSubjects(c.Context(), client, all, which)
		},
	}
	remote.flags(c.Flags())
	c.Flags().BoolVarP(&all, "all-domains", "a", false, "the subjects of every domain")
	c.Flags().BoolVar(&deleted, "deleted", false, "also what is soft-deleted")
	return c
}

// shownSubject is a subject as --json shows it.
type shownSubject struct {
	Domain  string `json:"domain"`
	Subject string `json:"subject"`
}

func (t *terminal) listSubjects(ctx context.Context, client *concord.Client, all bool, which concord.Deletion) error {
	found := client.Subjects(ctx, "", which)
	if all {
		found = client.AllSubjects(ctx, which)
	}
	subjects := []shownSubject{}
	for s, err := range found {
		if err != nil {
			return remoteError(err)
		}
		if t.json {
			subjects = append(subjects, shownSubject{s.Domain, s.Subject})
			continue
		}
		if all {
			t.printf("%-20s %s\n", first(s.Domain, "-"), s.Subject)
		} else {
			t.printf("%s\n", s.Subject)
		}
	}
	if t.json {
		return t.encode(subjects)
	}
	return nil
}

func (t *terminal) listVersions(ctx context.Context, client *concord.Client, subject string, which concord.Deletion) error {
	versions, err := client.Versions(ctx, subject, which)
	if err != nil {
		return remoteError(err)
	}
	if t.json {
		return t.encode(versions)
	}
	table := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "VERSION\tID\tTYPE\tREGISTERED\tGUID\t")
	for _, v := range versions {
		state := ""
		if v.Deleted {
			state = "deleted"
		}
		fmt.Fprintf(table, "%d\t%d\t%s\t%s\t%s\t%s\n", v.Number, v.ID, v.Type, v.Created.Format("2006-01-02 15:04"), v.GUID, state)
	}
	return table.Flush()
}
