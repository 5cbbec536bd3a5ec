package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"
)

const about = `Concord is a schema registry and contract-governance server.

It stores versioned Avro, Protobuf and JSON schemas per domain, proves compatibility on every version and evaluates the
policies that governance councils keep in Git. One program is both the server and its command line.`

const afterAbout = `
Start a server:     concord serve
Register a schema:  concord register orders-value order.avsc
Ask before:         concord check orders-value order.avsc
`

// run executes one command line and returns the exit status.
func run(ctx context.Context, t *terminal, args []string) int {
	root := newRoot(t)
	root.SetArgs(args)
	root.SetOut(t.out)
	root.SetErr(t.err)
	err := root.ExecuteContext(ctx)
	if err != nil {
		t.report(err)
	}
	return exitStatus(err)
}

// newRoot lists the commands in the order in which help prints them.
func newRoot(t *terminal) *cobra.Command {
	root := &cobra.Command{
		Use:           "concord",
		Short:         "A schema registry that keeps contracts compatible and meaning shared",
		Long:          about + "\n" + afterAbout,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	cobra.EnableCommandSorting = false
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error { return usageError(c, err) })
	t.flags(root.PersistentFlags())
	root.AddCommand(
		newServe(t),
		newRegister(t), newCheck(t), newDiff(t), newEvolve(t), newGet(t), newList(t),
		newPolicy(t), newRules(t), newExplain(t),
		newImport(t), newExport(t), newVerify(t),
		newVersion(t),
	)
	return root
}

// status is an error that only sets the exit status: what there was to say has been said.
type status int

func (status) Error() string { return "" }

// The exit statuses.
const (
	exitFailed    status = 1
	exitUsage     status = 2
	exitFindings  status = 3
	exitForbidden status = 5
	exitStale     status = 6
)

// usage is an error in how the command was called.
type usage struct {
	err  error
	help string
}

func (u *usage) Error() string { return u.err.Error() }

func usageError(c *cobra.Command, err error) error {
	return &usage{err, "see '" + c.CommandPath() + " --help'"}
}

func exitStatus(err error) int {
	var s status
	var u *usage
	var f interface{ ExitStatus() int }
	switch {
	case err == nil:
		return 0
	case errors.As(err, &s):
		return int(s)
	case errors.As(err, &u):
		return int(exitUsage)
	case errors.As(err, &f):
		return f.ExitStatus()
	}
	return int(exitFailed)
}
