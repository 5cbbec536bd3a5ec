package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	concord "github.com/concord-registry/concord/clients/go"
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
		Use:   "import --from (URL | DIR)",
		Short: "Copy another registry, or an export, into this one",
		Long: `Copy another registry that has the API of Confluent Schema Registry, or a folder that 'concord export' wrote: every
version with its id and number, soft-deleted ones as soft-deleted, references, metadata, rule sets, and the settings
and modes of every scope. At the end all is compared as by 'concord verify'.

While versions are written, their domains are in mode IMPORT and take no other registrations; their modes are put
back at the end, also after an error or Ctrl-C. What is there already and equal is skipped: an import that was
interrupted goes on with --resume. A version that the server refuses is reported, and the rest goes on; the exit
status is then 3, as it is when anything differs at the end.`,
		Example: `  concord import --from http://old-registry:8081
  concord import --from http://old-registry:8081 --from-user reader:secret --follow
  concord import --from backup`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if o.follow && !o.overHTTP() {
				return usageError(c, errors.New("--follow needs a registry to follow, not a folder"))
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

// imported is the result as --json shows it.
type imported struct {
	migrate.Result
	Differences []migrate.Difference `json:"differences"`
}

func (t *terminal) importFrom(ctx context.Context, o importOptions) error {
	read, err := o.origin(t)
	if err != nil {
		return err
	}
	client, err := o.target(t)
	if err != nil {
		return err
	}
	if !o.follow {
		done, err := t.importOnce(ctx, o, client, read)
		if err != nil {
			return err
		}
		return t.imported(done)
	}
	return t.keepUp(ctx, o, client, read)
}

// keepUp imports again and again until ctx ends. It says something only when something happened.
func (t *terminal) keepUp(ctx context.Context, o importOptions, client *concord.Client, read func(context.Context) (*migrate.Snapshot, error)) error {
	ticker := time.NewTicker(o.every)
	defer ticker.Stop()
	var last error
	for rounds := 0; ; rounds++ {
		done, err := t.importOnce(ctx, o, client, read)
		switch {
		case ctx.Err() != nil:
			return last
		case err != nil && rounds == 0:
			return err
		case err != nil:
			t.remark("%v; trying again in %v", err, o.every)
		case rounds == 0 || !done.Idle():
			last = t.imported(done)
		}
		o.resume = true
		select {
		case <-ctx.Done():
			return last
		case <-ticker.C:
		}
	}
}

// passes bounds how often the target is looked at again after something was done.
const passes = 4

// importOnce copies until there is nothing left to do, and compares.
func (t *terminal) importOnce(ctx context.Context, o importOptions, client *concord.Client, read func(context.Context) (*migrate.Snapshot, error)) (imported, error) {
	source, err := read(ctx)
	if err != nil {
		return imported{}, err
	}
	target, differences, err := o.compared(ctx, client, source)
	if err != nil {
		return imported{}, err
	}
	if n := len(target.Versions); n > 0 && !o.resume && !o.follow {
		return imported{}, &usage{
			fmt.Errorf("the server holds %s in what is to be imported", count(n, "version")),
			"say --resume to add what is missing; what is there is not changed",
		}
	}
	total := imported{Result: migrate.Result{Refused: []migrate.Refusal{}}}
	for pass := range passes {
		done, err := t.copy(ctx, o, client, source, target)
		if err != nil {
			return total, remoteError(err)
		}
		total.add(pass, done)
		if target, differences, err = o.compared(ctx, client, source); err != nil {
			return total, err
		}
		if done.Idle() {
			break
		}
	}
	total.Differences = differences
	return total, nil
}

// add counts one more pass: what was refused and what was there is for the last and the first one to say.
func (i *imported) add(pass int, done migrate.Result) {
	if pass == 0 {
		i.Present = done.Present
	}
	i.Copied += done.Copied
	i.Deleted += done.Deleted
	i.Configured += done.Configured
	i.Refused = done.Refused
}

// copy is one pass, with a bar where somebody looks.
func (t *terminal) copy(ctx context.Context, o importOptions, client *concord.Client, source, target *migrate.Snapshot) (migrate.Result, error) {
	copier := migrate.Copier{Client: client, KeepModes: o.keepModes}
	if t.interactive && !t.json {
		bar := progressbar.NewOptions(1, progressbar.OptionSetWriter(t.err), progressbar.OptionShowCount(),
			progressbar.OptionSetDescription("importing"), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(50*time.Millisecond))
		defer bar.Clear()
		copier.Progress = func(done, total int) {
			bar.ChangeMax(total)
			bar.Set(done)
		}
	}
	return copier.Copy(ctx, source, target)
}

// imported prints the result and gives the exit status.
func (t *terminal) imported(i imported) error {
	var err error
	if t.json {
		err = t.encode(i)
	} else {
		t.printf("%s %s, %s soft-deleted, %s configured; %s there already\n", t.paint(green, "imported"),
			count(i.Copied, "version"), count(i.Deleted, "version"), count(i.Configured, "scope"), count(i.Present, "version"))
		for _, r := range i.Refused {
			t.printf("%s %s: %s\n", t.paint(red, "refused"), r.What, r.Reason)
		}
		t.differences(i.Present+i.Copied, i.Differences)
	}
	if err == nil && len(i.Refused)+len(i.Differences) > 0 {
		return exitFindings
	}
	return err
}
