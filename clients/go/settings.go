package concord

// Settings are what is set for a scope: a subject, a whole domain, or the registry as a whole. Empty and nil mean not set.
type Settings struct {
	// Name is the resource name; leave it empty in what is sent, as Etag.
	Name  string `json:"name,omitempty"`
	Level Level  `json:"level,omitempty"`
	Judge Judge  `json:"judge,omitempty"`
	// Policy says how strictly [JudgeConfluent] judges.
	Policy CompatibilityPolicy `json:"policy,omitempty"`
	// Group is the metadata property whose value groups versions that are compared.
	Group              string `json:"group,omitempty"`
	Normalize          *bool  `json:"normalize,omitempty"`
	ValidateNewSchemas *bool  `json:"validateNewSchemas,omitempty"`
	ValidateFields     *bool  `json:"validateFields,omitempty"`
	ValidateRules      *bool  `json:"validateRules,omitempty"`
	// Alias is the subject, in the same domain, that requests are answered from instead. Only of a subject.
	Alias string `json:"alias,omitempty"`
	Mode  Mode   `json:"mode,omitempty"`
	// Etag changes with every change of the settings; also settings that are empty have one.
	Etag string `json:"etag,omitempty"`
}

// SettingsOf are the settings of a scope, and what applies to it.
type SettingsOf struct {
	// Own are set for exactly this scope; perhaps nothing.
	Own Settings `json:"own"`
	// Effective are what applies: every field has a value but Group and Alias.
	Effective Settings `json:"effective"`
	// Origins map the name of a field of Effective to the resource name of the settings that say it. What Concord itself
	// says is left out.
	Origins map[string]string `json:"origins"`
}
