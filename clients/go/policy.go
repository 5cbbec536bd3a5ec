package concord

import (
	"context"
	"encoding/json"
	"iter"
	"strconv"
	"time"
)

// PolicyClient asks about policies.
type PolicyClient struct{ client *Client }

// Status says which policies are active, and how they do on the replica that answers.
func (p *PolicyClient) Status(ctx context.Context) (PolicyStatus, error) {
	var answer struct{ Status PolicyStatus }
	err := p.client.get(ctx, "/api/v1/policy", nil, &answer)
	return answer.Status, err
}

// Rules lists the rules of the active policies by id. Filter has the keys `rule`, `scope`, `severity`, `enforcement` and
// `owner`.
func (p *PolicyClient) Rules(ctx context.Context, options ...ListOptions) iter.Seq2[PolicyRule, error] {
	return pages[PolicyRule](ctx, p.client, rulesPath, "rules", options)
}

// Rule explains one rule of the active policies, by its id or its resource name.
func (p *PolicyClient) Rule(ctx context.Context, rule string) (PolicyRule, error) {
	var answer struct{ Rule PolicyRule }
	err := p.client.get(ctx, below(rulesPath, rule), nil, &answer)
	return answer.Rule, err
}

// Decisions lists what the policies decided, in that order. Filter has the keys `domain`, `subject`, `caller`, `outcome`,
// `rule` and `time`.
func (p *PolicyClient) Decisions(ctx context.Context, options ...ListOptions) iter.Seq2[Decision, error] {
	return pages[Decision](ctx, p.client, decisionsPath, "decisions", options)
}

// Decision says why a version was let in, by the resource name that a version or a log entry has, or its last segment.
func (p *PolicyClient) Decision(ctx context.Context, name string) (Decision, error) {
	var answer struct{ Decision Decision }
	err := p.client.get(ctx, below(decisionsPath, name), nil, &answer)
	return answer.Decision, err
}

// PolicyStatus is how the policies do on the replica that answered.
type PolicyStatus struct {
	// Origin is where they come from; empty when the server runs without policies, and then all else is empty too.
	Origin string `json:"origin"`
	// Active tells whether a revision is. While none is nothing can be registered.
	Active   bool   `json:"active"`
	Revision string `json:"revision"`
	// ActivateTime is when Revision became active, ConfirmTime when it was last known to be the newest; zero when it was
	// not since the server's start.
	ActivateTime time.Time `json:"activateTime,omitzero"`
	ConfirmTime  time.Time `json:"confirmTime,omitzero"`
	RuleCount    int       `json:"ruleCount"`
	TermCount    int       `json:"termCount"`
	// Problem is why a newer revision is not active, ProblemTime when it began.
	Problem     string    `json:"problem"`
	ProblemTime time.Time `json:"problemTime,omitzero"`
	// LateCounts say how often evaluations ran over their time, by rule. RulesQuarantined are no longer asked for it.
	LateCounts       map[string]int `json:"lateCounts"`
	RulesQuarantined []string       `json:"rulesQuarantined"`
}

// PolicyRule is one rule of the active policies.
type PolicyRule struct {
	// Name is the resource name, `policy/rules/SEM001`, Rule the id.
	Name string `json:"name"`
	Rule string `json:"rule"`
	// Title is what it demands in a sentence, Description the same at length.
	Title       string      `json:"title"`
	Description string      `json:"description"`
	Severity    Severity    `json:"severity"`
	Enforcement Enforcement `json:"enforcement"`
	// Owner answers for it.
	Owner string `json:"owner"`
	// Scope is `registry` for the council's rules, `domains/billing` for those of a domain.
	Scope   string `json:"scope"`
	DocsURI string `json:"docsUri"`
	// Folder is where it stands in the policies' repository.
	Folder string `json:"folder"`
}

// Decision is what the policies said about one registration that was let in.
type Decision struct {
	// Name is the resource name, `decisions/4713-1`.
	Name   string    `json:"name"`
	Time   time.Time `json:"time,omitzero"`
	Caller Caller    `json:"caller"`
	// Action is what they did, `version.register` or `version.import`, Version the resource name of what was let in.
	Action  string `json:"action"`
	Version string `json:"version"`
	// Verdict has the findings of the policies alone.
	Verdict Verdict `json:"verdict"`
	// Exemptions are those that waived a finding.
	Exemptions []string `json:"exemptions"`
	// RulesLoadedCount counts all rules, RulesApplicableCount those that the schema concerns.
	RulesLoadedCount     int `json:"rulesLoadedCount"`
	RulesApplicableCount int `json:"rulesApplicableCount"`
	// RulesFailed could not be evaluated, RulesQuarantined were not asked.
	RulesFailed      []string `json:"rulesFailed"`
	RulesQuarantined []string `json:"rulesQuarantined"`
	// Cost is how long the evaluation took.
	Cost Duration `json:"cost"`
}

// Duration is a duration, `0.003s` in JSON.
type Duration time.Duration

// UnmarshalJSON reads `0.003s`.
func (d *Duration) UnmarshalJSON(text []byte) error {
	var s string
	if err := json.Unmarshal(text, &s); err != nil {
		return err
	}
	parsed, err := time.ParseDuration(s)
	*d = Duration(parsed)
	return err
}

// MarshalJSON writes `0.003s`.
func (d Duration) MarshalJSON() ([]byte, error) {
	return json.Marshal(strconv.FormatFloat(time.Duration(d).Seconds(), 'f', -1, 64) + "s")
}

func (d Duration) String() string { return time.Duration(d).String() }
