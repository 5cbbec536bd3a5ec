package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/compat/word"
)

// checkOptions are the flags of check.
type checkOptions struct {
	connect      connectOptions
	source       sourceOptions
	against      []string
	level, judge string
	normalize    bool
	// dependents asks for a report on them, enforce lets it refuse.
	dependents, enforce bool
}

func newCheck(t *terminal) *cobra.Command {
	var o checkOptions
	c := &cobra.Command{
		Use:   "check (SUBJECT FILE | FILE --against OLD-FILE...)",
		Short: "Say whether a schema would be accepted",
		Long: `Say whether a schema would be accepted, and if not, where, why, and how to fix it.

With a subject, the server does everything that it does to register the schema, but for the last step: compatibility,
policies, references. With --against, the file is compared with others, oldest first, without a server; policies are
then not asked.

-o json prints the answer of CheckVersion: verdict, version, created; with --dependents also dependents and partial,
as CheckDependents answers. With --against it prints the verdict alone.

Exit status: 0 accepted, 1 could not check, 2 wrong use, 3 refused, 5 not authorised.`,
		Example: "  concord check orders-value order.avsc\n  concord check new.avsc --against old.avsc --level FULL",
		Args:    cobra.RangeArgs(1, 2),
		RunE:    func(c *cobra.Command, args []string) error { return o.run(c, t, args) },
	}
	o.connect.domainFlag(c.Flags())
	o.connect.flags(c.Flags())
	o.source.flags(c.Flags())
	c.Flags().StringArrayVar(&o.against, "against", nil, "file of an older version, to compare with without a server; may be repeated, oldest first")
	c.Flags().StringVar(&o.level, "level", string(word.Backward), "compatibility level, with --against")
	c.Flags().StringVar(&o.judge, "judge", string(word.Confluent), "whose verdict counts, with --against: "+word.JudgeNames())
	c.Flags().BoolVar(&o.normalize, "normalize", false, "check the normalised text, with a subject")
	c.Flags().BoolVar(&o.dependents, "dependents", false, "list what refers to the subject, and what the schema does to it")
	c.Flags().BoolVar(&o.enforce, "enforce-dependents", false, "refuse a schema that a dependent could not move to")
	return c
}

// run asks the server, or with --against compares files: the arguments say which, never what lies on the disk.
func (o *checkOptions) run(c *cobra.Command, t *terminal, args []string) error {
	if len(o.against) > 0 {
		if len(args) == 2 {
			return usageError(c, fmt.Errorf("--against compares files, and %s would be a subject", args[0]))
		}
		serverOnly := append([]string{"normalize", "dependents", "enforce-dependents", "reference"}, connectFlags...)
		if err := unused(c.Flags(), "with --against: no server is asked", serverOnly...); err != nil {
			return err
		}
		return o.files(t, args[0])
	}
	if len(args) == 1 {
		return &usage{fmt.Errorf("say what %s is checked for", args[0]), "write 'concord check SUBJECT FILE', or name older files by --against"}
	}
	if err := unused(c.Flags(), "with a subject: its settings say that", "level", "judge"); err != nil {
		return err
	}
	return o.ask(c.Context(), t, args[0], args[1])
}

// checked is what -o json shows of a check by the server.
type checked struct {
	concord.Checked
	*dependents
}

func (o *checkOptions) ask(ctx context.Context, t *terminal, subject, file string) error {
	r, err := o.connect.remote(t)
	if err != nil {
		return err
	}
	x, err := r.subject(subject)
	if err != nil {
		return err
	}
	d, err := o.source.read(t, file)
	if err != nil {
		return err
	}
	answer, err := r.Domain(x.domain).Check(ctx, d.registration(x.subject, o.normalize))
	if err != nil {
		return remoteError(err)
	}
	inFile(file, &answer.Verdict)
	result := checked{Checked: answer}
	if o.dependents || o.enforce {
		if result.dependents, err = askDependents(ctx, r, x, d, o.normalize); err != nil {
			return err
		}
	}
	objection := ""
	if o.enforce && accepts(answer.Verdict) {
		objection = result.dependents.objection()
	}
	if err := t.print(result, func() { t.checked(file, result, objection) }); err != nil {
		return err
	}
	if !accepts(answer.Verdict) || objection != "" {
		return exitFindings
	}
	return nil
}

// checked tells the result of a check; objection is why dependents refuse it, empty when they do not.
func (t *terminal) checked(file string, result checked, objection string) {
	t.show(file, result.Verdict.Findings)
	if result.dependents != nil {
		t.dependents(*result.dependents)
	}
	if objection != "" {
		t.remark("refused: %s", objection)
		return
	}
	if v := result.Version; v != nil && result.Created && v.Version == 1 && accepts(result.Verdict) {
		t.printf("%s is new in domain %s: nothing was compared\n", v.Subject, v.Domain)
		t.remark("to compare two files: concord check %s --against OLD", file)
		return
	}
	t.outcome(result.Verdict)
}

// outcome tells what a verdict comes to.
func (t *terminal) outcome(v concord.Verdict) {
	switch v.Outcome {
	case concord.OutcomeRefused:
		t.remark("refused at level %s", v.Level)
	case concord.OutcomeInReview:
		t.remark("somebody must approve it first")
	default:
		t.printf("%s at level %s\n", t.paint(green, "compatible"), string(v.Level))
	}
}
