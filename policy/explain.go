package policy

import (
	"context"
	"time"
)

// Verdict is what one rule says about one schema.
type Verdict string

// The verdicts.
const (
	// NotApplicable: a selector, or the rule's domain, leaves the schema out.
	NotApplicable Verdict = "not applicable"
	Passed        Verdict = "passed"
	Fired         Verdict = "fired"
	// Broken: the rule could not be evaluated.
	Broken Verdict = "error"
	// Inactive: the rule's level is off.
	Inactive Verdict = "off"
)

// Explanation is a decision with what every rule had to do with it.
type Explanation struct {
	Decision Decision      `json:"decision"`
	Rules    []RuleVerdict `json:"rules"`
}

// RuleVerdict is one row of an [Explanation].
type RuleVerdict struct {
	Rule    string  `json:"rule"`
	Title   string  `json:"title"`
	Level   Level   `json:"level"`
	Verdict Verdict `json:"verdict"`
	// Selector is the one that does not fit, or `scope` for a rule of another domain; empty when all fit.
	Selector string `json:"selector,omitempty"`
	Findings int    `json:"findings,omitempty"`
}

// Explain decides as an engine with this set would, with more time, and says what every rule did. It never panics.
func (s *Set) Explain(ctx context.Context, req Request) Explanation {
	e := NewEngine(Config{Deadline: patient.deadline, Grace: patient.grace})
	e.Activate(s, time.Time{})
	x := Explanation{Decision: e.Evaluate(ctx, req)}
	if req.Schema == nil {
		return x
	}
	_, has := s.buildInput(&req)
	counts, broken := map[string]int{}, map[string]bool{}
	for _, f := range x.Decision.Findings {
		counts[f.Rule]++
		broken[f.Rule] = broken[f.Rule] || f.Error
	}
	for _, r := range s.rules {
		level, _ := r.rollout.at(req.Time)
		row := RuleVerdict{Rule: r.ID, Title: r.Title, Level: level, Selector: r.misses(has), Findings: counts[r.ID]}
		switch {
		case level == Off:
			row.Verdict = Inactive
		case row.Selector != "":
			row.Verdict = NotApplicable
		case broken[r.ID]:
			row.Verdict = Broken
		case row.Findings > 0:
			row.Verdict = Fired
		default:
			row.Verdict = Passed
		}
		x.Rules = append(x.Rules, row)
	}
	return x
}
