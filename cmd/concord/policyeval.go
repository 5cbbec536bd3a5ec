package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/policy/engine"
)

// evalOptions are the flags of policy eval.
type evalOptions struct {
	source                          sourceOptions
	policies, subject, from, domain string
}

func newPolicyEval(t *terminal) *cobra.Command {
	var o evalOptions
	c := &cobra.Command{
		Use:   "eval FILE",
		Short: "Say what policies make of a schema, rule by rule",
		Long: `Say what policies make of a schema, rule by rule, without a server.

-o json prints verdict, as of the API, and rules (rule, title, enforcement, result, selector, findingCount).

Exit status: 0 accepted, 1 failed, 2 wrong use, 3 refused, wants a review, or is no schema.`,
		Example: "  concord policy eval invoice.proto --domain billing\n  concord policy eval order.avsc --policy ./policies --previous order-v1.avsc",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return o.run(c.Context(), t, args[0])
		},
	}
	c.Flags().StringVar(&o.source.format, "type", "", "AVRO, PROTOBUF or JSON (default: by the file's name)")
	c.Flags().StringVar(&o.policies, "policy", "starter", "policies: a folder, a Git URL, or starter")
	c.Flags().StringVar(&o.subject, "subject", "", "subject to register under (default the file's name)")
	c.Flags().StringVarP(&o.domain, "domain", "d", defaultDomain, "domain of the subject")
	c.Flags().StringVar(&o.from, "previous", "", "file of the version before")
	return c
}

func (o *evalOptions) run(ctx context.Context, t *terminal, file string) error {
	program, err := loadPolicies(ctx, []string{o.policies})
	if err != nil {
		return t.complain(err)
	}
	d, err := o.source.read(t, file)
	if err != nil {
		return err
	}
	parsed, err := d.parse()
	if err != nil {
		return err
	}
	request := policy.Request{
		Action: "check", Time: time.Now(), Schema: parsed.Document(),
		Subject: policy.Subject{Name: first(o.subject, file), Domain: o.domain, Format: d.source.Type, Level: "BACKWARD"},
	}
	if o.from != "" {
		if request.Previous, err = o.previous(t); err != nil {
			return err
		}
	}
	return t.evaluated(file, program.Explain(ctx, request))
}

// previous is the version before.
func (o *evalOptions) previous(t *terminal) (*policy.Previous, error) {
	d, err := o.source.read(t, o.from)
	if err != nil {
		return nil, err
	}
	parsed, err := d.parse()
	if err != nil {
		return nil, err
	}
	return &policy.Previous{Version: 1, Document: parsed.Document()}, nil
}

// evaluated is a decision with what every rule had to do with it, as -o json shows it.
type evaluated struct {
	Verdict concord.Verdict `json:"verdict"`
	Rules   []ruleEvaluated `json:"rules"`
}

// ruleEvaluated is what one rule had to do with it.
type ruleEvaluated struct {
	Rule        string              `json:"rule"`
	Title       string              `json:"title"`
	Enforcement concord.Enforcement `json:"enforcement"`
	Result      string              `json:"result"`
	// Selector is the one that does not fit; empty when all fit.
	Selector     string `json:"selector,omitempty"`
	FindingCount int    `json:"findingCount"`
}

// evaluated prints a decision and what every rule had to do with it.
func (t *terminal) evaluated(file string, x engine.Explanation) error {
	shown := evaluated{Verdict: concord.Verdict{Findings: []concord.Finding{}, ComparedWith: []string{}, Revision: x.Decision.Revision}}
	for _, f := range x.Decision.Findings {
		shown.Verdict.Findings = append(shown.Verdict.Findings, policyFinding(file, f))
	}
	shown.Verdict.Outcome = decided(x.Decision.Outcome)
	for _, r := range x.Rules {
		shown.Rules = append(shown.Rules, ruleEvaluated{r.Rule, r.Title, concord.Enforcement(apiWord(r.Level)), apiWord(r.Result), r.Selector, r.Findings})
	}
	err := t.print(shown, func() {
		t.show(file, shown.Verdict.Findings)
		for _, r := range x.Rules {
			t.printf("%s %s %s %s\n", fmt.Sprintf("%-10s", r.Rule), fmt.Sprintf("%-8s", r.Level), fmt.Sprintf("%-16s", result(r)), r.Title)
		}
		t.printf("%s\n", strings.ReplaceAll(string(x.Decision.Outcome), "_", " "))
	})
	if err == nil && !accepts(shown.Verdict) {
		return exitFindings
	}
	return err
}

// decided is an outcome of the policies as the API calls it.
func decided(o policy.Outcome) concord.Outcome {
	switch o {
	case policy.Rejected, policy.Failed:
		return concord.OutcomeRefused
	case policy.Parked:
		return concord.OutcomeInReview
	case policy.AcceptedWithWarnings:
		return concord.OutcomeWarned
	}
	return concord.OutcomeAccepted
}

func result(r engine.RuleResult) string {
	if r.Selector != "" {
		return "not: " + r.Selector
	}
	return string(r.Result)
}
