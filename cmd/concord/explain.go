package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/concord-registry/concord/cmd/concord/internal/manual"
)

func newExplain(t *terminal) *cobra.Command {
	return &cobra.Command{
		Use:   "explain CODE",
		Short: "Say what a code means and what to do about it",
		Long: `Say what a code means and what to do about it: a code of a compatibility finding, a rule of the starter policies, the
reason of a failure, or an error code of the Confluent API. Compatibility rules come with the smallest pair of schemas that shows them, and with the
verdict on that pair at every level.

-o json prints code, page, title, why, do, facts and example.

Exit status: 0 explained, 2 there is no such code.`,
		Example: "  concord explain AvroFieldMissingDefault\n  concord explain SEM001\n  concord explain SUBJECT_NOT_FOUND\n  concord explain 42206",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return t.explain(args[0])
		},
	}
}

func (t *terminal) explain(code string) error {
	entries, err := manual.Entries()
	if err != nil {
		return err
	}
	var codes []string
	for _, e := range entries {
		if strings.EqualFold(e.Code, code) {
			return t.printEntry(e)
		}
		codes = append(codes, e.Code)
	}
	return &usage{fmt.Errorf("there is no code %s%s", code, didYouMean(code, codes)), "'concord rules' lists the compatibility rules"}
}

func (t *terminal) printEntry(e manual.Entry) error {
	return t.print(e, func() { t.entry(e) })
}

// entry tells what there is to know about a code.
func (t *terminal) entry(e manual.Entry) {
	t.printf("%s\n\n%s\n%s\n", t.paint(bold, e.Code), e.Title, e.Why)
	if e.Do != "" {
		t.printf("\n%s %s\n", t.paint(bold, "what to do:"), e.Do)
	}
	t.printf("\n")
	for _, f := range e.Facts {
		t.printf("%s %s\n", t.paint(faint, strings.ToLower(f.Name)+":"), f.Value)
	}
	if x := e.Example; x != nil {
		t.printf("\nold:\n%s\n\nnew:\n%s\n\n%s\n", indent(x.Old), indent(x.New), x.Message)
		if x.Fix != "" {
			t.printf("%s %s\n", t.paint(faint, "fix:"), x.Fix)
		}
		t.printf("\n")
		t.effects(effectsOf(x.Effects))
	}
}

// effects prints the verdicts of the judges at each level.
func (t *terminal) effects(effects []effect) {
	t.printf("%-10s %-10s %-10s %s\n", "", "BACKWARD", "FORWARD", "FULL")
	for _, e := range effects {
		t.printf("%-10s %s %s %s\n", strings.ToLower(string(e.Judge)), t.verdict(e.Backward, 10), t.verdict(e.Forward, 10), t.verdict(e.Full, 0))
	}
}

// verdict is a word in its colour, padded to a width.
func (t *terminal) verdict(accepted bool, width int) painted {
	colour, word := red, "refused"
	if accepted {
		colour, word = green, "accepted"
	}
	return t.paint(colour, word) + painted(strings.Repeat(" ", max(0, width-len(word))))
}

func indent(text string) string {
	return "    " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n    ")
}
