package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/concord-registry/concord/cmd/concord/internal/migrate"
)

func newExport(t *terminal) *cobra.Command {
	var remote connectOptions
	c := &cobra.Command{
		Use:   "export DIR",
		Short: "Write all that a registry holds into a folder",
		Long: `Write every version, soft-deleted ones too, with its id, GUID, references and, if live, the time of its registration,
the settings and modes of every scope, encryption keys as their services wrapped them, and associations into a folder:
manifest.jsonl, and one file for each schema. Equal registries make equal bytes, so an export can be kept in Git.
'concord import --from DIR' reads it.

Not in it: the log and other times. Registries other than Concord do not list the settings of subjects without
versions. What could not be read is named, and the exit status is then 3.`,
		Example: "  concord export backup\n  concord export --domain billing billing",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return t.export(c.Context(), remote, args[0])
		},
	}
	remote.domainFlag(c.Flags())
	remote.flags(c.Flags())
	c.Flags().Lookup("domain").Usage = `only this domain, "." for the default one (default all)`
	return c
}

func (t *terminal) export(ctx context.Context, remote connectOptions, dir string) error {
	what := migrate.Selection{All: remote.domain == "", Domain: strings.TrimPrefix(remote.domain, ".")}
	client, err := remote.registry(t)
	if err != nil {
		return err
	}
	s, err := client.Read(ctx, what)
	if err != nil {
		return remoteError(err)
	}
	if err := s.Export(dir); err != nil {
		return err
	}
	return t.exported(s, dir)
}

// exported prints what is in an export and gives the exit status.
func (t *terminal) exported(s *migrate.Snapshot, dir string) error {
	if !t.output.forPeople() {
		counts := map[string]any{
			"versions": len(s.Versions), "scopes": len(s.Scopes), "keys": len(s.Keks) + len(s.Deks),
			"associations": len(s.Associations), "skipped": s.Skipped,
		}
		if err := t.encode(counts); err != nil {
			return err
		}
	} else {
		t.printf("%s %s, the settings of %s, %s and %s to %s\n", t.paint(green, "exported"), count(len(s.Versions), "version"),
			count(len(s.Scopes), "scope"), count(len(s.Keks)+len(s.Deks), "key"), count(len(s.Associations), "association"), dir)
		t.skipped(s.Skipped)
	}
	if len(s.Skipped) > 0 {
		return exitFindings
	}
	return nil
}
