package rpc

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/policy/engine"
	"github.com/concord-registry/concord/policy/set"
	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

func (m *methods) GetPolicyStatus(ctx context.Context, _ *concordv1.GetPolicyStatusRequest) (*concordv1.GetPolicyStatusResponse, error) {
	return read(ctx, m, "GetPolicyStatus", func(_ context.Context, c *call) (*concordv1.GetPolicyStatusResponse, error) {
		if err := c.May(c.view, store.PolicyRead, everywhere); err != nil {
			return nil, err
		}
		if c.Policies == nil {
			return &concordv1.GetPolicyStatusResponse{Status: &concordv1.PolicyStatus{}}, nil
		}
		return &concordv1.GetPolicyStatusResponse{Status: encodePolicyStatus(c.Policies.Status(), c.PolicySource)}, nil
	})
}

func encodePolicyStatus(s engine.Status, source string) *concordv1.PolicyStatus {
	m := &concordv1.PolicyStatus{
		Origin:           source,
		Active:           s.Active,
		Revision:         s.Revision,
		ActivateTime:     encodeTime(s.Activated),
		ConfirmTime:      encodeTime(s.Confirmed),
		RuleCount:        int32(s.Rules),
		TermCount:        int32(s.Terms),
		Problem:          s.Degraded,
		RulesQuarantined: s.Quarantined,
		LateCounts:       map[string]int32{},
	}
	if s.Degraded != "" {
		m.ProblemTime = encodeTime(s.Since)
	}
	for rule, n := range s.Late {
		m.LateCounts[rule] = int32(n)
	}
	return m
}

var policyRuleKeys = map[string]key[*set.Rule]{
	"rule":        {text: func(r *set.Rule) []string { return one(r.ID) }},
	"scope":       {text: func(r *set.Rule) []string { return one(ruleScope(r.Scope)) }},
	"severity":    {text: func(r *set.Rule) []string { return one(said(severityValue(r.Severity))) }},
	"enforcement": {text: func(r *set.Rule) []string { return one(said(enforcementValue(levelOf(r)))) }},
	"owner":       {text: func(r *set.Rule) []string { return one(r.Owner) }},
}

func (m *methods) ListPolicyRules(ctx context.Context, r *concordv1.ListPolicyRulesRequest) (*concordv1.ListPolicyRulesResponse, error) {
	return read(ctx, m, "ListPolicyRules", func(_ context.Context, c *call) (*concordv1.ListPolicyRulesResponse, error) {
		f, err := parseFilter(r.GetFilter(), policyRuleKeys)
		if err != nil {
			return nil, err
		}
		p, err := pageOf[string](r)
		if err != nil {
			return nil, err
		}
		rules, err := c.policyRules()
		if err != nil {
			return nil, err
		}
		list, next := take(p, skipping(rules, p.after, ruleID), f.fits, ruleID)
		return &concordv1.ListPolicyRulesResponse{Rules: each(list, encodePolicyRule), NextPageToken: next}, nil
	})
}

func ruleID(r *set.Rule) string { return r.ID }

// policyRules are the rules of the active policies, by id.
func (c *call) policyRules() ([]*set.Rule, error) {
	if err := c.May(c.view, store.PolicyRead, everywhere); err != nil || c.Policies == nil {
		return nil, err
	}
	return slices.SortedFunc(slices.Values(c.Policies.Rules()), func(a, b *set.Rule) int { return cmp.Compare(a.ID, b.ID) }), nil
}

func (m *methods) GetPolicyRule(ctx context.Context, r *concordv1.GetPolicyRuleRequest) (*concordv1.GetPolicyRuleResponse, error) {
	return read(ctx, m, "GetPolicyRule", func(_ context.Context, c *call) (*concordv1.GetPolicyRuleResponse, error) {
		rules, err := c.policyRules()
		if err != nil {
			return nil, err
		}
		for _, found := range rules {
			if found.ID == r.GetRule() {
				return &concordv1.GetPolicyRuleResponse{Rule: encodePolicyRule(found)}, nil
			}
		}
		return nil, fault.RuleNotFound.With("rule", shortened(r.GetRule())).With("resource", policyRuleName(shortened(r.GetRule())))
	})
}

// levelOf is how strictly a rule is rolled out now.
func levelOf(r *set.Rule) policy.Level {
	level, _ := r.Level(time.Now())
	return level
}

func encodePolicyRule(r *set.Rule) *concordv1.PolicyRule {
	return &concordv1.PolicyRule{
		Name:        policyRuleName(r.ID),
		Rule:        r.ID,
		Title:       r.Title,
		Description: r.Description,
		Severity:    severityValue(r.Severity),
		Enforcement: enforcementValue(levelOf(r)),
		Owner:       r.Owner,
		Scope:       ruleScope(r.Scope),
		DocsUri:     r.Docs,
		Folder:      r.Folder,
	}
}
