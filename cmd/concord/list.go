package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	concord "github.com/concord-registry/concord/clients/go"
)

// listOptions are the flags of list.
type listOptions struct {
	connect      connectOptions
	filter       string
	limit        int
	all, deleted bool
}

func newList(t *terminal) *cobra.Command {
	var o listOptions
	c := &cobra.Command{
		Use:   "list [SUBJECT]",
		Short: "List subjects, or the versions of one",
		Long: `List the subjects of a domain, those of all domains, or the versions of one subject.

--filter takes terms key:value, all of which must be met; - before a term negates it, * at the end of a value makes it a
prefix. Keys of subjects: subject, domain, owner, type, deleted. Keys of versions: version, id, type, created, deleted.

-o json prints a list of subjects or versions, as the API has them.

Exit status: 0 listed, also when there is nothing; 1 the domain or the subject is not there, or failed; 2 wrong use; 5 not
authorised.`,
		Example: "  concord list\n  concord list --all-domains --filter 'type:AVRO -owner:group:shop'\n  concord list orders-value --deleted",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				if err := unused(c.Flags(), "with a subject", "all-domains"); err != nil {
					return err
				}
			}
			if o.all {
				if err := unused(c.Flags(), "with --all-domains", "domain"); err != nil {
					return err
				}
			}
			r, err := o.connect.remote(t)
			if err != nil {
				return err
			}
			if len(args) == 1 {
				return o.versions(c.Context(), t, r, args[0])
			}
			return o.subjects(c.Context(), t, r)
		},
	}
	o.connect.domainFlag(c.Flags())
	o.connect.flags(c.Flags())
	c.Flags().BoolVarP(&o.all, "all-domains", "a", false, "the subjects of every domain")
	c.Flags().BoolVar(&o.deleted, "deleted", false, "also what is soft-deleted")
	c.Flags().StringVar(&o.filter, "filter", "", "only what meets these terms")
	c.Flags().IntVar(&o.limit, "limit", 0, "how many at most (default all)")
	return c
}

func (o *listOptions) options() concord.ListOptions {
	return concord.ListOptions{Filter: o.filter, ShowDeleted: o.deleted, PageSize: min(o.limit, maxPage)}
}

// maxPage is the largest page that servers give.
const maxPage = 1000

func (o *listOptions) subjects(ctx context.Context, t *terminal, r *remote) error {
	l := listing[concord.Subject]{limit: o.limit, things: r.Domain(r.domain).Subjects(ctx, o.options())}
	l.row = func(s concord.Subject) []string { return []string{s.Subject} }
	if o.all {
		l.things = r.SubjectsEverywhere(ctx, o.options())
		l.row = func(s concord.Subject) []string { return []string{s.Domain, s.Subject} }
	}
	return l.print(t)
}

func (o *listOptions) versions(ctx context.Context, t *terminal, r *remote, argument string) error {
	x, err := r.subject(argument)
	if err != nil {
		return err
	}
	return listing[concord.Version]{
		limit:  o.limit,
		things: r.Domain(x.domain).Versions(ctx, x.subject, o.options()),
		header: []string{"VERSION", "ID", "TYPE", "REGISTERED", "GUID"},
		row: func(v concord.Version) []string {
			state := ""
			if !v.DeleteTime.IsZero() {
				state = "deleted"
			}
			return []string{fmt.Sprint(v.Version), fmt.Sprint(v.ID), string(v.Type), v.CreateTime.Format("2006-01-02 15:04"), string(v.GUID), state}
		},
	}.print(t)
}
