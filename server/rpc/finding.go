package rpc

import (
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/policy"
	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/registry"
)

// refusalMessage is the message that explains a refused schema.
func refusalMessage(r *registry.Refusal) *concordv1.Refusal {
	return &concordv1.Refusal{
		Level:    levelValue(r.Level),
		Findings: findings(r.Verdict),
		Reserved: r.Reserved,
		Decision: encodeDecision(r.Decision),
	}
}

func findings(v registry.Verdict) []*concordv1.Finding {
	var list []*concordv1.Finding
	for _, f := range v.Findings {
		list = append(list, encodeFinding(f))
		list[len(list)-1].Refuses = v.Refuses(f)
	}
	return list
}

func encodeFinding(f rule.Finding) *concordv1.Finding {
	m := &concordv1.Finding{
		Code:      string(f.Code),
		Direction: directionValue(f.Direction),
		Breaks:    axisValues(f.Breaks),
		Version:   int32(f.Version),
		Old:       encodePlace(f.Old),
		New:       encodePlace(f.New),
		Was:       f.Was,
		Is:        f.Is,
		Message:   f.Message,
		Fix:       encodeFix(f.Fix),
		BufRules:  f.Buf,
	}
	if d := f.Reference; d != nil {
		m.Difference = &concordv1.Difference{Type: d.Type, Path: d.Path, Info: d.Info, Lenient: d.Lenient}
	}
	if w := f.Witness; w != nil {
		m.Witness = &concordv1.Witness{Datum: w.Datum, Encoded: w.Encoded, Result: w.Result, Message: w.Message}
	}
	return m
}

func encodePlace(p rule.Place) *concordv1.Place {
	if p == (rule.Place{}) {
		return nil
	}
	return &concordv1.Place{Path: p.Path, Span: encodeSpan(p.Span)}
}

func encodeSpan(s schema.Span) *concordv1.Span {
	if s == (schema.Span{}) {
		return nil
	}
	return &concordv1.Span{File: s.File, Start: encodePosition(s.Start), End: encodePosition(s.End)}
}

func encodePosition(p schema.Position) *concordv1.Position {
	return &concordv1.Position{Line: int32(p.Line), Column: int32(p.Column)}
}

func encodeFix(f rule.Fix) *concordv1.Fix {
	if f == (rule.Fix{}) {
		return nil
	}
	m := &concordv1.Fix{Text: f.Text}
	if f.Edit != nil {
		m.Edit = &concordv1.Edit{At: encodeSpan(f.Edit.At), Text: f.Edit.Text}
	}
	return m
}

func encodeDecision(d *policy.Decision) *concordv1.Decision {
	if d == nil {
		return nil
	}
	m := &concordv1.Decision{
		Outcome:          string(d.Outcome),
		Revision:         d.Revision,
		Exemptions:       d.Exemptions,
		RulesLoaded:      int32(d.Rules.Loaded),
		RulesApplicable:  int32(d.Rules.Applicable),
		RulesFailed:      d.Rules.Failed,
		RulesQuarantined: d.Rules.Quarantined,
		FindingsDropped:  int32(d.Dropped),
	}
	for _, f := range d.Findings {
		m.Findings = append(m.Findings, encodePolicyFinding(f))
	}
	return m
}

func encodePolicyFinding(f policy.Finding) *concordv1.PolicyFinding {
	return &concordv1.PolicyFinding{
		Rule:        f.Rule,
		Title:       f.Title,
		Severity:    f.Severity,
		Level:       string(f.Level),
		Effective:   string(f.Effective),
		Why:         string(f.Why),
		Scope:       f.Scope,
		Owner:       f.Owner,
		Path:        f.Path,
		Span:        encodeSpan(f.Span),
		Message:     f.Message,
		Fix:         f.Fix,
		Docs:        f.Docs,
		Exemption:   f.Exemption,
		Error:       f.Error,
		Fingerprint: f.Fingerprint,
	}
}
