package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/concord-registry/concord/compat/diff"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/compat/word"
)

func newDiff(t *terminal) *cobra.Command {
	var o namedOptions
	c := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Say what changed between two schemas, and what that does to every level",
		Long: `Say what changed between two schemas: by path and by meaning, not by line, with the effect of each change on every
compatibility level. Each of the two is a file, or SUBJECT@VERSION on the server.

Renames are told where the schemas prove them: by a Protobuf number, or an Avro alias. The verdicts are those of the
Confluent registry, and those of the format's own semantics where the two differ. Between two versions, a level and its
transitive form ask the same.`,
		Example: "  concord diff old.avsc new.avsc\n  concord diff orders-value@1 orders-value@latest\n  concord diff orders-value@latest order.avsc --json",
		Args:    cobra.ExactArgs(2),
		RunE:    func(c *cobra.Command, args []string) error { return o.diff(c.Context(), t, args) },
	}
	o.remote.flags(c.Flags())
	o.source.flags(c.Flags())
	return c
}

// compared is a comparison as --json shows it.
type compared struct {
	// Difference is none, formatting or meaning.
	Difference string        `json:"difference"`
	Changes    []change      `json:"changes"`
	Rest       []finding     `json:"other_findings,omitempty"`
	Effects    []diff.Effect `json:"effects"`
}

// change is one of its changes.
type change struct {
	Kind     diff.Kind     `json:"kind"`
	What     string        `json:"what"`
	Path     string        `json:"path"`
	OldPath  string        `json:"old_path,omitempty"`
	Was      string        `json:"was,omitempty"`
	Is       string        `json:"is,omitempty"`
	Line     int           `json:"line,omitempty"`
	Findings []finding     `json:"findings"`
	Effects  []diff.Effect `json:"effects"`
}

func (o *namedOptions) diff(ctx context.Context, t *terminal, args []string) error {
	old, new, err := o.readBoth(ctx, t, args)
	if err != nil {
		return err
	}
	result, err := diff.Compare(old.parsed, new.parsed)
	if err != nil {
		return err
	}
	shown := compared{Difference: difference(old, new, result), Changes: []change{}, Effects: diff.Effects(result.Findings)}
	for _, c := range result.Changes {
		shown.Changes = append(shown.Changes, change{
			Kind: c.Kind, What: c.What, Path: c.Path(), OldPath: c.Old.Path, Was: c.Was, Is: c.Is, Line: c.New.Span.Start.Line,
			Findings: found(old, new, c.Findings), Effects: diff.Effects(c.Findings),
		})
	}
	shown.Rest = found(old, new, result.Rest)
	if t.json {
		return t.encode(shown)
	}
	t.compared(shown)
	return nil
}

func difference(old, new named, r diff.Result) string {
	switch {
	case old.source.Type == new.source.Type && old.source.Text == new.source.Text && r.Same():
		return "none"
	case r.Same():
		return "formatting"
	}
	return "meaning"
}

func found(old, new named, findings []rule.Finding) []finding {
	shown := []finding{}
	for _, f := range findings {
		shown = append(shown, compatFinding(word.Confluent, old.name, new.name, f))
	}
	return shown
}

// compared prints a comparison: a line for each change with the levels that it breaks, why, and the sum.
func (t *terminal) compared(c compared) {
	switch c.Difference {
	case "none":
		t.printf("no difference\n")
		return
	case "formatting":
		t.printf("formatting only\n")
		return
	}
	for _, one := range c.Changes {
		t.printf("%s %s\n", one.sentence(t), t.paint(faint, breaking(one.Effects)))
		t.reasons(one.Path, one.Findings)
	}
	if len(c.Rest) > 0 {
		t.printf("elsewhere\n")
		t.reasons("", c.Rest)
	}
	t.printf("\n")
	t.effects(c.Effects)
}

// colours are those of what came and went.
var colours = map[diff.Kind]string{diff.Added: green, diff.Removed: red}

func (c change) sentence(t *terminal) string {
	head := t.paint(first(colours[c.Kind], yellow), fmt.Sprintf("%-11s", c.Kind)) + " " + t.paint(bold, c.Path)
	switch {
	case c.Kind == diff.Added:
		return head + ": " + c.Is
	case c.Kind == diff.Removed:
		return head + ": " + c.Was
	case c.Was == "" && c.Is == "":
		return head
	}
	return fmt.Sprintf("%s: %s → %s", head, first(c.Was, "none"), first(c.Is, "none"))
}

// reasons prints why levels break, each sentence once, with the place where that is neither path nor said in the sentence.
func (t *terminal) reasons(path string, findings []finding) {
	said := map[string]bool{}
	for _, f := range findings {
		line := f.Code + ": " + f.Message
		if f.Path != "" && f.Path != path && !strings.Contains(f.Message, f.Path) {
			line = f.Code + " at " + f.Path + ": " + f.Message
		}
		if !said[line] {
			said[line] = true
			t.printf("            %s\n", line)
		}
	}
}

// breaking names the levels that refuse, and the judge where only one does.
func breaking(effects []diff.Effect) string {
	var parts []string
	refuses := func(e diff.Effect, forward bool) bool { return forward && !e.Forward || !forward && !e.Backward }
	for i, level := range []word.Level{word.Backward, word.Forward} {
		forward := i == 1
		reference, sound := refuses(effects[0], forward), refuses(effects[1], forward)
		switch {
		case reference && sound:
			parts = append(parts, string(level))
		case reference:
			parts = append(parts, string(level)+" (confluent only)")
		case sound:
			parts = append(parts, string(level)+" (sound only)")
		}
	}
	if len(parts) == 0 {
		return "[safe]"
	}
	return "[breaks " + strings.Join(parts, ", ") + "]"
}
