package main

import (
	"fmt"
	"os"
	"strings"

	concord "github.com/concord-registry/concord/clients/old"
	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/schema"
)

// finding is one line of a check's result as the command line shows it, whoever found it.
type finding struct {
	// Source is compatibility or policy.
	Source string `json:"source"`
	Code   string `json:"code"`
	// Level is error for what refuses the schema, warning for what is told, note for the rest.
	Level     string `json:"level"`
	Direction string `json:"direction,omitempty"`
	// Version is the old version compared with, 0 for none.
	Version int    `json:"version,omitempty"`
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Path    string `json:"path,omitempty"`
	Message string `json:"message"`
	Fix     string `json:"fix,omitempty"`
	Witness string `json:"witness,omitempty"`
	Owner   string `json:"owner,omitempty"`
}

// The levels of findings, worst first.
const (
	levelError   = "error"
	levelWarning = "warning"
	levelNote    = "note"
)

// at puts a finding at a place of a file; without a place it concerns the file as a whole.
func (f finding) at(file string, p schema.Position) finding {
	f.File, f.Line, f.Column = file, p.Line, p.Column
	return f
}

// compatFinding shows a compatibility finding under a judge; old and new are the names of the files.
func compatFinding(judge word.Judge, old, new string, f rule.Finding) finding {
	shown := finding{
		Source: "compatibility", Code: string(f.Code), Level: grade(compat.Refuses(judge, word.Strict, f), f.Breaks != 0),
		Direction: f.Direction.String(), Version: f.Version, Path: f.New.Path, Message: f.Message, Fix: f.Fix.Text,
	}
	if f.Witness != nil {
		shown.Witness = f.Witness.Datum + ": " + f.Witness.Result
	}
	if f.New.Span.Start.Line == 0 && f.Old.Span.Start.Line > 0 {
		shown.Path = f.Old.Path
		return shown.at(old, f.Old.Span.Start)
	}
	return shown.at(new, f.New.Span.Start)
}

// remoteFinding shows what the server found; file is the new schema's.
func remoteFinding(file string, f concord.Finding) finding {
	shown := finding{
		Source: "compatibility", Code: f.Code, Level: grade(f.Refuses, len(f.Breaks) > 0),
		Direction: strings.ToLower(string(f.Direction)), Version: f.Version, Message: f.Message,
	}
	if f.Fix != nil {
		shown.Fix = f.Fix.Text
	}
	if f.Witness != nil {
		shown.Witness = f.Witness.Datum + ": " + f.Witness.Result
	}
	if f.New == nil {
		return shown
	}
	shown.Path = f.New.Path
	return shown.at(file, start(f.New.Span))
}

func grade(refuses, breaks bool) string {
	switch {
	case refuses:
		return levelError
	case breaks:
		return levelWarning
	}
	return levelNote
}

func start(s *concord.Span) schema.Position {
	if s == nil {
		return schema.Position{}
	}
	return schema.Position(s.Start)
}

// effects are the levels of what came of policy findings; others are notes.
var effects = map[string]string{
	string(policy.Blocks): levelError, string(policy.Reviews): levelError, string(policy.Warns): levelWarning,
}

// policyFinding shows a finding of policies that were evaluated here.
func policyFinding(file string, f policy.Finding) finding {
	return finding{
		Source: "policy", Code: f.Rule, Level: first(effects[string(f.Effective)], levelNote),
		Path: f.Path, Message: f.Message, Fix: f.Fix, Owner: f.Owner,
	}.at(file, f.Span.Start)
}

// decisionFindings shows the findings of a decision of the server; a nil decision has none.
func decisionFindings(file string, d *concord.Decision) (shown []finding) {
	if d == nil {
		return nil
	}
	for _, f := range d.Findings {
		shown = append(shown, finding{
			Source: "policy", Code: f.Rule, Level: first(effects[f.Effective], levelNote),
			Path: f.Path, Message: f.Message, Fix: f.Fix, Owner: f.Owner,
		}.at(file, start(f.Span)))
	}
	return shown
}

// reservedFindings shows the sentences of the check of reserved fields, which always refuse.
func reservedFindings(file string, sentences []string) (shown []finding) {
	for _, s := range sentences {
		shown = append(shown, finding{Source: "compatibility", Code: "ReservedFields", Level: levelError, File: file, Message: s})
	}
	return shown
}

// refused reports whether any finding refuses the schema.
func refused(findings []finding) bool {
	for _, f := range findings {
		if f.Level == levelError {
			return true
		}
	}
	return false
}

// show prints findings for people, each with the line of the schema that it speaks of.
func (t *terminal) show(findings []finding) {
	for _, f := range findings {
		t.printf("%s%s %s: %s\n", f.place(), t.level(f.Level), t.paint(bold, f.Code), f.Message)
		t.excerpt(f)
		if f.Witness != "" {
			t.printf("    %s %s\n", t.paint(faint, "for example:"), f.Witness)
		}
		if f.Fix != "" {
			t.printf("    %s %s\n", t.paint(faint, "fix:"), f.Fix)
		}
		if f.Owner != "" {
			t.printf("    %s %s\n", t.paint(faint, "owner:"), f.Owner)
		}
	}
}

func (t *terminal) level(level string) string {
	switch level {
	case levelError:
		return t.paint(red, level)
	case levelWarning:
		return t.paint(yellow, level)
	}
	return t.paint(faint, level)
}

func (f finding) place() string {
	var b strings.Builder
	if f.File != "" {
		b.WriteString(f.File + ":")
		if f.Line > 0 {
			fmt.Fprintf(&b, "%d:%d:", f.Line, f.Column)
		}
		b.WriteString(" ")
	}
	if f.Version > 0 {
		fmt.Fprintf(&b, "against version %d: ", f.Version)
	}
	return b.String()
}

// excerptWidth is the longest line that is shown.
const excerptWidth = 200

// excerpt prints the line of the file with a caret under the place; a file that cannot be read shows nothing.
func (t *terminal) excerpt(f finding) {
	if f.File == "" || f.Line == 0 {
		return
	}
	text, err := os.ReadFile(f.File)
	if err != nil {
		return
	}
	lines := strings.Split(string(text), "\n")
	if f.Line > len(lines) || len(lines[f.Line-1]) > excerptWidth {
		return
	}
	line := strings.ReplaceAll(lines[f.Line-1], "\t", " ")
	caret := strings.Repeat(" ", min(len(line), max(0, f.Column-1))) + "^"
	t.printf("  %5d | %s\n        | %s\n", f.Line, line, t.paint(red, caret))
}
