package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/concord-registry/concord/cmd/concord/internal/migrate"
)

func newExport(t *terminal) *cobra.Command {
	var remote remoteOptions
	c := &cobra.Command{
		Use:   "export DIR",
		Short: "Write all that a registry holds into a folder",
		Long: `Write every version, soft-deleted ones too, with its id, GUID and references, and the settings and modes of every
scope into a folder: manifest.jsonl, and one file for each schema. Equal registries make equal bytes, so an export
can be kept in Git. 'concord import --from DIR' reads it.

Not in it: times of registration, the log, associations, and settings of subjects that never had a version.`,
		Example: "  concord export backup\n  concord export --domain billing billing",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return t.export(c.Context(), remote, args[0])
		},
	}
	remote.flags(c.Flags())
	c.Flags().Lookup("domain").Usage = `only this domain, "." for the default one (default all)`
	return c
}

func (t *terminal) export(ctx context.Context, remote remoteOptions, dir string) error {
	what := migrate.Selection{All: remote.domain == "", Domain: strings.TrimPrefix(remote.domain, ".")}
	remote.domain = ""
	client, err := remote.client(t)
	if err != nil {
		return err
	}
	s, err := migrate.Registry{Client: client}.Read(ctx, what)
	if err != nil {
		return remoteError(err)
	}
	if err := s.Export(dir); err != nil {
		return err
	}
	if t.json {
		return t.encode(map[string]int{"versions": len(s.Versions), "scopes": len(s.Scopes)})
	}
	t.printf("%s %s and the settings of %s to %s\n", t.paint(green, "exported"),
		count(len(s.Versions), "version"), count(len(s.Scopes), "scope"), dir)
	return nil
}
