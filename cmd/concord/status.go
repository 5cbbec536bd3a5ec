package main

import (
	"time"

	"github.com/spf13/cobra"

	concord "github.com/concord-registry/concord/clients/go"
)

func newStatus(t *terminal) *cobra.Command {
	var connect connectOptions
	c := &cobra.Command{
		Use:   "status",
		Short: "Say which registry answers, and how current it is",
		Long: `Say which registry answers, and how current the replica is. It answers while storage does not.

-o json prints the status, as the API has it.

Exit status: 0 it answered, 1 nobody answers, 2 wrong use, 5 not authorised.`,
		Example: "  concord status\n  concord status --server https://registry.example.com -o template={{.position}}",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			r, err := connect.remote(t)
			if err != nil {
				return err
			}
			s, err := r.Status(c.Context())
			if err != nil {
				return remoteError(err)
			}
			return t.print(s, func() { t.status(s) })
		},
	}
	connect.flags(c.Flags())
	return c
}

func (t *terminal) status(s concord.Status) {
	storage := "answers"
	if !s.Connected {
		storage = "away: " + s.Problem
	}
	fresh := "not since its start"
	if !s.FreshTime.IsZero() {
		fresh = s.FreshTime.Format(time.RFC3339)
	}
	t.table([][]string{
		{"release", s.Release}, {"registry", s.UUID}, {"position", string(s.Position)}, {"storage", storage}, {"current", fresh},
	})
}
