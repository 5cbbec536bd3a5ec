package concord

import (
	"encoding/json"
	"time"
)

// Schema is what a schema says, wherever it stands.
type Schema struct {
	// Type is Avro when empty.
	Type Type   `json:"type,omitempty"`
	Text string `json:"text,omitempty"`
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
	// Subject is qualified as `:.domain:subject` where it is not in the domain of the referring schema.
	Subject string `json:"subject"`
	// Version is -1 for the latest, in a registration.
	Version int `json:"version"`
}

// Metadata is the data-contract metadata of a version.
type Metadata struct {
	// Tags maps a path into the schema to its tags.
	Tags map[string]Tags `json:"tags,omitempty"`
	// Properties are free.
	Properties map[string]string `json:"properties,omitempty"`
	// Sensitive names the properties whose values are secret.
	Sensitive []string `json:"sensitive,omitempty"`
}

// Tags is a list of tags.
type Tags []string

// MarshalJSON writes the native API's message.
func (t Tags) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string][]string{"values": t})
}

// UnmarshalJSON reads the native API's message.
func (t *Tags) UnmarshalJSON(text []byte) error {
	var message struct{ Values []string }
	err := json.Unmarshal(text, &message)
	*t = message.Values
	return err
}

// RuleSet holds the data-contract rules of a version.
type RuleSet struct {
	MigrationRules []DataRule `json:"migrationRules,omitempty"`
	DomainRules    []DataRule `json:"domainRules,omitempty"`
	EncodingRules  []DataRule `json:"encodingRules,omitempty"`
	// EnableAt is ALL, CLIENT, GATEWAY, SERVER or NONE; empty means unset.
	EnableAt string `json:"enableAt,omitempty"`
}

// DataRule is one rule of a [RuleSet]; clients run it.
type DataRule struct {
	Name string `json:"name,omitempty"`
	Doc  string `json:"doc,omitempty"`
	// Kind is TRANSFORM or CONDITION.
	Kind string `json:"kind,omitempty"`
	// Mode is UPGRADE, DOWNGRADE, UPDOWN, WRITE, READ or WRITEREAD.
	Mode      string            `json:"mode,omitempty"`
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
	// Domain is empty for the default domain.
	Domain  string `json:"domain"`
	Subject string `json:"subject"`
	Number  int    `json:"number"`
	// ID is unique in the domain, and never means another schema.
	ID   int32 `json:"id"`
	GUID GUID  `json:"guid"`
	Type Type  `json:"type"`
	// Created and Changed are zero where the server does not say.
	Created time.Time `json:"created"`
	Changed time.Time `json:"changed"`
	// Deleted marks a soft deletion.
	Deleted bool `json:"deleted"`
	// Seq is the position at which it was registered, for [Client.Decision]; 0 over the Confluent API.
	Seq uint64 `json:"seq,string"`
	// Schema is what it says; nil in lists and in answers of the native API.
	Schema *Schema `json:"-"`
}
