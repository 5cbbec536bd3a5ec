package concord

// GUID is the content address of a schema, dashed or as 32 hexadecimal digits: the same for the same content everywhere.
type GUID string

// Schema is what a schema says, wherever it stands.
type Schema struct {
	// Name is the resource name; leave it empty in what is sent, as GUID.
	Name string `json:"name,omitempty"`
	GUID GUID   `json:"guid,omitempty"`
	// Type is Avro when empty.
	Type Type `json:"type,omitempty"`
	// Text is the canonical one in an answer. Empty in a registration it means that of the latest version.
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
	// Domain is empty for that of the schema that refers.
	Domain  string `json:"domain,omitempty"`
	Subject string `json:"subject"`
	// Version is 0 for the latest one, in what is sent.
	Version int `json:"version,omitempty"`
}

// Metadata is the data-contract metadata of a version. An empty one is not the same as none.
type Metadata struct {
	// Tags maps a path into the schema to its tags.
	Tags map[string]Tags `json:"tags,omitempty"`
	// Properties are free.
	Properties map[string]string `json:"properties,omitempty"`
	// Sensitive names the properties whose values are secret.
	Sensitive []string `json:"sensitive,omitempty"`
}

// Tags is a list of tags.
type Tags struct {
	Values []string `json:"values"`
}

// RuleSet holds the data-contract rules of a version. The registry stores and serves them; clients run them.
type RuleSet struct {
	MigrationRules []DataRule `json:"migrationRules,omitempty"`
	DomainRules    []DataRule `json:"domainRules,omitempty"`
	EncodingRules  []DataRule `json:"encodingRules,omitempty"`
	// EnableAt is ALL, CLIENT, GATEWAY, SERVER or NONE; empty for unset.
	EnableAt string `json:"enableAt,omitempty"`
}

// DataRule is one rule of a [RuleSet]. Its words are those of the clients that run it, and open.
type DataRule struct {
	Name string `json:"name,omitempty"`
	Doc  string `json:"doc,omitempty"`
	// Kind is TRANSFORM or CONDITION.
	Kind string `json:"kind,omitempty"`
	// Mode is UPGRADE, DOWNGRADE, UPDOWN, WRITE, READ or WRITEREAD.
	Mode string `json:"mode,omitempty"`
	// Type is the executor, Parameters and Expression are for it.
	Type       string            `json:"type,omitempty"`
	Tags       []string          `json:"tags,omitempty"`
	Parameters map[string]string `json:"parameters,omitempty"`
	Expression string            `json:"expression,omitempty"`
	OnSuccess  string            `json:"onSuccess,omitempty"`
	OnFailure  string            `json:"onFailure,omitempty"`
	Disabled   bool              `json:"disabled,omitempty"`
}

// EntityTags are inline tags of one record or field inside a schema.
type EntityTags struct {
	Path string `json:"path"`
	// Type is `sr_record` or `sr_field`.
	Type string   `json:"type"`
	Tags []string `json:"tags"`
}

// SchemaKey names a schema: by its GUID, or by an ID and its domain.
type SchemaKey struct {
	GUID GUID `json:"guid,omitempty"`
	// Domain is that of the id; `-` takes the first that has it. Empty with a GUID.
	Domain string `json:"domain,omitempty"`
	ID     int    `json:"id,omitempty"`
}

// BatchedSchema is what became of one [SchemaKey]: one of the two is set.
type BatchedSchema struct {
	Schema  *Schema        `json:"schema,omitempty"`
	Missing *SchemaMissing `json:"missing,omitempty"`
}

// SchemaMissing says why a key led to no schema.
type SchemaMissing struct {
	Reason  Reason `json:"reason"`
	Message string `json:"message"`
}
