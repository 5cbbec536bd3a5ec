package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/concord-registry/concord/cmd/concord/internal/exit"
	"github.com/concord-registry/concord/cmd/concord/internal/migrate"
)

// importOptions are the flags of `concord import`.
type importOptions struct {
	originOptions
	resume, follow bool
	every          time.Duration
}

func newImport(t *terminal) *cobra.Command {
	var o importOptions
	c := &cobra.Command{
		Use:   "import --from (URL | kafka://BROKERS/TOPIC | DIR)",
		Short: "Copy another registry, its topic or an export into this one",
		Long: `Copy another registry that has the API of Confluent Schema Registry, the topic in which it keeps its records, or a
folder that 'concord export' wrote: every version with its id and number, soft-deleted ones as soft-deleted,
references, metadata, rule sets, the owners, descriptions and contacts of domains, the settings and modes of every scope,
encryption keys as their services wrapped them, and associations. At the end all is compared as by 'concord verify'.

The topic tells more than the API: also the settings of subjects that have no versions. Nothing is written to it, and
the old registry need not run. Encryption keys are in a topic of their own, which is read as well. Records that cannot
be read are named and left out.

While versions are written, their domains are in mode IMPORT and take no other registrations; their modes are put
back at the end, also after an error or Ctrl-C. What is there already and equal is skipped: an import that was
interrupted goes on with --resume. A version that the server refuses is reported, and the rest goes on.

With --follow the import looks again and again for what is new, until SIGINT or SIGTERM. It prints each round that did
something, and ends with the status of the last one.

-o json prints how much of each kind was written, what was refused and skipped, and each difference that is left.

Exit status: 0 all is the same now, 1 failed, 2 wrong use, 3 something was refused, left out or differs, 5 not authorised,
130 interrupted in the middle of the work.`,
		Example: `  concord import --from http://old-registry:8081
  concord import --from http://old-registry:8081 --from-user reader --from-password-file secret --follow
  concord import --from kafka://broker-1:9092,broker-2:9092/_schemas
  concord import --from kafka://broker:9093 --from-tls --from-user reader --from-sasl SCRAM-SHA-512
  concord import --from backup`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := o.validate(c.Flags()); err != nil {
				return err
			}
			return t.importFrom(c.Context(), o)
		},
	}
	o.flags(c.Flags())
	c.Flags().BoolVar(&o.resume, "resume", false, "go on where versions are there already")
	c.Flags().BoolVar(&o.follow, "follow", false, "keep copying what is new until interrupted")
	c.Flags().DurationVar(&o.every, "every", 10*time.Second, "how often to look for what is new")
	return c
}

// validate refuses flags that contradict each other, and those that the source or the way to import does not use.
func (o *importOptions) validate(f *pflag.FlagSet) error {
	if err := o.originOptions.validate(f); err != nil {
		return err
	}
	switch {
	case !o.follow:
		return unused(f, "without --follow", "every")
	case !o.overHTTP() && !o.overKafka():
		return &usage{errors.New("--follow needs a registry or a topic to follow, not a folder"), "leave it out"}
	case o.every <= 0:
		return &usage{errors.New("--every is no time"), "say 10s, for example"}
	}
	return unused(f, "with --follow, which always goes on", "resume")
}

// imported is the result as --json shows it.
type imported struct {
	migrate.Result
	// Interrupted is set when the import ended before it was done.
	Interrupted bool                 `json:"interrupted"`
	Skipped     []migrate.Skipped    `json:"skipped"`
	Differences []migrate.Difference `json:"differences"`
}

// importing is one command that brings a source into a server.
type importing struct {
	*terminal
	importOptions
	client migrate.Registry
	source migrate.Source
	// settled is what the source held when the server was last brought to hold the same, nil before.
	settled *migrate.Snapshot
}

func (t *terminal) importFrom(ctx context.Context, o importOptions) error {
	source, close, err := o.origin(t)
	if err != nil {
		return err
	}
	defer close()
	client, err := o.target(t)
	if err != nil {
		return err
	}
	i := &importing{terminal: t, importOptions: o, client: client, source: source}
	if o.follow {
		return i.keepUp(ctx)
	}
	done, err := i.round(ctx)
	switch {
	case err != nil && ctx.Err() != nil:
		return i.interrupted(done, "go on with concord import --resume")
	case err != nil:
		return err
	}
	return t.imported(done)
}

// passes bounds how often the target is looked at again after something was done.
const passes = 4

// round copies until there is nothing left to do, and compares. With an error comes what was done until then.
func (i *importing) round(ctx context.Context) (imported, error) {
	source, err := i.read(ctx, i.source)
	if err != nil || source == i.settled {
		return imported{}, err
	}
	total := imported{Result: migrate.Result{Refused: []migrate.Refusal{}}, Skipped: source.Skipped, Differences: []migrate.Difference{}}
	target, differences, err := i.compareWith(ctx, i.client, source)
	if err != nil {
		return total, err
	}
	if n := len(target.Versions); n > 0 && !i.resume && !i.follow {
		return total, &usage{
			fmt.Errorf("the server holds %s in what is to be imported", count(n, "version")),
			"say --resume to add what is missing; what is there is not changed",
		}
	}
	for pass := range passes {
		done, err := i.copy(ctx, source, target)
		total.add(pass, done)
		if err != nil {
			return total, remoteError(err)
		}
		if target, differences, err = i.settle(ctx, source); err != nil {
			return total, err
		}
		if done.Idle() || ctx.Err() != nil {
			break
		}
	}
	total.Differences = differences
	if len(total.Refused)+len(differences) == 0 {
		i.settled = source
	}
	return total, nil
}

// graceTime is for how long after an interruption what was copied until then may still be compared.
const graceTime = 30 * time.Second

// settle compares after a pass that came to its end, also when ctx ends now.
func (i *importing) settle(ctx context.Context, source *migrate.Snapshot) (*migrate.Snapshot, []migrate.Difference, error) {
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(graceTime, cancel) })()
	return i.compareWith(longer, i.client, source)
}

// add counts one more pass: what was refused and what was there is for the last and the first one to say.
func (i *imported) add(pass int, done migrate.Result) {
	if pass == 0 {
		i.Present = done.Present
	}
	i.Copied += done.Copied
	i.Deleted += done.Deleted
	i.Configured += done.Configured
	i.Domains += done.Domains
	i.Keys += done.Keys
	i.Associated += done.Associated
	i.Refused, i.Left = done.Refused, done.Left
}

// copy is one pass, with a bar where somebody looks.
func (i *importing) copy(ctx context.Context, source, target *migrate.Snapshot) (migrate.Result, error) {
	progress, end := i.bar("importing")
	defer end()
	copier := migrate.Copier{Target: i.client, KeepModes: i.keepModes, Progress: progress}
	return copier.Copy(ctx, source, target)
}

// bar shows how far something is where somebody looks; else progress is nil.
func (t *terminal) bar(what string) (progress func(done, total int), end func()) {
	if !t.interactive || !t.output.forPeople() {
		return nil, func() {}
	}
	bar := progressbar.NewOptions(1, progressbar.OptionSetWriter(t.err), progressbar.OptionShowCount(),
		progressbar.OptionSetDescription(what), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(50*time.Millisecond))
	return func(done, total int) {
		bar.ChangeMax(total)
		bar.Set(done)
	}, func() { bar.Clear() }
}

// imported prints the result and gives the exit status.
func (t *terminal) imported(i imported) error {
	var err error
	if !t.output.forPeople() {
		err = t.encode(i)
	} else {
		t.counts(i)
		t.differences(i.Present+i.Copied, i.Skipped, i.Differences)
	}
	if err == nil && len(i.Refused)+len(i.Skipped)+len(i.Differences) > 0 {
		return exitFindings
	}
	return err
}

// interrupted prints what was done until the import was interrupted, and how to go on.
func (t *terminal) interrupted(i imported, next string) error {
	i.Interrupted = true
	if !t.output.forPeople() {
		if err := t.encode(i); err != nil {
			return err
		}
	} else {
		t.counts(i)
	}
	t.remark("interrupted with %s left, nothing compared; %s", count(i.Left, "step"), next)
	return status(exit.Interrupted)
}

func (t *terminal) counts(i imported) {
	t.printf("%s %s, %s soft-deleted, %s configured", t.paint(green, "imported"),
		count(i.Copied, "version"), count(i.Deleted, "version"), count(i.Configured, "scope"))
	if i.Domains > 0 {
		t.printf(", %s described", count(i.Domains, "domain"))
	}
	if i.Keys+i.Associated > 0 {
		t.printf(", %s of keys, %s", count(i.Keys, "change"), count(i.Associated, "association"))
	}
	t.printf("; %s there already\n", count(i.Present, "version"))
	for _, r := range i.Refused {
		t.printf("%s %s: %s\n", t.paint(red, "refused"), r.What, r.Reason)
	}
}
