package registry

import (
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// Refusal is the cause inside an error of kind Incompatible or Denied: errors.As finds it.
type Refusal struct {
	// Subject is the one that was to get the schema.
	Subject  store.Subject
	Findings []rule.Finding
	// Against are the contents that the findings speak of, by version number.
	Against map[int]*store.Version
	Level   word.Level
	// Fields and Reserved are as in [CheckResult].
	Fields   bool
	Reserved []string
	// Decision is set when a policy refused.
	Decision *policy.Decision
}

func (r *Refusal) Error() string { return "the schema is refused" }

// The errors of the Confluent catalogue (contract §1.12) that more than one use case gives.

func unknownSubject(s store.Subject) error {
	return fault.Coded(fault.NotFound, 40401, "Subject '%s' not found.", s)
}

func unknownVersion(which Selector) error {
	return fault.Coded(fault.NotFound, 40402, "Version %d not found.", which.Number)
}

func unknownSchema() error { return fault.Coded(fault.NotFound, 40403, "Schema not found") }

func unknownID(id store.ID) error {
	return fault.Coded(fault.NotFound, 40403, "Schema %d not found", id)
}

func notConfigured(s store.Subject) error {
	return fault.Coded(fault.NotFound, 40408, "Subject '%s' does not have subject-level compatibility configured", s)
}

func noMode(s store.Subject) error {
	return fault.Coded(fault.NotFound, 40409, "Subject '%s' does not have subject-level mode configured", s)
}

func invalidSchema(format string, args ...any) error {
	return fault.Coded(fault.Invalid, 42201, format, args...)
}

func tooLarge(format string, args ...any) error {
	return fault.Coded(fault.TooLarge, 42209, "The schema is too large: "+format, args...)
}

func invalidVersion(which Selector) error {
	return fault.Coded(fault.Invalid, 42202, "The specified version '%d' is not a valid version id. "+
		"Allowed values are between [1, 2^31-1] and the string \"latest\"", which.Number)
}

func notPermitted(format string, args ...any) error {
	return fault.Coded(fault.NotPermitted, 42205, format, args...)
}

func isReadOnly(s store.Subject) error {
	return notPermitted("Subject %s in context %s is in read-only mode", s, s.Domain.Context())
}

func isReferenced(v *store.Version) error {
	return fault.Coded(fault.NotPermitted, 42206, "One or more references exist to the schema "+
		"{magic=1,keytype=SCHEMA,subject=%s,version=%d}.", v.Subject, v.Number)
}

func invalidSubject(s store.Subject) error {
	return fault.Coded(fault.Invalid, 42208, "The specified subject '%s' is not a valid.", s)
}

func unknownGUID(g schema.GUID) error {
	return fault.Coded(fault.NotFound, 40403, "Schema %s not found", g)
}
