package policy

// Outcome is what a decision comes to.
type Outcome string

// The outcomes.
const (
	Accepted             Outcome = "accepted"
	AcceptedWithWarnings Outcome = "accepted_with_warnings"
	Rejected             Outcome = "rejected"
	// Failed means that a rule that must be asked could not be; nothing is registered.
	Failed Outcome = "error"
)

// Decision is the answer to a [Request]; it is stored with the registration.
type Decision struct {
	Outcome  Outcome   `json:"outcome"`
	Findings []Finding `json:"findings"`
	// Revision names the policies that decided.
	Revision string `json:"revision"`
}

// Finding is one violation of one rule.
type Finding struct {
	Rule string `json:"rule"`
	// Level is the rule's level, Effective what came of it.
	Level     string `json:"level"`
	Effective string `json:"effective"`
	Path      string `json:"path"`
	Message   string `json:"message"`
	Fix       string `json:"fix,omitempty"`
}
