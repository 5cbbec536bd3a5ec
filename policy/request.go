package policy

import (
	"slices"
	"strings"
	"time"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
)

// APIVersion names the shape of the policy repository and of what rules see as input.
const APIVersion = "policy.concord/v1"

// DefaultDomain is the public name of the default domain.
const DefaultDomain = "default"

// Actions are what a [Request] can be about. Findings of audit, impact and import are recorded and refuse nothing.
var Actions = []string{"register", "check", "audit", "impact", "import"}

// Formats are the formats' names in policies, those of [FormatOf].
var Formats = []string{"avro", "protobuf", "json"}

// FormatOf is the name of a format in policies.
func FormatOf(t schema.Type) string { return strings.ToLower(string(t)) }

// Request is one schema to decide on.
type Request struct {
	// Action is one of [Actions]. Rules see it, so that a rule means the same in all of them.
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
	// Name is unqualified. Domain is the domain's public name, never empty: [DefaultDomain] for the default domain,
	// `billing` for the context `.billing`, and `.default` for the context `.default`, which is another domain. Policy
	// repositories use the same names.
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
	// Domain is a public name, as in [Subject].
	Name, Subject, Domain string
	Version               int
}

// RecordsOnly reports whether the action refuses nothing whatever is found.
func (r *Request) RecordsOnly() bool {
	return slices.Contains([]string{"audit", "impact", "import"}, r.Action)
}
