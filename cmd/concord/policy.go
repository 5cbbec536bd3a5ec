package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/policy/engine"
	"github.com/concord-registry/concord/policy/repo"
	"github.com/concord-registry/concord/policy/set"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/formats"
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

// loadPolicies fetches and loads what a user wrote.
func loadPolicies(ctx context.Context, spec string) (*engine.Program, error) {
	source, err := repo.Open(spec)
	if err != nil {
		return nil, &usage{err, "name a folder, a Git URL, or starter"}
	}
	if source == nil {
		return nil, &usage{errors.New("there are no policies to look at"), "name a folder, a Git URL, or starter"}
	}
	tree, err := source.Fetch(ctx, "")
	if err != nil {
		return nil, err
	}
	return engine.Load(tree.Revision, tree.Files)
}

func newPolicyCheck(t *terminal) *cobra.Command {
	return &cobra.Command{
		Use:     "check [REPOSITORY]",
		Short:   "Load a policy repository and report everything that is wrong with it",
		Example: "  concord policy check\n  concord policy check https://git.example.com/council/policies.git#main",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			program, err := t.loadOrComplain(c.Context(), args)
			if err != nil {
				return err
			}
			if t.json {
				return t.encode(map[string]any{"revision": program.Revision(), "rules": len(program.Rules()), "terms": len(program.Terms()), "complaints": []set.Complaint{}})
			}
			t.printf("%s: %d rules, %d terms\n", t.paint(green, "ok"), len(program.Rules()), len(program.Terms()))
			return nil
		},
	}
}

// loadOrComplain loads the repository that the arguments name, the current folder when there are none; what is wrong with
// it is printed.
func (t *terminal) loadOrComplain(ctx context.Context, args []string) (*engine.Program, error) {
	spec := "."
	if len(args) > 0 {
		spec = args[0]
	}
	program, err := loadPolicies(ctx, spec)
	var broken *set.LoadError
	if errors.As(err, &broken) {
		return nil, t.complain(broken.Complaints)
	}
	return program, err
}

// complain prints what is wrong with a policy repository.
func (t *terminal) complain(complaints []set.Complaint) error {
	if t.json {
		return errors.Join(t.encode(map[string]any{"complaints": complaints}), exitFindings)
	}
	for _, c := range complaints {
		t.printf("%s\n", c)
	}
	t.remark("%d things are wrong; a server would keep the policies that it has", len(complaints))
	return exitFindings
}

func newPolicyTest(t *terminal) *cobra.Command {
	return &cobra.Command{
		Use:   "test [REPOSITORY]",
		Short: "Run the fixtures and the Rego tests of a policy repository",
		Long: `Run what the server runs before it activates policies: every rule must fire on its bad fixtures and on none of its good
ones, in every format that it is about; selectors must not hide findings; the tests in Rego must pass.`,
		Example: "  concord policy test ./policies",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			program, err := t.loadOrComplain(c.Context(), args)
			if err != nil {
				return err
			}
			return t.tested(program.Test(c.Context(), time.Now()))
		},
	}
}

func (t *terminal) tested(report engine.Report) error {
	var outcome error
	if len(report.Complaints) > 0 {
		outcome = exitFindings
	}
	if t.json {
		return errors.Join(t.encode(report), outcome)
	}
	t.printf("%-10s %8s %8s %10s\n", "RULE", "FIRED", "SILENT", "COST")
	for _, r := range report.Rules {
		t.printf("%-10s %8d %8d %7d µs\n", r.Rule, total(r.Fired), total(r.Silent), r.Cost)
	}
	if report.Passed > 0 {
		t.printf("%d tests in Rego passed\n", report.Passed)
	}
	if outcome != nil {
		return t.complain(report.Complaints)
	}
	t.printf("%s\n", t.paint(green, "ok"))
	return nil
}

func total(counts map[string]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}

// evalOptions are the flags of policy eval.
type evalOptions struct {
	source                  sourceOptions
	policies, subject, from string
	domain                  string
}

func newPolicyEval(t *terminal) *cobra.Command {
	var o evalOptions
	c := &cobra.Command{
		Use:     "eval FILE",
		Short:   "Say what policies make of a schema, rule by rule",
		Example: "  concord policy eval invoice.proto --domain billing\n  concord policy eval order.avsc --policy ./policies --previous order-v1.avsc",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return o.run(c.Context(), t, args[0])
		},
	}
	o.source.flags(c.Flags())
	c.Flags().StringVar(&o.policies, "policy", "starter", "policies: a folder, a Git URL, or starter")
	c.Flags().StringVar(&o.subject, "subject", "", "subject to register under (default the file's name)")
	c.Flags().StringVarP(&o.domain, "domain", "d", "", "domain of the subject")
	c.Flags().StringVar(&o.from, "previous", "", "file of the version before")
	return c
}

func (o *evalOptions) run(ctx context.Context, t *terminal, file string) error {
	program, err := loadPolicies(ctx, o.policies)
	if err != nil {
		return err
	}
	format, document, err := o.document(t, file)
	if err != nil {
		return err
	}
	request := policy.Request{
		Action: "check", Time: time.Now(), Schema: document,
		Subject: policy.Subject{Name: first(o.subject, file), Domain: first(o.domain, policy.DefaultDomain), Format: format, Level: "BACKWARD"},
	}
	if o.from != "" {
		_, previous, err := o.document(t, o.from)
		if err != nil {
			return err
		}
		request.Previous = &policy.Previous{Version: 1, Document: previous}
	}
	return t.explained(file, program.Explain(ctx, request))
}

func (o *evalOptions) document(t *terminal, file string) (schema.Type, *schema.Document, error) {
	source, err := o.source.read(t, file)
	if err != nil {
		return "", nil, &usage{err, "see 'concord policy eval --help'"}
	}
	parsed, err := formats.Parse(source, schema.Options{Strict: true})
	if err != nil {
		return "", nil, err
	}
	return source.Type, parsed.Document(), nil
}

// explained prints a decision and what every rule had to do with it.
func (t *terminal) explained(file string, x engine.Explanation) error {
	var outcome error
	switch x.Decision.Outcome {
	case policy.Rejected, policy.Parked, policy.Failed:
		outcome = exitFindings
	}
	if t.json {
		return errors.Join(t.encode(x), outcome)
	}
	var findings []finding
	for _, f := range x.Decision.Findings {
		findings = append(findings, policyFinding(file, f))
	}
	t.show(findings)
	for _, r := range x.Rules {
		t.printf("%-10s %-8s %-16s %s\n", r.Rule, r.Level, result(r), r.Title)
	}
	t.printf("%s\n", strings.ReplaceAll(string(x.Decision.Outcome), "_", " "))
	return outcome
}

func result(r engine.RuleResult) string {
	if r.Selector != "" {
		return fmt.Sprintf("not: %s", r.Selector)
	}
	return string(r.Result)
}
