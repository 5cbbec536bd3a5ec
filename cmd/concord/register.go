package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	concord "github.com/concord-registry/concord/clients/old"
	"github.com/concord-registry/concord/schema"
)

// registerOptions are the flags of register.
type registerOptions struct {
	remote    remoteOptions
	source    sourceOptions
	normalize bool
	dryRun    bool
}

func newRegister(t *terminal) *cobra.Command {
	var o registerOptions
	c := &cobra.Command{
		Use:   "register SUBJECT FILE",
		Short: "Register a schema",
		Long: `Register a schema as the next version of a subject. A subject that has the schema already says so and stays as it is.

A schema that is refused is answered with every finding: where, why, and how to fix it; the exit status is then 3. What
is only warned about is accepted and printed.`,
		Example: "  concord register orders-value order.avsc\n  concord register --domain billing invoice-value invoice.proto --reference common/money.proto=money:latest",
		Args:    cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			return o.run(c.Context(), t, args[0], args[1])
		},
	}
	o.remote.flags(c.Flags())
	o.source.flags(c.Flags())
	c.Flags().BoolVar(&o.normalize, "normalize", false, "register the normalised text")
	c.Flags().BoolVar(&o.dryRun, "dry-run", false, "do everything but the last step")
	return c
}

// registered is the result as --json shows it.
type registered struct {
	Accepted bool   `json:"accepted"`
	DryRun   bool   `json:"dry_run,omitempty"`
	Created  bool   `json:"created"`
	Domain   string `json:"domain"`
	Subject  string `json:"subject"`
	Version  int    `json:"version,omitempty"`
	ID       int32  `json:"id,omitempty"`
	GUID     string `json:"guid,omitempty"`
	// Seq is the position of the registry that holds the version.
	Seq      uint64    `json:"seq,omitempty"`
	Findings []finding `json:"findings"`
}

func (o *registerOptions) run(ctx context.Context, t *terminal, subject, file string) error {
	source, err := o.source.read(t, file)
	if err != nil {
		return &usage{err, "see 'concord register --help'"}
	}
	client, err := o.remote.client(t)
	if err != nil {
		return err
	}
	set := concord.ChangeSet{Registrations: []concord.Registration{registration(subject, source, o.normalize)}, DryRun: o.dryRun}
	answer, err := client.Apply(ctx, set)
	var failure *concord.Error
	if errors.As(err, &failure) && failure.Refusal != nil {
		return t.refusal(registered{Domain: client.Domain(), Subject: subject, DryRun: o.dryRun}, file, failure)
	}
	if err != nil {
		return remoteError(err)
	}
	return t.registered(o.dryRun, file, answer)
}

// registration asks for a schema under a subject.
func registration(subject string, source schema.Source, normalize bool) concord.Registration {
	s := concord.Schema{Type: concord.Type(source.Type), Text: source.Text}
	for _, r := range source.References {
		s.References = append(s.References, concord.Reference(r))
	}
	return concord.Registration{Subject: subject, Schema: s, Normalize: normalize}
}

// refusal prints why a schema was refused.
func (t *terminal) refusal(result registered, file string, failure *concord.Error) error {
	r := failure.Refusal
	for _, f := range r.Findings {
		result.Findings = append(result.Findings, remoteFinding(file, f))
	}
	result.Findings = append(result.Findings, reservedFindings(file, r.Reserved)...)
	result.Findings = append(result.Findings, decisionFindings(file, r.Decision)...)
	if t.json {
		return errors.Join(t.encode(result), exitFindings)
	}
	t.show(result.Findings)
	t.remark("%s is refused: %s", result.Subject, reasonOf(failure.Kind))
	return exitFindings
}

func reasonOf(kind concord.Kind) string {
	if kind == concord.Denied {
		return "a policy forbids it"
	}
	return "it is incompatible with an earlier version"
}

// registered prints what became of an accepted schema.
func (t *terminal) registered(dryRun bool, file string, answer *concord.Applied) error {
	r := answer.Registered[0]
	result := registered{
		Accepted: true, DryRun: dryRun, Created: r.Created, Domain: r.Version.Domain, Subject: r.Version.Subject,
		Version: r.Version.Number, ID: r.Version.ID, GUID: r.Version.GUID.String(), Seq: answer.Seq, Findings: []finding{},
	}
	for _, f := range r.Findings {
		result.Findings = append(result.Findings, remoteFinding(file, f))
	}
	result.Findings = append(result.Findings, decisionFindings(file, r.Decision)...)
	if t.json {
		return t.encode(result)
	}
	t.show(result.Findings)
	verb := "registered"
	switch {
	case !r.Created:
		verb = "registered already:"
	case dryRun:
		verb = "would register"
	}
	t.printf("%s %s version %d in %s (id %d)\n", t.paint(green, verb), result.Subject, result.Version, domainName(result.Domain), result.ID)
	return nil
}
