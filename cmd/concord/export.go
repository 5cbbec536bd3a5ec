package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/concord-registry/concord/cmd/concord/internal/migrate"
)

func newExport(t *terminal) *cobra.Command {
	var o movedOptions
	c := &cobra.Command{
		Use:   "export DIR",
		Short: "Write all that a registry holds into a folder",
		Long: `Write every version, soft-deleted ones too, with its id, GUID, references and, if live, the time of its registration,
the owner, description and contacts of every domain, the settings and modes of every scope, encryption keys as their
services wrapped them, and associations into a folder: manifest.jsonl, and one file for each schema. Equal registries
make equal bytes, so an export can be kept in Git. 'concord import --from DIR' reads it.

Not in it: the log and other times. Registries other than Concord do not list the settings of subjects without
versions. What could not be read is named.

-o json prints how much of each kind was written, and what was skipped.

Exit status: 0 done, 1 failed, 2 wrong use, 3 something could not be read, 5 not authorised.`,
		Example: "  concord export backup\n  concord export --domain billing billing",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.checkDomain(); err != nil {
				return err
			}
			return t.export(c.Context(), o, args[0])
		},
	}
	o.flags(c.Flags())
	return c
}

func (t *terminal) export(ctx context.Context, o movedOptions, dir string) error {
	client, err := o.registry(t)
	if err != nil {
		return err
	}
	s, err := o.read(ctx, client)
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
			"versions": len(s.Versions), "domains": len(s.Domains), "scopes": len(s.Scopes), "keys": len(s.Keks) + len(s.Deks),
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
