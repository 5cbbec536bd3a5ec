package policy

import (
	"time"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
)

// Request is one schema to decide on.
type Request struct {
	// Action is register, check, audit, impact or import. Rules see it, so that a rule means the same in all of them;
	// findings of audit, impact and import are recorded and refuse nothing.
	Action string
	// Time is the only clock of rules, roll-outs and exemptions.
	Time    time.Time
	Actor   Actor
	Subject Subject
	Schema  *schema.Document
	// Previous is the version before, nil for a first one.
	Previous *Previous
	// Changes are the compatibility findings of the new schema.
	Changes    []rule.Finding
	References []Reference
}

// Actor is who asks.
type Actor struct {
	ID     string
	Groups []string
}

// Subject is where the schema is to stand.
type Subject struct {
	// Name is unqualified. Domain is empty for the default domain, which policies call `default`.
	Name, Domain string
	Format       schema.Type
	// Level is the compatibility level in force.
	Level string
}

// Previous is the version before the new one.
type Previous struct {
	Version  int
	Document *schema.Document
}

// Reference is a direct reference of the new schema.
type Reference struct {
	Name, Subject, Domain string
	Version               int
}

// domain is the domain's name in policies.
func (s Subject) domain() string {
	if s.Domain == "" {
		return DefaultDomain
	}
	return s.Domain
}

// DefaultDomain is what policies call the default domain.
const DefaultDomain = "default"

// recordsOnly reports whether the action refuses nothing whatever is found.
func (r Request) recordsOnly() bool {
	switch r.Action {
	case "audit", "impact", "import":
		return true
	}
	return false
}
