package policy

import "github.com/concord-registry/concord/schema"

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

// Sentence is the finding in one line, as every API prints it: `(SEM001 enforce): Order.id: is a long; fix: make it a
// string`. What the finding lacks is left out: one that is about the schema as a whole has no path, one that no rule made
// has no rule.
func (f Finding) Sentence() string {
	s := f.Message
	if f.Path != "" {
		s = f.Path + ": " + s
	}
	if f.Rule != "" {
		s = "(" + f.Rule + " " + string(f.Effective) + "): " + s
	}
	if f.Fix != "" {
		s += "; fix: " + f.Fix
	}
	return s
}
