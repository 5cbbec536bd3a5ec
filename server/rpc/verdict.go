package rpc

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/policy"
	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// encodeVerdict is all that compatibility and policies say of a schema; d is nil when no policy was asked.
func encodeVerdict(v registry.Verdict, d *policy.Decision) *concordv1.Verdict {
	m := &concordv1.Verdict{
		Resource: v.Subject.Resource(),
		Level:    levelValue(v.Level),
		Judge:    judgeValue(v.Judge),
		Policy:   cmp.Or(policyValue(v.Policy), concordv1.CompatibilityPolicy_STRICT),
	}
	for _, number := range slices.Sorted(maps.Keys(v.Against)) {
		m.ComparedWith = append(m.ComparedWith, v.Against[number].Subject.VersionResource(number))
	}
	for _, f := range v.Findings {
		m.Findings = append(m.Findings, encodeFinding(f, v.Refuses(f)))
	}
	for _, sentence := range v.Reserved {
		m.Findings = append(m.Findings, &concordv1.Finding{
			Source: concordv1.Source_RESERVED, Code: "FIELD_RESERVED", Effect: concordv1.Effect_REFUSES, Message: sentence,
		})
	}
	if d != nil {
		m.Revision, m.FindingsDropped = d.Revision, int32(d.Dropped)
		for _, f := range d.Findings {
			m.Findings = append(m.Findings, encodePolicyFinding(f))
		}
	}
	m.Outcome = outcomeOf(m.Findings)
	return m
}

// complete says what a verdict is about and by what it was judged, where it does not know: nothing was compared.
func (c *call) complete(v *concordv1.Verdict, about store.Subject) *concordv1.Verdict {
	v.Resource = about.Resource()
	if v.Level != concordv1.Level_LEVEL_UNSPECIFIED {
		return v
	}
	config, err := c.EffectiveConfig(about)
	if err != nil {
		return v // the caller may not see the settings
	}
	applies := effectiveSettings(about, config, "")
	v.Level, v.Judge, v.Policy = applies.Level, applies.Judge, applies.Policy
	return v
}

// encodeRefusal is the verdict of a refused schema.
func encodeRefusal(r *registry.Refusal) *concordv1.Verdict {
	m := encodeVerdict(r.Verdict, r.Decision)
	if m.Outcome != concordv1.Outcome_IN_REVIEW {
		m.Outcome = concordv1.Outcome_REFUSED
	}
	return m
}

// outcomeOf is what findings come to.
func outcomeOf(findings []*concordv1.Finding) concordv1.Outcome_Value {
	outcome := concordv1.Outcome_ACCEPTED
	for _, f := range findings {
		switch f.Effect {
		case concordv1.Effect_REFUSES:
			return concordv1.Outcome_REFUSED
		case concordv1.Effect_REVIEW:
			outcome = concordv1.Outcome_IN_REVIEW
		case concordv1.Effect_WARNS:
			outcome = max(outcome, concordv1.Outcome_WARNED)
		}
	}
	return outcome
}

func encodeFinding(f rule.Finding, refuses bool) *concordv1.Finding {
	detail := &concordv1.CompatibilityDetail{
		Direction: directionValue(f.Direction),
		Breaks:    axisValues(f.Breaks),
		Version:   int32(f.Version),
		OldPlace:  encodePlace(f.Old.Path, f.Old.Span),
		OldText:   f.Was,
		NewText:   f.Is,
		BufRules:  f.Buf,
	}
	if d := f.Reference; d != nil {
		detail.Difference = &concordv1.Difference{Type: d.Type, Path: d.Path, Info: d.Info, Lenient: d.Lenient}
	}
	if w := f.Witness; w != nil {
		detail.Witness = &concordv1.Witness{Datum: w.Datum, Encoded: w.Encoded, Result: w.Result, Message: w.Message}
	}
	effect := concordv1.Effect_NOTE
	switch {
	case refuses:
		effect = concordv1.Effect_REFUSES
	case f.Breaks != 0:
		effect = concordv1.Effect_WARNS
	}
	return &concordv1.Finding{
		Source:  concordv1.Source_COMPATIBILITY,
		Code:    string(f.Code),
		Effect:  effect,
		Message: f.Message,
		Place:   encodePlace(f.New.Path, f.New.Span),
		Fix:     encodeFix(f.Fix),
		Detail:  &concordv1.Finding_Compatibility{Compatibility: detail},
	}
}

// ruleFailed is the code of a policy's rule that could not be evaluated.
const ruleFailed = "RULE_FAILED"

func encodePolicyFinding(f policy.Finding) *concordv1.Finding {
	m := &concordv1.Finding{
		Source:      concordv1.Source_POLICY,
		Code:        f.Rule,
		Effect:      policyEffect(f),
		Message:     f.Message,
		Place:       encodePlace(f.Path, f.Span),
		Owner:       f.Owner,
		DocsUri:     f.Docs,
		Fingerprint: f.Fingerprint,
		Detail: &concordv1.Finding_Policy{Policy: &concordv1.PolicyDetail{
			Rule:        f.Rule,
			Title:       f.Title,
			Severity:    severityValue(f.Severity),
			Enforcement: enforcementValue(f.Level),
			Why:         whyValue(f.Why),
			Scope:       ruleScope(f.Scope),
			Exemption:   f.Exemption,
		}},
	}
	if f.Fix != "" {
		m.Fix = &concordv1.Fix{Text: f.Fix}
	}
	if f.Error {
		m.Code = ruleFailed
	}
	return m
}

func policyEffect(f policy.Finding) concordv1.Effect_Value {
	switch {
	case f.Effective == policy.Blocks, f.Effective == policy.Reviews && f.Error:
		return concordv1.Effect_REFUSES
	case f.Effective == policy.Reviews:
		return concordv1.Effect_REVIEW
	case f.Effective == policy.Warns && !f.Error:
		return concordv1.Effect_WARNS
	}
	return concordv1.Effect_NOTE
}

// invalidSchema is the verdict on a text that is no schema, nil for another error.
func invalidSchema(err error) *concordv1.Verdict {
	if fault.KindOf(err) != fault.InvalidSchema {
		return nil
	}
	known := new(fault.Error)
	errors.As(err, &known)
	f := &concordv1.Finding{
		Source: concordv1.Source_SCHEMA, Code: string(known.Reason), Effect: concordv1.Effect_REFUSES,
		Message: known.Error(),
	}
	var where *schema.Error
	if errors.As(err, &where) {
		f.Message, f.Place = where.Reason, encodePlace("", where.At)
	}
	if advice := known.Advice(); advice != "" {
		f.Fix = &concordv1.Fix{Text: advice}
	}
	v := &concordv1.Verdict{Outcome: concordv1.Outcome_REFUSED, Findings: []*concordv1.Finding{f}}
	v.Resource = resourceOf(known)
	return v
}

// ruleScope is whose rule it is, as the name of a scope.
func ruleScope(scope string) string {
	d, ofDomain := strings.CutPrefix(scope, "domain.")
	if !ofDomain {
		return store.Subject{Domain: store.Everywhere}.Resource()
	}
	return store.Subject{Domain: store.PublicDomain(d)}.Resource()
}
