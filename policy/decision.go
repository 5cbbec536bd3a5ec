package policy

import "github.com/concord-registry/concord/schema"

// Outcome is what a decision comes to.
type Outcome string

// The outcomes.
const (
	Accepted             Outcome = "accepted"
	AcceptedWithWarnings Outcome = "accepted_with_warnings"
	Rejected             Outcome = "rejected"
	// Parked means that rules at the level review refuse it, and none at enforce: their owners can approve.
	Parked Outcome = "review"
	// Failed means that a rule that must be asked could not be; nothing is registered.
	Failed Outcome = "error"
)

// Decision is the answer to a [Request]; it is stored with the registration. Everything but Cost is the same for the
// same request and the same set.
type Decision struct {
	Outcome Outcome `json:"outcome"`
	// Findings stand in order of the schema's text, then of rule ids. Those that block nothing are among them.
	Findings []Finding `json:"findings"`
	// Dropped counts the findings beyond the first hundred of one rule and effect, which are left out of Findings.
	Dropped int `json:"findings_dropped,omitempty"`
	// Exemptions are the ids of the exemptions that waived a finding, sorted.
	Exemptions []string `json:"exemptions_used,omitempty"`
	// Revision names the policies that decided, and the digest of their files.
	Revision string `json:"revision"`
	Rules    Counts `json:"rules"`
	// Cost is the time of the evaluation, in microseconds.
	Cost int64 `json:"cost_us"`
}

// Counts says how many rules took part in a decision.
type Counts struct {
	Loaded int `json:"loaded"`
	// Applicable are those whose selectors fit; all of them were evaluated but for Failed and Quarantined.
	Applicable int `json:"applicable"`
	// Failed are the ids of rules that could not be evaluated.
	Failed []string `json:"errors,omitempty"`
	// Quarantined are the ids of applicable rules that were not asked, having run over their time too often.
	Quarantined []string `json:"quarantined,omitempty"`
}

// Finding is one violation of one rule, or one rule that failed.
type Finding struct {
	Rule     string `json:"rule"`
	Title    string `json:"title,omitempty"`
	Severity string `json:"severity,omitempty"`
	// Level is the rule's level at the time of the request, Effective what came of it and Why the reason.
	Level     Level  `json:"level"`
	Effective Effect `json:"effective"`
	Why       Why    `json:"why_effective"`
	// Scope is `council` or `domain.<name>`, Owner who answers for the rule.
	Scope   string `json:"scope,omitempty"`
	Owner   string `json:"owner,omitempty"`
	Path    string `json:"path"`
	Message string `json:"message"`
	Fix     string `json:"fix,omitempty"`
	// Docs is an address to read; empty means none.
	Docs string `json:"docs,omitempty"`
	// Span is where Path stands in the schema's text; the zero value means the schema as a whole.
	Span schema.Span `json:"span"`
	// Exemption is the id of the exemption that waives it.
	Exemption string `json:"exemption,omitempty"`
	// Error is set when the rule could not be evaluated: Message says why, and nothing is known about the schema.
	Error bool `json:"error,omitempty"`
	// Fingerprint is the same for the same rule, subject and path in every version.
	Fingerprint string `json:"fingerprint"`
	// Revision is that of the decision.
	Revision string `json:"revision"`
}

// Blocks reports whether the finding alone refuses the registration, for good or until somebody approves.
func (f Finding) Blocks() bool { return f.Effective == Blocks || f.Effective == Reviews }
