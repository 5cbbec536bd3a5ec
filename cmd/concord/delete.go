package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	concord "github.com/concord-registry/concord/clients/go"
)

// deleteOptions are the flags of delete.
type deleteOptions struct {
	connect   connectOptions
	confirm   confirmOptions
	permanent bool
}

func newDelete(t *terminal) *cobra.Command {
	var o deleteOptions
	c := &cobra.Command{
		Use:   "delete SUBJECT[@VERSION]",
		Short: "Delete a version, or all of a subject",
		Long: `Delete a version, or all versions of a subject. What is deleted is kept and can be brought back by 'concord undelete',
and what was written with it can still be read; --permanent removes what is deleted already for good.

-o json prints the answer of DeleteVersion or DeleteSubject.

Exit status: 0 deleted, 1 not there, in use or failed, 2 wrong use, 5 not authorised.`,
		Example: "  concord delete orders-value@3\n  concord delete orders-value --permanent --yes",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if !o.permanent {
				if err := unused(c.Flags(), "without --permanent: nothing is asked", "yes", "no-input"); err != nil {
					return err
				}
			}
			return o.run(c.Context(), t, args[0])
		},
	}
	o.connect.domainFlag(c.Flags())
	o.connect.flags(c.Flags())
	o.confirm.flags(c.Flags())
	c.Flags().BoolVar(&o.permanent, "permanent", false, "remove what is soft-deleted already for good")
	return c
}

func (o *deleteOptions) run(ctx context.Context, t *terminal, argument string) error {
	r, err := o.connect.remote(t)
	if err != nil {
		return err
	}
	x, err := r.target(argument)
	if err != nil {
		return err
	}
	if o.permanent {
		if err := o.confirm.confirm(t, fmt.Sprintf("Remove %s for good?", argument)); err != nil {
			return err
		}
	}
	options := concord.DeleteOptions{Permanent: o.permanent}
	if x.version == "" {
		return o.subject(ctx, t, r, x, options)
	}
	answer, err := r.Domain(x.domain).DeleteVersion(ctx, x.subject, x.number(), options)
	if err != nil {
		return remoteError(err)
	}
	return t.print(answer, func() { t.printf("%s %s version %d\n", t.paint(green, o.verb()), x.subject, answer.Version) })
}

func (o *deleteOptions) subject(ctx context.Context, t *terminal, r *remote, x target, options concord.DeleteOptions) error {
	x, err := x.aSubject()
	if err != nil {
		return err
	}
	answer, err := r.Domain(x.domain).DeleteSubject(ctx, x.subject, options)
	if err != nil {
		return remoteError(err)
	}
	return t.print(answer, func() {
		t.printf("%s %s, %s\n", t.paint(green, o.verb()), x.subject, count(len(answer.Versions), "version"))
	})
}

func (o *deleteOptions) verb() string {
	if o.permanent {
		return "removed"
	}
	return "deleted"
}
