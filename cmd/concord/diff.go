package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	concord "github.com/concord-registry/concord/clients/go"
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
compatibility level. Each of the two is SUBJECT@VERSION on the server, or else a file; a file with an @ in its name is
written as ./NAME.

Renames are told where the schemas prove them: by a Protobuf number, or an Avro alias. The verdicts are those of the
Confluent registry, and those of the format's own semantics where the two differ. Between two versions, a level and its
transitive form ask the same.

-o json prints difference (NONE, FORMATTING or MEANING), changes (kind, what, path, oldPath, oldText, newText, line,
findings, effects), otherFindings and effects. Findings are those of the API.

Exit status: 0 compared, 1 failed, 2 wrong use, 3 one of them is no schema, 5 not authorised.`,
		Example: "  concord diff old.avsc new.avsc\n  concord diff orders-value@1 orders-value@latest\n  concord diff orders-value@latest order.avsc --json",
		Args:    cobra.ExactArgs(2),
		RunE:    func(c *cobra.Command, args []string) error { return o.diff(c.Context(), t, c.Flags(), args) },
	}
	o.flags(c.Flags())
	return c
}

// The differences between two texts.
const (
	noDifference   = "NONE"
	formattingOnly = "FORMATTING"
	otherMeaning   = "MEANING"
)

// compared is a comparison as -o json shows it.
type compared struct {
	Difference string            `json:"difference"`
	Changes    []change          `json:"changes"`
	Rest       []concord.Finding `json:"otherFindings"`
	Effects    []effect          `json:"effects"`
}

// change is one of its changes.
type change struct {
	Kind     string            `json:"kind"`
	What     string            `json:"what"`
	Path     string            `json:"path"`
	OldPath  string            `json:"oldPath,omitempty"`
	Was      string            `json:"oldText,omitempty"`
	Is       string            `json:"newText,omitempty"`
	Line     int               `json:"line,omitempty"`
	Findings []concord.Finding `json:"findings"`
	Effects  []effect          `json:"effects"`

	kind diff.Kind
}

// effect is whether each level accepts something, by one judge.
type effect struct {
	Judge    concord.Judge `json:"judge"`
	Backward bool          `json:"backward"`
	Forward  bool          `json:"forward"`
	Full     bool          `json:"full"`
}

func effectsOf(list []diff.Effect) []effect {
	shown := make([]effect, len(list))
	for i, e := range list {
		shown[i] = effect{concord.Judge(apiWord(e.Judge)), e.Backward, e.Forward, e.Full}
	}
	return shown
}

func (o *namedOptions) diff(ctx context.Context, t *terminal, flags *pflag.FlagSet, args []string) error {
	old, new, err := o.readBoth(ctx, t, flags, args)
	if err != nil {
		return err
	}
	result, err := diff.Compare(old.parsed, new.parsed)
	if err != nil {
		return err
	}
	shown := compared{Difference: difference(old, new, result), Changes: []change{}, Effects: effectsOf(diff.Effects(result.Findings))}
	for _, c := range result.Changes {
		shown.Changes = append(shown.Changes, change{
			Kind: apiWord(c.Kind), What: c.What, Path: c.Path(), OldPath: c.Old.Path, Was: c.Was, Is: c.Is, Line: c.New.Span.Start.Line,
			Findings: found(old, new, c.Findings), Effects: effectsOf(diff.Effects(c.Findings)), kind: c.Kind,
		})
	}
	shown.Rest = found(old, new, result.Rest)
	return t.print(shown, func() { t.compared(shown) })
}

func difference(old, new named, r diff.Result) string {
	switch {
	case old.source.Type == new.source.Type && old.source.Text == new.source.Text && r.Same():
		return noDifference
	case r.Same():
		return formattingOnly
	}
	return otherMeaning
}

func found(old, new named, findings []rule.Finding) []concord.Finding {
	shown := []concord.Finding{}
	for _, f := range findings {
		shown = append(shown, compatFinding(word.Confluent, old.name, new.name, f))
	}
	return shown
}

// compared prints a comparison: a line for each change with the levels that it breaks, why, and the sum.
func (t *terminal) compared(c compared) {
	switch c.Difference {
	case noDifference:
		t.printf("no difference\n")
		return
	case formattingOnly:
		t.printf("formatting only\n")
		return
	}
	for _, one := range c.Changes {
		t.printf("%s %s%s %s\n", t.paint(first(colours[one.kind], yellow), fmt.Sprintf("%-11s", one.kind)), t.paint(bold, one.Path), one.sentence(), t.paint(faint, breaking(one.Effects)))
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

// sentence says what a change did to what stands at its path.
func (c change) sentence() string {
	switch {
	case c.kind == diff.Added:
		return ": " + c.Is
	case c.kind == diff.Removed:
		return ": " + c.Was
	case c.Was == "" && c.Is == "":
		return ""
	}
	return fmt.Sprintf(": %s → %s", first(c.Was, "none"), first(c.Is, "none"))
}

// reasons prints why levels break, each sentence once, with the place where that is neither path nor said in the sentence.
func (t *terminal) reasons(path string, findings []concord.Finding) {
	said := map[string]bool{}
	for _, f := range findings {
		line := f.Code + ": " + f.Message
		if at := pathOf(f); at != "" && at != path && !strings.Contains(f.Message, at) {
			line = f.Code + " at " + at + ": " + f.Message
		}
		if !said[line] {
			said[line] = true
			t.printf("            %s\n", line)
		}
	}
}

// pathOf is the path of a finding in the new schema, or in the old one for what is gone.
func pathOf(f concord.Finding) string {
	switch {
	case f.Place != nil && f.Place.Span != nil:
		return f.Place.Path
	case f.Compatibility != nil && f.Compatibility.OldPlace != nil && f.Compatibility.OldPlace.Span != nil:
		return f.Compatibility.OldPlace.Path
	case f.Place != nil:
		return f.Place.Path
	}
	return ""
}

// breaking names the levels that refuse, and the judge where only one does.
func breaking(effects []effect) string {
	var parts []string
	refuses := func(e effect, forward bool) bool { return forward && !e.Forward || !forward && !e.Backward }
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
