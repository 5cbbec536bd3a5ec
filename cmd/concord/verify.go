package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/concord-registry/concord/cmd/concord/internal/migrate"
)

func newVerify(t *terminal) *cobra.Command {
	var o originOptions
	c := &cobra.Command{
		Use:   "verify --from (URL | kafka://BROKERS/TOPIC | DIR)",
		Short: "Compare another registry, its topic or an export with this one",
		Long: `Compare all that another registry, its topic or an export holds with what this server holds: texts, types, ids, GUIDs,
numbers, deletion states, references, metadata, rule sets, what is said of domains, settings, modes, encryption keys and
associations.

What only this server has is not looked at, but for versions of subjects that the other has too.

-o json prints the number of versions, what was skipped, and each difference: where it is, what differs, and what source
and target say.

Exit status: 0 no difference, 1 failed, 2 wrong use, 3 something differs or could not be read, 5 not authorised.`,
		Example: `  concord verify --from http://old-registry:8081
  concord verify --from kafka://broker:9092/_schemas
  concord verify --from backup --json`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := o.validate(c.Flags()); err != nil {
				return err
			}
			return t.verify(c.Context(), o)
		},
	}
	o.flags(c.Flags())
	return c
}

// verified is the result as --json shows it.
type verified struct {
	Versions    int                  `json:"versions"`
	Skipped     []migrate.Skipped    `json:"skipped"`
	Differences []migrate.Difference `json:"differences"`
}

func (t *terminal) verify(ctx context.Context, o originOptions) error {
	origin, close, err := o.origin(t)
	if err != nil {
		return err
	}
	defer close()
	client, err := o.target(t)
	if err != nil {
		return err
	}
	source, err := o.read(ctx, origin)
	if err != nil {
		return err
	}
	_, differences, err := o.compareWith(ctx, client, source)
	if err != nil {
		return err
	}
	if !t.output.forPeople() {
		err = t.encode(verified{len(source.Versions), source.Skipped, differences})
	} else {
		t.differences(len(source.Versions), source.Skipped, differences)
	}
	if err == nil && len(source.Skipped)+len(differences) > 0 {
		return exitFindings
	}
	return err
}

// differences prints what was not compared, and what a comparison found.
func (t *terminal) differences(versions int, skipped []migrate.Skipped, differences []migrate.Difference) {
	t.skipped(skipped)
	if len(differences) == 0 {
		t.printf("%s %s and all settings are the same\n", t.paint(green, "verified"), count(versions, "version"))
		return
	}
	for _, d := range differences {
		t.printf("%s %s\n", t.paint(red, "different"), d)
	}
	t.remark("%s", count(len(differences), "difference"))
}

// skipped prints what could not be read.
func (t *terminal) skipped(skipped []migrate.Skipped) {
	for _, s := range skipped {
		t.printf("%s %s\n", t.paint(red, "skipped"), s)
	}
}
