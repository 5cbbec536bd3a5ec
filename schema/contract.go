package schema

// Metadata is the data-contract metadata of a version (contract §3.12). nil means none; an empty one is kept.
type Metadata struct {
	// Tags maps a path into the schema to its tags.
	Tags map[string][]string `json:"tags,omitempty"`
	// Properties are free; `confluent:version` is set by the registry.
	Properties map[string]string `json:"properties,omitempty"`
	// Sensitive names the properties whose values are encrypted at rest.
	Sensitive []string `json:"sensitive,omitempty"`
}

// RuleSet holds the data-contract rules of a version (contract §6). The registry stores and serves them; clients run
// them. nil means none; an empty one is kept.
type RuleSet struct {
	MigrationRules []Rule `json:"migrationRules,omitempty"`
	DomainRules    []Rule `json:"domainRules,omitempty"`
	EncodingRules  []Rule `json:"encodingRules,omitempty"`
	// EnableAt is ALL, CLIENT, GATEWAY, SERVER or NONE; empty means unset.
	EnableAt string `json:"enableAt,omitempty"`
}

// Rule is one rule of a [RuleSet].
type Rule struct {
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
	Disabled  bool              `json:"disabled"`
}
