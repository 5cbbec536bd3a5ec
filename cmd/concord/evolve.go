package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/compat/evolve"
	"github.com/concord-registry/concord/compat/word"
)

// evolveOptions are the flags of evolve.
type evolveOptions struct {
	named            namedOptions
	level, judge, to string
}

func newEvolve(t *terminal) *cobra.Command {
	var o evolveOptions
	c := &cobra.Command{
		Use:   "evolve OLD NEW",
		Short: "Find compatible steps from one schema to another",
		Long: `Find the steps from one schema to another that a compatibility level accepts: a field that comes with a default first, a
name that changes through an alias, a symbol after a default symbol. Each of the two is SUBJECT@VERSION on the
server, or else a file.

Every step was checked before it is printed, against the steps before it that the level asks for. Where no way leads to
the wanted schema, the reasons are printed, and steps to one that is near to it if there are any.

-o json prints found, level, judge, steps (do, schema, file), reasons, which are findings of the API, and instead, steps to
a schema near to the wanted one.

Exit status: 0 a way was found, 1 failed, 2 wrong use, 3 there is none, or one of them is no schema, 5 not authorised.`,
		Example: "  concord evolve order-v1.avsc order-v2.avsc --level FULL\n  concord evolve orders-value@latest order.avsc --to steps",
		Args:    cobra.ExactArgs(2),
		RunE:    func(c *cobra.Command, args []string) error { return o.run(c.Context(), t, c.Flags(), args) },
	}
	o.named.flags(c.Flags())
	c.Flags().StringVar(&o.level, "level", string(word.Backward), "compatibility level that each step must keep")
	c.Flags().StringVar(&o.judge, "judge", string(word.Confluent), "whose verdict counts: "+word.JudgeNames())
	c.Flags().StringVar(&o.to, "to", "", "folder to write the schema of each step into")
	return c
}

// evolution is a plan as -o json shows it.
type evolution struct {
	Found   bool              `json:"found"`
	Level   concord.Level     `json:"level"`
	Judge   concord.Judge     `json:"judge"`
	Steps   []shownStep       `json:"steps"`
	Reasons []concord.Finding `json:"reasons"`
	// Instead leads to a schema near to the wanted one.
	Instead []shownStep `json:"instead"`
}

// shownStep is one version to register.
type shownStep struct {
	Do     string `json:"do"`
	Schema string `json:"schema"`
	// File is where it was written; empty when nothing was.
	File string `json:"file,omitempty"`
}

func (o *evolveOptions) run(ctx context.Context, t *terminal, flags *pflag.FlagSet, args []string) error {
	level, levelErr := word.ParseLevel(o.level)
	judge, judgeErr := word.ParseJudge(o.judge)
	if err := errors.Join(levelErr, judgeErr); err != nil {
		return &usage{err, "see 'concord evolve --help'"}
	}
	old, new, err := o.named.readBoth(ctx, t, flags, args)
	if err != nil {
		return err
	}
	plan, err := evolve.Find(evolve.Request{Level: level, Judge: judge, Old: old.source, New: new.source})
	if err != nil {
		return err
	}
	result := evolution{Found: len(plan.Steps) > 0, Level: concord.Level(level), Judge: concord.Judge(apiWord(judge)), Reasons: []concord.Finding{}}
	for _, f := range plan.Reasons {
		result.Reasons = append(result.Reasons, compatFinding(judge, old.name, new.name, f))
	}
	steps, stepsErr := o.steps(plan.Steps, filepath.Ext(new.name))
	instead, insteadErr := o.steps(plan.Instead, filepath.Ext(new.name))
	if err := errors.Join(stepsErr, insteadErr); err != nil {
		return err
	}
	result.Steps, result.Instead = steps, instead
	if err := t.print(result, func() { t.evolution(new.name, level, result) }); err != nil {
		return err
	}
	if !result.Found {
		return exitFindings
	}
	return nil
}

// steps shows steps, and writes them into the folder that was asked for.
func (o *evolveOptions) steps(list []evolve.Step, extension string) ([]shownStep, error) {
	shown := []shownStep{}
	for i, s := range list {
		one := shownStep{Do: s.Do, Schema: strings.TrimRight(s.Text, "\n")}
		if o.to != "" {
			one.File = filepath.Join(o.to, fmt.Sprintf("step-%d%s", i+1, first(extension, ".txt")))
			err := errors.Join(os.MkdirAll(o.to, 0o755), os.WriteFile(one.File, []byte(one.Schema+"\n"), 0o644))
			if err != nil {
				return nil, err
			}
		}
		shown = append(shown, one)
	}
	return shown, nil
}

// evolution prints a plan that leads to the schema of a file.
func (t *terminal) evolution(file string, level word.Level, e evolution) {
	if e.Found {
		if len(e.Steps) == 1 {
			t.printf("%s at level %s: register it as it is\n", t.paint(green, "compatible"), string(level))
			return
		}
		t.printf("%s at level %s. Register each step and roll it out everywhere before the next one.\n", t.paint(green, fmt.Sprintf("%d steps", len(e.Steps))), string(level))
		if !level.Transitive() {
			t.printf("The level compares with the version before only: data older than that must be gone by then.\n")
		}
		t.steps(e.Steps)
		return
	}
	t.show(file, e.Reasons)
	if len(e.Instead) > 0 {
		t.printf("\nA schema near to it can be reached:\n")
		t.steps(e.Instead)
	}
	why := "no steps that are known lead past this"
	if level.Transitive() {
		why = "every version is compared with every other, so that steps between do not help"
	}
	t.remark("there is no way at level %s: %s", string(level), why)
}

func (t *terminal) steps(steps []shownStep) {
	for i, s := range steps {
		t.printf("\n%s %s\n", t.paint(bold, fmt.Sprintf("step %d:", i+1)), s.Do)
		if s.File != "" {
			t.printf("    written to %s\n", s.File)
		} else {
			t.printf("%s\n", indent(s.Schema))
		}
	}
}
