package concord

import (
	"maps"
	"slices"
)

// clone is a copy that shares nothing that can be changed.
func (s Schema) clone() Schema {
	s.References = slices.Clone(s.References)
	s.Metadata = s.Metadata.clone()
	s.RuleSet = s.RuleSet.clone()
	return s
}

func (v Version) clone() Version {
	if v.Schema != nil {
		schema := v.Schema.clone()
		v.Schema = &schema
	}
	return v
}

func (m *Metadata) clone() *Metadata {
	if m == nil {
		return nil
	}
	tags := maps.Clone(m.Tags)
	for path, t := range tags {
		tags[path] = Tags{slices.Clone(t.Values)}
	}
	return &Metadata{Tags: tags, Properties: maps.Clone(m.Properties), Sensitive: slices.Clone(m.Sensitive)}
}

func (r *RuleSet) clone() *RuleSet {
	if r == nil {
		return nil
	}
	return &RuleSet{
		MigrationRules: cloneRules(r.MigrationRules),
		DomainRules:    cloneRules(r.DomainRules),
		EncodingRules:  cloneRules(r.EncodingRules),
		EnableAt:       r.EnableAt,
	}
}

func cloneRules(rules []DataRule) []DataRule {
	rules = slices.Clone(rules)
	for i, r := range rules {
		rules[i].Tags, rules[i].Parameters = slices.Clone(r.Tags), maps.Clone(r.Parameters)
	}
	return rules
}
