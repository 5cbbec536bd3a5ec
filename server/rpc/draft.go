package rpc

import (
	"errors"
	"strconv"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// The functions here read messages into values of the registry.

// draft is a schema as a caller offers it, for a subject of a domain.
func draft(s *concordv1.Schema, in store.DomainName, normalize bool) (registry.Draft, error) {
	if s.GetName() != "" || s.GetGuid() != "" {
		return registry.Draft{}, fault.FieldInvalid.With("field", "schema.guid").Because("the name and the GUID of a schema follow from what it says: leave them out")
	}
	t, err := word[schema.Type]("schema.type", s.GetType())
	if err != nil {
		return registry.Draft{}, err
	}
	d := registry.Draft{
		Type:      t,
		Text:      s.GetText(),
		Metadata:  decodeMetadata(s.GetMetadata()),
		RuleSet:   decodeRuleSet(s.GetRuleSet()),
		Normalize: normalize,
	}
	for i, r := range s.GetReferences() {
		ref, err := decodeReference(r, in)
		if err != nil {
			return d, within("schema.references["+strconv.Itoa(i)+"].", err)
		}
		d.References = append(d.References, ref)
	}
	return d, nil
}

// decodeReference reads a reference of a schema in a domain. A target there is written without the domain, as other
// clients do, so that the schema is the same one.
func decodeReference(r *concordv1.Reference, in store.DomainName) (schema.Reference, error) {
	d := in
	var err error
	if r.GetDomain() != "" {
		if d, err = domain(r.GetDomain()); err != nil {
			return schema.Reference{}, err
		}
	}
	to, err := subject(d.Public(), r.GetSubject())
	if err != nil {
		return schema.Reference{}, err
	}
	ref := schema.Reference{Name: r.GetName(), Subject: to.Name, Version: int(r.GetVersion())}
	if d != in {
		ref.Subject = ":" + d.Context() + ":" + to.Name
	}
	switch {
	case r.GetVersion() < 0:
		return ref, fault.FieldInvalid.With("field", "version").Because("a version is a number from 1, or 0 for the latest")
	case r.GetVersion() == 0:
		ref.Version = registry.Latest.Number
	}
	return ref, nil
}

func decodeMetadata(m *concordv1.Metadata) *schema.Metadata {
	if m == nil {
		return nil
	}
	var tags map[string][]string
	if len(m.GetTags()) > 0 {
		tags = make(map[string][]string, len(m.GetTags()))
	}
	for path, t := range m.GetTags() {
		tags[path] = t.GetValues()
	}
	return &schema.Metadata{Tags: tags, Properties: m.GetProperties(), Sensitive: m.GetSensitive()}
}

func decodeRuleSet(s *concordv1.RuleSet) *schema.RuleSet {
	if s == nil {
		return nil
	}
	return &schema.RuleSet{
		MigrationRules: decodeDataRules(s.GetMigrationRules()),
		DomainRules:    decodeDataRules(s.GetDomainRules()),
		EncodingRules:  decodeDataRules(s.GetEncodingRules()),
		EnableAt:       s.GetEnableAt(),
	}
}

func decodeDataRules(list []*concordv1.DataRule) []schema.Rule {
	var rules []schema.Rule
	for _, r := range list {
		rules = append(rules, schema.Rule{
			Name: r.GetName(), Doc: r.GetDoc(), Kind: r.GetKind(), Mode: r.GetMode(), Type: r.GetType(), Tags: r.GetTags(),
			Params: r.GetParameters(), Expr: r.GetExpression(), OnSuccess: r.GetOnSuccess(), OnFailure: r.GetOnFailure(),
			Disabled: r.GetDisabled(),
		})
	}
	return rules
}

func decodeEntityTags(list []*concordv1.EntityTags) []schema.EntityTags {
	var tags []schema.EntityTags
	for _, t := range list {
		tags = append(tags, schema.EntityTags{Entity: schema.Entity{Path: t.GetPath(), Type: t.GetType()}, Tags: t.GetTags()})
	}
	return tags
}

// within puts where a message stands before the field that an error names.
func within(place string, err error) error {
	var known *fault.Error
	if !errors.As(err, &known) || known.Details["field"] == "" {
		return err
	}
	told := *known
	told.Details = nil
	for name, value := range known.Details {
		told.With(name, value)
	}
	return told.With("field", place+known.Details["field"])
}
