package confluent

import (
	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/store"
)

// The response objects of releases 8.x, with their members in the order of the reference (contract §1.1). Old Java
// clients get fewer of them (legacy.go).

// contentShape is what every answer says about a schema. The order of its members differs between the objects, so it is
// not embedded but copied from.
type contentShape struct {
	guid       string
	kind       string
	references []schema.Reference
	metadata   *schema.Metadata
	ruleSet    *schema.RuleSet
	text       string
}

func shapeOf(c *store.Content) contentShape {
	return contentShape{c.GUID.String(), string(c.Type), c.References, c.Metadata, c.RuleSet, c.Text}
}

// life is when a stored version last changed, in milliseconds, and whether it is soft-deleted.
type life struct {
	TS      *int64 `json:"ts,omitempty"`
	Deleted *bool  `json:"deleted,omitempty"`
}

func lifeOf(v *store.Version) life {
	at := v.Created
	if v.Changed.After(at) {
		at = v.Changed
	}
	return life{TS: new(at.UnixMilli()), Deleted: new(v.Deleted)}
}

// versionShape is `Schema`: a version of a subject.
type versionShape struct {
	Subject    string              `json:"subject"`
	Version    int                 `json:"version"`
	ID         store.ID            `json:"id"`
	GUID       string              `json:"guid,omitempty"`
	SchemaType string              `json:"schemaType,omitempty"`
	References []schema.Reference  `json:"references,omitempty"`
	Metadata   *schema.Metadata    `json:"metadata,omitempty"`
	RuleSet    *schema.RuleSet     `json:"ruleSet,omitempty"`
	Schema     string              `json:"schema,omitempty"`
	SchemaTags []schema.EntityTags `json:"schemaTags,omitempty"`
	life
	Aliases []string `json:"aliases,omitempty"`
}

func versionShapeOf(v *store.Version, c contentShape) versionShape {
	return versionShape{
		Subject: v.Subject.String(), Version: v.Number, ID: v.ID, GUID: c.guid, SchemaType: c.kind,
		References: c.references, Metadata: c.metadata, RuleSet: c.ruleSet, Schema: c.text, life: lifeOf(v),
	}
}

// stringShape is `SchemaString`: the schema behind an id or a GUID, with one of the versions that have it.
type stringShape struct {
	Subject    string              `json:"subject,omitempty"`
	Version    int                 `json:"version,omitempty"`
	GUID       string              `json:"guid,omitempty"`
	SchemaType string              `json:"schemaType,omitempty"`
	Schema     string              `json:"schema"`
	References []schema.Reference  `json:"references,omitempty"`
	Metadata   *schema.Metadata    `json:"metadata,omitempty"`
	RuleSet    *schema.RuleSet     `json:"ruleSet,omitempty"`
	SchemaTags []schema.EntityTags `json:"schemaTags,omitempty"`
	MaxID      *store.ID           `json:"maxId,omitempty"`
	life
}

func stringShapeOf(v *store.Version, c contentShape) stringShape {
	return stringShape{
		Subject: v.Subject.String(), Version: v.Number, GUID: c.guid, SchemaType: c.kind, Schema: c.text,
		References: c.references, Metadata: c.metadata, RuleSet: c.ruleSet, life: lifeOf(v),
	}
}

// anonymous leaves away the one version that a GUID was found by.
func (s stringShape) anonymous() stringShape {
	s.Subject, s.Version = "", 0
	return s
}

// registeredShape is `RegisterSchemaResponse`.
type registeredShape struct {
	ID         store.ID           `json:"id"`
	Version    int                `json:"version,omitempty"`
	GUID       string             `json:"guid,omitempty"`
	SchemaType string             `json:"schemaType,omitempty"`
	References []schema.Reference `json:"references,omitempty"`
	Metadata   *schema.Metadata   `json:"metadata,omitempty"`
	RuleSet    *schema.RuleSet    `json:"ruleSet,omitempty"`
	Schema     string             `json:"schema,omitempty"`
	life
}

func registeredShapeOf(v *store.Version, c contentShape) registeredShape {
	return registeredShape{
		ID: v.ID, Version: v.Number, GUID: c.guid, SchemaType: c.kind,
		References: c.references, Metadata: c.metadata, RuleSet: c.ruleSet, Schema: c.text,
	}
}

// configShape is `Config` and `ConfigUpdateRequest`, which differ in the name of the level.
type configShape struct {
	Alias              string           `json:"alias,omitempty"`
	AliasForDeks       string           `json:"aliasForDeks,omitempty"`
	Normalize          *bool            `json:"normalize,omitempty"`
	ValidateFields     *bool            `json:"validateFields,omitempty"`
	ValidateNewSchemas *bool            `json:"validateNewSchemas,omitempty"`
	ValidateRules      *bool            `json:"validateRules,omitempty"`
	Level              word.Level       `json:"compatibilityLevel,omitempty"`
	UpdatedLevel       word.Level       `json:"compatibility,omitempty"`
	Policy             word.Policy      `json:"compatibilityPolicy,omitempty"`
	Group              string           `json:"compatibilityGroup,omitempty"`
	DefaultMetadata    *schema.Metadata `json:"defaultMetadata,omitempty"`
	OverrideMetadata   *schema.Metadata `json:"overrideMetadata,omitempty"`
	DefaultRuleSet     *schema.RuleSet  `json:"defaultRuleSet,omitempty"`
	OverrideRuleSet    *schema.RuleSet  `json:"overrideRuleSet,omitempty"`
	// Judge is Concord's own; the reference has no such member.
	Judge word.Judge `json:"compatibilityJudge,omitempty"`
}

// configShapeOf leaves the level to the caller, who knows its name.
func configShapeOf(c store.Config) configShape {
	return configShape{
		Alias: c.Alias, AliasForDeks: c.AliasForDeks, Normalize: c.Normalize, ValidateFields: c.ValidateFields,
		ValidateNewSchemas: c.ValidateNewSchemas, ValidateRules: c.ValidateRules, Policy: c.Policy, Group: c.Group,
		DefaultMetadata: c.DefaultMetadata, OverrideMetadata: c.OverrideMetadata,
		DefaultRuleSet: c.DefaultRuleSet, OverrideRuleSet: c.OverrideRuleSet, Judge: c.Judge,
	}
}

// modeShape is `Mode`.
type modeShape struct {
	Mode string `json:"mode,omitempty"`
}

// useShape is `SubjectVersion`.
type useShape struct {
	Subject string `json:"subject"`
	Version int    `json:"version"`
}

// contextShape is `ContextId`.
type contextShape struct {
	Context string   `json:"context"`
	ID      store.ID `json:"id"`
}

// checkShape is `CompatibilityCheckResponse`. Messages is nil unless they were asked for.
type checkShape struct {
	Compatible bool      `json:"is_compatible"`
	Messages   *[]string `json:"messages,omitempty"`
}
