package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	concord "github.com/concord-registry/concord/clients/go"
)

func newGet(t *terminal) *cobra.Command {
	var connect connectOptions
	var id int32
	var guid string
	c := &cobra.Command{
		Use:   "get (SUBJECT[@VERSION] | --id ID | --guid GUID)",
		Short: "Print a schema",
		Long: `Print the text of a schema: the latest version of a subject, a version by number, or what an id or a GUID names.

-o json prints the version with its schema, or for an id or a GUID the schema.

Exit status: 0 printed, 1 not found or failed, 2 wrong use, 5 not authorised.`,
		Example: `  concord get orders-value
  concord get orders-value@3 --json
  concord get domains/billing/subjects/invoice-value/versions/3
  concord get --id 1801242373`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			byID, byGUID := c.Flags().Changed("id"), guid != ""
			named := 0
			for _, way := range []bool{len(args) == 1, byID, byGUID} {
				if way {
					named++
				}
			}
			if named != 1 {
				return usageError(c, errors.New("name one thing: a subject, --id or --guid"))
			}
			if byGUID && connect.domain != "" {
				return unused(c.Flags(), "with --guid: a GUID means the same in every domain", "domain")
			}
			r, err := connect.remote(t)
			switch {
			case err != nil:
				return err
			case byID:
				s, err := r.Domain(r.domain).Schema(c.Context(), int(id))
				return t.schema(s, err)
			case byGUID:
				s, err := r.Schema(c.Context(), concord.GUID(guid))
				return t.schema(s, err)
			}
			return t.version(c.Context(), r, args[0])
		},
	}
	connect.domainFlag(c.Flags())
	connect.flags(c.Flags())
	c.Flags().Int32Var(&id, "id", 0, "the schema of an id of the domain")
	c.Flags().StringVar(&guid, "guid", "", "the schema of a GUID, with or without dashes")
	return c
}

// version prints a version.
func (t *terminal) version(ctx context.Context, r *remote, argument string) error {
	x, err := r.version(argument)
	if err != nil {
		return err
	}
	v, err := r.fetch(ctx, x)
	if err != nil {
		return err
	}
	return t.print(v, func() { t.text(v.Schema.Text) })
}

// schema prints a schema that was found, or ends with why it was not.
func (t *terminal) schema(s concord.Schema, err error) error {
	if err != nil {
		return remoteError(err)
	}
	return t.print(s, func() { t.text(s.Text) })
}
