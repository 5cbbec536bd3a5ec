package confluent

import (
	"time"

	concord "github.com/concord-registry/concord/clients/go"
)

// Schema is what a schema says.
type Schema struct {
	// Type is Avro when empty, in what is sent; answers always have it.
	Type concord.Type `json:"schemaType,omitempty"`
	Text string       `json:"schema,omitempty"`
	// References are the direct ones.
	References []Reference `json:"references,omitempty"`
	// Metadata and RuleSet are nil for none; in a registration that means those of the previous version.
	Metadata *Metadata `json:"metadata,omitempty"`
	RuleSet  *RuleSet  `json:"ruleSet,omitempty"`
}

// Reference is a direct reference to a version of a subject.
type Reference struct {
	// Name is what the text says: an Avro full name, a Protobuf import path, a JSON Schema $ref.
	Name string `json:"name"`
	// Subject is qualified where it is not in the context of the schema that refers.
	Subject Scope `json:"subject"`
	// Version may be [Latest], in a registration.
	Version int `json:"version"`
}

// Metadata is the data-contract metadata of a version. An empty one is not the same as none.
type Metadata struct {
	// Tags maps a path into the schema to its tags.
	Tags map[string][]string `json:"tags,omitempty"`
	// Properties are free.
	Properties map[string]string `json:"properties,omitempty"`
	// Sensitive names the properties whose values are secret.
	Sensitive []string `json:"sensitive,omitempty"`
}

// RuleSet holds the data-contract rules of a version. A registry stores and serves them; clients run them.
type RuleSet struct {
	MigrationRules []DataRule `json:"migrationRules,omitempty"`
	DomainRules    []DataRule `json:"domainRules,omitempty"`
	EncodingRules  []DataRule `json:"encodingRules,omitempty"`
	// EnableAt is ALL, CLIENT, GATEWAY, SERVER or NONE; empty means unset.
	EnableAt string `json:"enableAt,omitempty"`
}

// DataRule is one rule of a [RuleSet].
type DataRule struct {
	Name string `json:"name,omitempty"`
	Doc  string `json:"doc,omitempty"`
	// Kind is TRANSFORM or CONDITION.
	Kind string `json:"kind,omitempty"`
	// Mode is UPGRADE, DOWNGRADE, UPDOWN, WRITE, READ or WRITEREAD.
	Mode string `json:"mode,omitempty"`
	// Type is the executor; Params and Expr are for it.
	Type      string            `json:"type,omitempty"`
	Tags      []string          `json:"tags,omitempty"`
	Params    map[string]string `json:"params,omitempty"`
	Expr      string            `json:"expr,omitempty"`
	OnSuccess string            `json:"onSuccess,omitempty"`
	OnFailure string            `json:"onFailure,omitempty"`
	Disabled  bool              `json:"disabled,omitempty"`
}

// Version is one version of a subject.
type Version struct {
	// Context is named without its dot; empty for the default context.
	Context string
	Subject string
	// Version is its number, from 1; 0 where the registry does not say.
	Version int
	// ID is unique in the context.
	ID int32
	// GUID is empty where the registry does not say, as those before release 8.0.
	GUID concord.GUID
	// CreateTime is when it was registered, of a soft-deleted one when it was deleted; zero where the registry does not say.
	CreateTime time.Time
	// Deleted marks a soft deletion.
	Deleted bool
	// Schema is what it says. In the answer to a registration it is empty where the registry does not repeat it.
	Schema Schema
}

// Scope is the scope of the version's subject.
func (v Version) Scope() Scope { return SubjectScope(v.Context, v.Subject) }

// message is a version as the API sends it.
type message struct {
	Subject Scope        `json:"subject,omitempty"`
	Version int          `json:"version,omitempty"`
	ID      *int32       `json:"id,omitempty"`
	GUID    concord.GUID `json:"guid,omitempty"`
	Millis  int64        `json:"ts,omitempty"`
	Deleted bool         `json:"deleted,omitempty"`
	Schema
}

// version is what the message says; a subject that it does not name is the one that was asked for.
func (m message) version(asked Scope) Version {
	if m.Subject == "" {
		m.Subject = asked
	}
	v := Version{
		Context: m.Subject.Context(), Subject: m.Subject.Subject(), Version: m.Version, GUID: m.GUID, Deleted: m.Deleted, Schema: m.Schema.typed(),
	}
	if m.ID != nil {
		v.ID = *m.ID
	}
	if m.Millis != 0 {
		v.CreateTime = time.UnixMilli(m.Millis).UTC()
	}
	return v
}

// typed says the type; registries before release 8.0 leave out that of Avro.
func (s Schema) typed() Schema {
	if s.Type == "" {
		s.Type = concord.Avro
	}
	return s
}
