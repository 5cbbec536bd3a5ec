package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	concord "github.com/concord-registry/concord/clients/old"
	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/formats"
)

// checkOptions are the flags of check.
type checkOptions struct {
	remote       remoteOptions
	source       sourceOptions
	level, judge string
	normalize    bool
	// dependents asks for a report on them, enforce lets it refuse.
	dependents, enforce bool
}

func newCheck(t *terminal) *cobra.Command {
	var o checkOptions
	c := &cobra.Command{
		Use:   "check (SUBJECT | OLD-FILE...) FILE",
		Short: "Say whether a schema would be accepted",
		Long: `Say whether a schema would be accepted, and if not, where, why, and how to fix it.

With a subject, the server does everything that it does to register the schema, but for the last step: compatibility,
policies, references. With files, the last one is compared with those before it, oldest first, without a server; policies
are then not asked.

Exit status: 0 accepted, 1 could not check, 2 wrong use, 3 refused.`,
		Example: "  concord check orders-value order.avsc\n  concord check old.avsc new.avsc --level FULL",
		Args:    cobra.MinimumNArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 2 && !readable(args[0]) {
				return o.remotely(c.Context(), t, args[0], args[1])
			}
			return o.locally(t, args[:len(args)-1], args[len(args)-1])
		},
	}
	o.remote.flags(c.Flags())
	o.source.flags(c.Flags())
	c.Flags().StringVar(&o.level, "level", string(word.Backward), "compatibility level, for files")
	c.Flags().StringVar(&o.judge, "judge", string(word.Confluent), "whose verdict counts, for files: "+word.JudgeNames())
	c.Flags().BoolVar(&o.normalize, "normalize", false, "check the normalised text, with a subject")
	c.Flags().BoolVar(&o.dependents, "dependents", false, "list what refers to the subject, and what the schema does to it")
	c.Flags().BoolVar(&o.enforce, "enforce-dependents", false, "refuse a schema that a dependent could not move to")
	return c
}

// checked is the result as --json shows it.
type checked struct {
	Accepted bool      `json:"accepted"`
	Reason   string    `json:"reason,omitempty"`
	Level    string    `json:"level"`
	Findings []finding `json:"findings"`
	// Dependents is there when it was asked for.
	Dependents *dependents `json:"dependents,omitempty"`
}

func (o *checkOptions) remotely(ctx context.Context, t *terminal, subject, file string) error {
	source, err := o.source.read(t, file)
	if err != nil {
		return &usage{err, "see 'concord check --help'"}
	}
	client, err := o.remote.client(t)
	if err != nil {
		return err
	}
	answer, err := client.Check(ctx, registration(subject, source, o.normalize))
	if err != nil {
		return remoteError(err)
	}
	result := remoteCheck(file, answer)
	if o.dependents || o.enforce {
		err = o.addDependents(ctx, client, registration(subject, source, o.normalize), &result)
	}
	if err != nil {
		return err
	}
	return t.checked(result)
}

func remoteCheck(file string, answer *concord.Check) checked {
	result := checked{Accepted: answer.Accepted, Reason: answer.Reason, Level: string(answer.Level), Findings: []finding{}}
	for _, f := range answer.Findings {
		result.Findings = append(result.Findings, remoteFinding(file, f))
	}
	result.Findings = append(result.Findings, reservedFindings(file, answer.Reserved)...)
	result.Findings = append(result.Findings, decisionFindings(file, answer.Decision)...)
	return result
}

func (o *checkOptions) locally(t *terminal, old []string, file string) error {
	if o.dependents || o.enforce {
		return &usage{errors.New("dependents are known to a server only"), "name the subject instead of an old file"}
	}
	level, levelErr := word.ParseLevel(o.level)
	judge, judgeErr := word.ParseJudge(o.judge)
	if err := errors.Join(levelErr, judgeErr); err != nil {
		return &usage{err, "see 'concord check --help'"}
	}
	var versions []compat.Version
	for i, name := range old {
		parsed, err := o.parse(t, name)
		if err != nil {
			return err
		}
		versions = append(versions, compat.Version{Number: i + 1, Schema: parsed})
	}
	parsed, err := o.parse(t, file)
	if err != nil {
		return err
	}
	if err := compat.CanJudge(judge, parsed.Type()); err != nil {
		return &usage{err, "see 'concord check --help'"}
	}
	findings, err := compat.Check(judge, level, versions, parsed)
	if err != nil {
		return err
	}
	result := checked{Accepted: compat.Compatible(judge, word.Strict, findings), Level: string(level), Findings: []finding{}}
	for _, f := range findings {
		shown := compatFinding(judge, old[f.Version-1], file, f)
		shown.Version = 0
		result.Findings = append(result.Findings, shown)
	}
	return t.checked(result)
}

func (o *checkOptions) parse(t *terminal, file string) (schema.Parsed, error) {
	source, err := o.source.read(t, file)
	if err != nil {
		return nil, &usage{err, "see 'concord check --help'"}
	}
	parsed, err := formats.Parse(source, schema.Options{Strict: true})
	var refusal *schema.Error
	if errors.As(err, &refusal) && refusal.At.Start.Line == 0 {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return parsed, err
}

// checked prints the result of a check.
func (t *terminal) checked(result checked) error {
	var outcome error
	if !result.Accepted {
		outcome = exitFindings
	}
	if t.json {
		return errors.Join(t.encode(result), outcome)
	}
	t.show(result.Findings)
	if result.Dependents != nil {
		t.dependents(*result.Dependents)
	}
	switch {
	case result.Accepted:
		t.printf("%s at level %s\n", t.paint(green, "compatible"), result.Level)
	case result.Reason != "" && !refused(result.Findings):
		t.remark("refused: %s", result.Reason)
	default:
		t.remark("refused at level %s", result.Level)
	}
	return outcome
}
