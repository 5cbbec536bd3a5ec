package engine

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/policy/set"
)

// Evaluate decides. Whatever goes wrong is part of the decision: a rule that fails is a finding with Error set, and
// refuses the schema (outcome [policy.Failed]) when the rule would; no active program, a request without a domain, a
// schema too large and a fault of the engine refuse it too. It does not panic.
func (e *Engine) Evaluate(ctx context.Context, req policy.Request) (d policy.Decision) {
	start := time.Now()
	a := e.active.Load()
	if a == nil {
		return failed("", "no policies are active yet: try again when the policy repository has been read")
	}
	defer func() {
		if r := recover(); r != nil {
			d = failed(a.Revision(), fmt.Sprintf("the policies could not be evaluated: %v", r))
		}
		d.Cost = time.Since(start).Microseconds()
	}()
	switch {
	case req.Schema == nil:
		return failed(a.Revision(), "the schema has no normalised document")
	case req.Subject.Domain == "":
		return failed(a.Revision(), "the subject has no domain: the default domain is called "+policy.DefaultDomain)
	case len(req.Schema.Fields) > e.config.Fields:
		return failed(a.Revision(), fmt.Sprintf("the schema has %d fields; policies are evaluated for at most %d", len(req.Schema.Fields), e.config.Fields))
	}
	return e.evaluate(ctx, a, &req)
}

func failed(revision, message string) policy.Decision {
	return policy.Decision{Outcome: policy.Failed, Revision: revision, Findings: []policy.Finding{{
		Level: policy.Enforce, Effective: policy.Blocks, Why: policy.ByLevel, Message: message, Error: true, Revision: revision,
	}}}
}

func (e *Engine) evaluate(ctx context.Context, a *activation, req *policy.Request) policy.Decision {
	in, has := a.buildInput(req)
	applicable := a.applicable(has, req.Time)
	q := inquiry{
		input: in, rules: slices.DeleteFunc(slices.Clone(applicable), a.quarantined),
		now: req.Time, budget: budget{e.config.Deadline, e.config.Grace},
	}
	found, failures := a.ask(ctx, q)
	for _, f := range failures {
		if f.late {
			a.late[f.rule].Add(1)
		}
	}
	d := newDecider(a.Program, req)
	for _, f := range found {
		d.violation(f)
	}
	for _, f := range failures {
		d.failure(f.rule, "the rule could not be evaluated: "+f.reason)
	}
	for _, id := range applicable {
		if !slices.Contains(q.rules, id) {
			d.quarantined(id)
		}
	}
	d.ratchet(func(rules []string, before *policy.Request) []violation {
		q.input, _ = a.buildInput(before)
		q.rules = rules
		existing, _ := a.ask(ctx, q)
		return existing
	})
	return d.decision(len(applicable))
}

// applicable lists the ids of the rules that are on and whose selectors fit.
func (p *Program) applicable(has *set.Traits, now time.Time) []string {
	var ids []string
	for _, r := range p.Rules() {
		if level, _ := r.Level(now); level != policy.Off && r.Misses(has) == "" {
			ids = append(ids, r.ID)
		}
	}
	return ids
}
