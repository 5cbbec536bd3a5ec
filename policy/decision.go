package policy

import "strings"

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

// Reasons are the sentences of the findings that refuse the schema, in their order; empty when none does.
func (d Decision) Reasons() string {
	var sentences []string
	for _, f := range d.Findings {
		if f.Blocks() {
			sentences = append(sentences, f.Sentence())
		}
	}
	return strings.Join(sentences, "; ")
}
