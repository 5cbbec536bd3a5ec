package main

import (
	"fmt"
	"os"
	"strings"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/schema"
)

// apiWord is a word of ours as the API writes it: buf-wire is BUF_WIRE.
func apiWord[W ~string](w W) string { return strings.ToUpper(strings.ReplaceAll(string(w), "-", "_")) }

// compatFinding is a compatibility finding that was made here; old and new are the names of the files.
func compatFinding(judge word.Judge, old, new string, f rule.Finding) concord.Finding {
	detail := &concord.CompatibilityDetail{
		Direction: concord.Direction(apiWord(f.Direction.String())), Breaks: []concord.Axis{}, Version: f.Version,
		OldPlace: placeIn(old, f.Old.Path, f.Old.Span), OldText: f.Was, NewText: f.Is, BufRules: append([]string{}, f.Buf...),
	}
	for _, axis := range f.Breaks.Names() {
		detail.Breaks = append(detail.Breaks, concord.Axis(apiWord(axis)))
	}
	if d := f.Reference; d != nil {
		detail.Difference = &concord.Difference{Type: d.Type, Path: d.Path, Info: d.Info, Lenient: d.Lenient}
	}
	if w := f.Witness; w != nil {
		detail.Witness = &concord.Witness{Datum: w.Datum, Encoded: w.Encoded, Result: w.Result, Message: w.Message}
	}
	return concord.Finding{
		Source: concord.SourceCompatibility, Code: string(f.Code), Message: f.Message,
		Effect: compatEffect(compat.Refuses(judge, word.Strict, f), f.Breaks != 0),
		Place:  placeIn(new, f.New.Path, f.New.Span), Fix: fixOf(new, f.Fix), Compatibility: detail,
	}
}

func compatEffect(refuses, breaks bool) concord.Effect {
	switch {
	case refuses:
		return concord.EffectRefuses
	case breaks:
		return concord.EffectWarns
	}
	return concord.EffectNote
}

// placeIn is a place in a file; nil for none.
func placeIn(file, path string, span schema.Span) *concord.Place {
	if path == "" && span.Start.Line == 0 {
		return nil
	}
	return &concord.Place{Path: path, Span: spanIn(file, span)}
}

// spanIn is a stretch of a file; nil for none.
func spanIn(file string, s schema.Span) *concord.Span {
	if s.Start.Line == 0 {
		return nil
	}
	return &concord.Span{File: file, Start: concord.TextPosition(s.Start), End: concord.TextPosition(s.End)}
}

func fixOf(file string, f rule.Fix) *concord.Fix {
	if f.Text == "" {
		return nil
	}
	fix := &concord.Fix{Text: f.Text}
	if f.Edit != nil {
		if span := spanIn(file, f.Edit.At); span != nil {
			fix.Edit = &concord.Edit{Span: *span, Text: f.Edit.Text}
		}
	}
	return fix
}

// policyEffects are what came of policy findings; others are notes.
var policyEffects = map[policy.Effect]concord.Effect{
	policy.Blocks: concord.EffectRefuses, policy.Reviews: concord.EffectReview, policy.Warns: concord.EffectWarns,
}

// policyFinding is a finding of policies that were evaluated here.
func policyFinding(file string, f policy.Finding) concord.Finding {
	found := concord.Finding{
		Source: concord.SourcePolicy, Code: f.Rule, Effect: policyEffects[f.Effective], Message: f.Message,
		Place: placeIn(file, f.Path, f.Span), Owner: f.Owner, DocsURI: f.Docs, Fingerprint: f.Fingerprint,
		Policy: &concord.PolicyDetail{
			Rule: f.Rule, Title: f.Title, Severity: concord.Severity(apiWord(f.Severity)), Enforcement: concord.Enforcement(apiWord(f.Level)),
			Why: concord.Why(apiWord(f.Why)), Scope: ruleScope(f.Scope), Exemption: f.Exemption,
		},
	}
	switch {
	case f.Effective == "" || f.Error && f.Effective == policy.Warns || found.Effect == "":
		found.Effect = concord.EffectNote
	case f.Error && f.Effective == policy.Reviews:
		found.Effect = concord.EffectRefuses
	}
	if f.Error {
		found.Code = "RULE_FAILED"
	}
	if f.Fix != "" {
		found.Fix = &concord.Fix{Text: f.Fix}
	}
	return found
}

// ruleScope is whose policy rule it is, as the name of a scope.
func ruleScope(scope string) string {
	if domain, ok := strings.CutPrefix(scope, "domain."); ok {
		return "domains/" + domain
	}
	return "registry"
}

// inFile says of the findings of a server in which file their places are: they are about the text that was sent.
func inFile(file string, v *concord.Verdict) {
	for _, f := range v.Findings {
		if f.Place != nil && f.Place.Span != nil && f.Place.Span.File == "" {
			f.Place.Span.File = file
		}
		if f.Fix != nil && f.Fix.Edit != nil && f.Fix.Edit.Span.File == "" {
			f.Fix.Edit.Span.File = file
		}
	}
}

// outcomeOf is what findings come to.
func outcomeOf(findings []concord.Finding) concord.Outcome {
	outcome := concord.OutcomeAccepted
	for _, f := range findings {
		switch {
		case f.Effect == concord.EffectRefuses:
			return concord.OutcomeRefused
		case f.Effect == concord.EffectReview:
			outcome = concord.OutcomeInReview
		case f.Effect == concord.EffectWarns && outcome == concord.OutcomeAccepted:
			outcome = concord.OutcomeWarned
		}
	}
	return outcome
}

// accepts reports whether a verdict lets the schema in.
func accepts(v concord.Verdict) bool {
	return v.Outcome != concord.OutcomeRefused && v.Outcome != concord.OutcomeInReview
}

// show prints findings about a file for people, each with the line of the schema that it speaks of.
func (t *terminal) show(file string, findings []concord.Finding) {
	for _, f := range findings {
		where := placeOf(file, f)
		t.printf("%s%s %s: %s\n", where, t.effect(f.Effect), t.paint(bold, f.Code), f.Message)
		t.excerpt(where)
		if f.Compatibility != nil && f.Compatibility.Witness != nil {
			t.printf("    %s %s: %s\n", t.paint(faint, "for example:"), f.Compatibility.Witness.Datum, f.Compatibility.Witness.Result)
		}
		if f.Fix != nil && f.Fix.Text != "" {
			t.printf("    %s %s\n", t.paint(faint, "fix:"), f.Fix.Text)
		}
		if f.Owner != "" {
			t.printf("    %s %s\n", t.paint(faint, "owner:"), f.Owner)
		}
	}
}

// effect is what people call an effect.
func (t *terminal) effect(e concord.Effect) painted {
	switch e {
	case concord.EffectRefuses, concord.EffectReview:
		return t.paint(red, "error")
	case concord.EffectWarns:
		return t.paint(yellow, "warning")
	}
	return t.paint(faint, "note")
}

// location is where a finding is: a file, a line where one is known, and the version that was compared with, 0 for none.
type location struct {
	file         string
	line, column int
	version      int
}

// placeOf is where a finding about a file is: in the new schema, else in the old one where that is a file.
func placeOf(file string, f concord.Finding) location {
	where := location{file: file}
	var span *concord.Span
	if f.Place != nil {
		span = f.Place.Span
	}
	if c := f.Compatibility; c != nil {
		where.version = c.Version
		if span == nil && c.OldPlace != nil && c.OldPlace.Span != nil && c.OldPlace.Span.File != "" {
			span = c.OldPlace.Span
		}
	}
	if span != nil {
		where.file, where.line, where.column = first(span.File, file), span.Start.Line, span.Start.Column
	}
	return where
}

func (l location) String() string {
	var b strings.Builder
	if l.file != "" {
		b.WriteString(l.file + ":")
		if l.line > 0 {
			fmt.Fprintf(&b, "%d:%d:", l.line, l.column)
		}
		b.WriteString(" ")
	}
	if l.version > 0 {
		fmt.Fprintf(&b, "against version %d: ", l.version)
	}
	return b.String()
}

// excerptWidth is the longest line that is shown.
const excerptWidth = 200

// excerpt prints the line of the file with a caret under the place; a file that cannot be read shows nothing.
func (t *terminal) excerpt(l location) {
	if l.file == "" || l.line == 0 {
		return
	}
	text, err := os.ReadFile(l.file)
	if err != nil {
		return
	}
	lines := strings.Split(string(text), "\n")
	if l.line > len(lines) || len(lines[l.line-1]) > excerptWidth {
		return
	}
	line := strings.ReplaceAll(lines[l.line-1], "\t", " ")
	caret := strings.Repeat(" ", min(len(line), max(0, l.column-1))) + "^"
	t.printf("  %5d | %s\n        | %s\n", l.line, line, t.paint(red, caret))
}
