package rpc

import (
	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// The functions here read messages into values of the registry. Their errors are of kind Invalid.

// registration reads what a caller asks to register; an alias leads to its target.
func registration(r *concordv1.Registration) (registry.RegisterRequest, error) {
	about, err := subject(r.GetDomain(), r.GetSubject())
	if err != nil {
		return registry.RegisterRequest{}, err
	}
	draft, err := decodeDraft(r.GetSchema(), r.GetNormalize())
	if err != nil {
		return registry.RegisterRequest{}, err
	}
	req := registry.RegisterRequest{
		Subject:       about,
		Draft:         draft,
		Version:       int(r.GetVersion()),
		Force:         r.GetForce(),
		AddTags:       decodeEntityTags(r.GetAddTags()),
		RemoveTags:    decodeEntityTags(r.GetRemoveTags()),
		PropagateTags: r.GetPropagateTags(),
	}
	if r != nil && r.Id != nil {
		id := store.ID(r.GetId())
		req.ID = &id
	}
	return req, nil
}

func decodeDraft(s *concordv1.Schema, normalize bool) (registry.Draft, error) {
	t, err := typeWord(s.GetType())
	if err != nil {
		return registry.Draft{}, err
	}
	draft := registry.Draft{
		Type:      t,
		Text:      s.GetText(),
		Metadata:  decodeMetadata(s.GetMetadata()),
		RuleSet:   decodeRuleSet(s.GetRuleSet()),
		Normalize: normalize,
	}
	for _, r := range s.GetReferences() {
		draft.References = append(draft.References, schema.Reference{Name: r.GetName(), Subject: r.GetSubject(), Version: int(r.GetVersion())})
	}
	return draft, nil
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
			Params: r.GetParams(), Expr: r.GetExpr(), OnSuccess: r.GetOnSuccess(), OnFailure: r.GetOnFailure(),
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
