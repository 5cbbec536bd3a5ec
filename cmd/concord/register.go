package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	concord "github.com/concord-registry/concord/clients/go"
)

// registerOptions are the flags of register.
type registerOptions struct {
	connect   connectOptions
	source    sourceOptions
	normalize bool
}

func newRegister(t *terminal) *cobra.Command {
	var o registerOptions
	c := &cobra.Command{
		Use:   "register SUBJECT FILE",
		Short: "Register a schema",
		Long: `Register a schema as the next version of a subject. A subject that has the schema already says so and stays as it is.

A schema that is refused is answered with every finding: where, why, and how to fix it. What is only warned about is
accepted and printed. 'concord check' says the same and registers nothing.

-o json prints the answer of RegisterVersion: version, created, verdict.

Exit status: 0 registered, or there already; 1 failed; 2 wrong use; 3 refused; 5 not authorised.`,
		Example: "  concord register orders-value order.avsc\n  concord register --domain billing invoice-value invoice.proto --reference common/money.proto=money@latest",
		Args:    cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			return o.run(c.Context(), t, args[0], args[1])
		},
	}
	o.connect.domainFlag(c.Flags())
	o.connect.flags(c.Flags())
	o.source.flags(c.Flags())
	c.Flags().BoolVar(&o.normalize, "normalize", false, "register the normalised text")
	return c
}

func (o *registerOptions) run(ctx context.Context, t *terminal, subject, file string) error {
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
	answer, err := r.Domain(x.domain).Register(ctx, d.registration(x.subject, o.normalize))
	var refused *concord.Error
	if errors.As(err, &refused) && refused.Verdict != nil {
		inFile(file, refused.Verdict)
		if t.output.forPeople() {
			t.show(file, refused.Verdict.Findings)
		}
	}
	if err != nil {
		return remoteError(err)
	}
	inFile(file, &answer.Verdict)
	return t.print(answer, func() { t.registered(file, answer) })
}

// registered tells what became of an accepted schema.
func (t *terminal) registered(file string, r concord.Registered) {
	t.show(file, r.Verdict.Findings)
	verb := "registered"
	if !r.Created {
		verb = "registered already:"
	}
	t.printf("%s %s version %d in %s (id %d)\n", t.paint(green, verb), r.Version.Subject, r.Version.Version, domainName(r.Version.Domain), r.Version.ID)
}
