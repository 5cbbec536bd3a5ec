package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/concord-registry/concord/policy/engine"
	"github.com/concord-registry/concord/policy/repo"
	"github.com/concord-registry/concord/policy/set"
)

func newPolicy(t *terminal) *cobra.Command {
	c := &cobra.Command{
		Use:   "policy",
		Short: "Check, test and try policies",
		Long: `Check, test and try a policy repository: a folder, a Git URL with an optional #branch, or "starter", the policies that
come with Concord. The evaluator is the one that the server enforces with.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newPolicyCheck(t), newPolicyTest(t), newPolicyEval(t))
	return c
}

// loadPolicies fetches and loads what a user wrote; no argument is the current folder.
func loadPolicies(ctx context.Context, args []string) (*engine.Program, error) {
	spec := "."
	if len(args) > 0 {
		spec = args[0]
	}
	source, err := repo.Open(spec)
	if err == nil && source == nil {
		err = errors.New("there are no policies to look at")
	}
	if err != nil {
		return nil, &usage{err, "name a folder, a Git URL, or starter"}
	}
	tree, err := source.Fetch(ctx, "")
	if err != nil {
		return nil, err
	}
	return engine.Load(tree.Revision, tree.Files)
}

// complaints is what is wrong with a policy repository, as -o json shows it.
type complaints struct {
	Complaints []set.Complaint `json:"complaints"`
}

// complain prints what is wrong with a policy repository, and passes other errors on.
func (t *terminal) complain(err error) error {
	var broken *set.LoadError
	if !errors.As(err, &broken) {
		return err
	}
	if err := t.print(complaints{broken.Complaints}, func() { t.complaints(broken.Complaints) }); err != nil {
		return err
	}
	return exitFindings
}

func (t *terminal) complaints(list []set.Complaint) {
	for _, c := range list {
		t.printf("%s\n", c)
	}
	t.remark("%d things are wrong; a server would keep the policies that it has", len(list))
}
