package policy

import (
	"time"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
)

// Request is one schema to decide on.
type Request struct {
	// Action is register, check, audit, impact or import; a rule sees it and the engine treats all the same.
	Action string
	// Time is the only clock that rules see.
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
	Name, Domain string
	// Format is avro, protobuf or json.
	Format schema.Type
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
