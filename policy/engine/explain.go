package engine

import (
	"context"
	"time"

	"github.com/concord-registry/concord/policy"
)

// Result is what one rule had to do with one schema.
type Result string

// The results.
const (
	// NotApplicable: a selector, or the rule's domain, leaves the schema out.
	NotApplicable Result = "not applicable"
	Passed        Result = "passed"
	Fired         Result = "fired"
	// Broken: the rule could not be evaluated.
	Broken Result = "error"
	// Inactive: the rule's level is off.
	Inactive Result = "off"
)

// Explanation is a decision with what every rule had to do with it.
type Explanation struct {
	Decision policy.Decision `json:"decision"`
	Rules    []RuleResult    `json:"rules"`
}

// RuleResult is one row of an [Explanation].
type RuleResult struct {
	Rule   string       `json:"rule"`
	Title  string       `json:"title"`
	Level  policy.Level `json:"level"`
	Result Result       `json:"result"`
	// Selector is the one that does not fit, or `scope` for a rule of another domain; empty when all fit.
	Selector string `json:"selector,omitempty"`
	Findings int    `json:"findings,omitempty"`
}

// Explain decides as an engine with this program would, with more time, and says what every rule did. It never panics.
func (p *Program) Explain(ctx context.Context, req policy.Request) Explanation {
	e := New(Config{Deadline: patient.deadline, Grace: patient.grace})
	e.Activate(p, time.Time{})
	x := Explanation{Decision: e.Evaluate(ctx, req)}
	if req.Schema == nil {
		return x
	}
	_, has := p.buildInput(&req)
	counts, broken := map[string]int{}, map[string]bool{}
	for _, f := range x.Decision.Findings {
		counts[f.Rule]++
		broken[f.Rule] = broken[f.Rule] || f.Error
	}
	for _, r := range p.Rules() {
		level, _ := r.Level(req.Time)
		row := RuleResult{Rule: r.ID, Title: r.Title, Level: level, Selector: r.Misses(has), Findings: counts[r.ID]}
		switch {
		case level == policy.Off:
			row.Result = Inactive
		case row.Selector != "":
			row.Result = NotApplicable
		case broken[r.ID]:
			row.Result = Broken
		case row.Findings > 0:
			row.Result = Fired
		default:
			row.Result = Passed
		}
		x.Rules = append(x.Rules, row)
	}
	return x
}
