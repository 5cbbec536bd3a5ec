package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"
)

func newUndelete(t *terminal) *cobra.Command {
	var connect connectOptions
	c := &cobra.Command{
		Use:   "undelete SUBJECT[@VERSION]",
		Short: "Bring back a deleted version, or all of a subject",
		Long: `Bring back a soft-deleted version, or all soft-deleted versions of a subject.

-o json prints the version, or the answer of UndeleteSubject: subject, versions.

Exit status: 0 brought back, 1 not there, not deleted or failed, 2 wrong use, 5 not authorised.`,
		Example: "  concord undelete orders-value@3\n  concord undelete orders-value --domain billing",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			r, err := connect.remote(t)
			if err != nil {
				return err
			}
			return t.undelete(c.Context(), r, args[0])
		},
	}
	connect.domainFlag(c.Flags())
	connect.flags(c.Flags())
	return c
}

func (t *terminal) undelete(ctx context.Context, r *remote, argument string) error {
	x, err := r.target(argument)
	switch {
	case err != nil:
		return err
	case x.version == latest:
		return &usage{errors.New("the latest version is a live one"), "name the number of a deleted version; 'concord list SUBJECT --deleted' has them"}
	case x.version != "":
		v, err := r.Domain(x.domain).UndeleteVersion(ctx, x.subject, x.number())
		if err != nil {
			return remoteError(err)
		}
		return t.print(v, func() { t.printf("%s %s version %d\n", t.paint(green, "brought back"), v.Subject, v.Version) })
	}
	if x, err = x.aSubject(); err != nil {
		return err
	}
	answer, err := r.Domain(x.domain).UndeleteSubject(ctx, x.subject)
	if err != nil {
		return remoteError(err)
	}
	return t.print(answer, func() {
		t.printf("%s %s, %s\n", t.paint(green, "brought back"), x.subject, count(len(answer.Versions), "version"))
	})
}
