package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

const about = `Concord is a schema registry and contract-governance server.

It stores versioned Avro, Protobuf and JSON schemas per domain, proves compatibility on every version and evaluates the
policies that governance councils keep in Git. One program is both the server and its command line.`

const afterAbout = `
Start a server:     concord serve
Register a schema:  concord register orders-value order.avsc
Ask before:         concord check orders-value order.avsc

Exit status: 0 done, 1 failed, 2 wrong use, 3 refused or different, 5 not authorised, 6 stale, 130 interrupted.`

// run executes one command line and returns the exit status.
func run(ctx context.Context, t *terminal, args []string) int {
	root := newRoot(t)
	root.SetArgs(args)
	root.SetOut(t.out)
	root.SetErr(t.err)
	err := unknownCommand(root, args)
	if err == nil {
		err = root.ExecuteContext(ctx)
	}
	if err == nil {
		return 0
	}
	t.peek(args)
	f := failureOf(err)
	t.report(f)
	return int(f.status)
}

// peek looks for the output format in a command line that was perhaps not read to its end, for the failure to be printed
// in it.
func (t *terminal) peek(args []string) {
	if !t.output.forPeople() {
		return
	}
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	flags.ParseErrorsAllowlist.UnknownFlags = true
	flags.Usage = func() {}
	var o output
	o.flags(flags)
	if flags.Parse(args) == nil && o.resolve(flags) == nil {
		t.output.format = o.format
	}
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
	root.SetFlagErrorFunc(usageError)
	root.AddCommand(newServe(t))
	root.AddCommand(t.printing(
		newRegister(t), newCheck(t), newDiff(t), newEvolve(t), newGet(t), newList(t),
		newDelete(t), newUndelete(t), newDomain(t), newSettings(t),
		newPolicy(t), newRules(t), newExplain(t),
		newImport(t), newExport(t), newVerify(t),
		newStatus(t), newWhoAmI(t), newAPI(t), newVersion(t),
	)...)
	root.SetHelpCommand(newHelp())
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	checkArguments(root)
	return root
}

// printing gives commands, and those below them, the flags that say how results are printed.
func (t *terminal) printing(commands ...*cobra.Command) []*cobra.Command {
	for _, c := range commands {
		if c.HasSubCommands() {
			t.printing(c.Commands()...)
			continue
		}
		t.output.flags(c.Flags())
		c.PreRunE = func(c *cobra.Command, _ []string) error {
			if err := t.output.resolve(c.Flags()); err != nil {
				return usageError(c, err)
			}
			return nil
		}
	}
	return commands
}

// checkArguments makes a wrong number of arguments and an unknown command wrong use, for a command and those below it.
func checkArguments(c *cobra.Command) {
	if check := c.Args; check != nil {
		c.Args = func(c *cobra.Command, args []string) error {
			if err := check(c, args); err != nil {
				return wrongArguments(c, args, err)
			}
			return nil
		}
	}
	for _, below := range c.Commands() {
		checkArguments(below)
	}
}

func wrongArguments(c *cobra.Command, args []string, err error) error {
	if !c.HasSubCommands() || len(args) == 0 {
		return usageError(c, err)
	}
	var names []string
	for _, below := range c.Commands() {
		names = append(names, below.Name())
	}
	return &usage{unknownWord{"command", args[0], c.CommandPath(), didYouMean(args[0], names)}, "see '" + c.CommandPath() + " --help'"}
}

// unknownCommand looks for a command that does not exist before flags are read, which it cannot have either.
func unknownCommand(root *cobra.Command, args []string) error {
	c, rest, _ := root.Find(args)
	if !c.HasSubCommands() || len(rest) == 0 || strings.HasPrefix(rest[0], "-") || strings.HasPrefix(rest[0], "__") {
		return nil
	}
	return wrongArguments(c, rest, nil)
}

// unknownWord is the error of a word that a command has no meaning for.
type unknownWord struct{ what, word, of, mean string }

func (u unknownWord) Error() string {
	return "there is no " + u.what + " " + strings.TrimSpace(u.of+" "+u.word) + u.mean
}
