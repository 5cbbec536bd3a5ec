package registry

import (
	"maps"
	"slices"

	"github.com/concord-registry/concord/schema"
)

// versionProperty is the metadata property that holds the number of the version (contract §3.12).
const versionProperty = "confluent:version"

// tidyMetadata returns m as it is stored: tags and names of sensitive properties sorted, each once.
func tidyMetadata(m *schema.Metadata) *schema.Metadata {
	if m == nil {
		return nil
	}
	tidy := &schema.Metadata{Properties: m.Properties, Sensitive: sorted(m.Sensitive)}
	if m.Tags != nil {
		tidy.Tags = make(map[string][]string, len(m.Tags))
	}
	for path, tags := range m.Tags {
		tidy.Tags[path] = sorted(tags)
	}
	return tidy
}

func sorted(texts []string) []string {
	if len(texts) == 0 {
		return texts // none and an empty list stay what they are
	}
	return slices.Compact(slices.Sorted(slices.Values(texts)))
}

// tidyRules returns s as it is stored: kinds and modes written out where they were left to the default, tags sorted.
func tidyRules(s *schema.RuleSet) *schema.RuleSet {
	if s == nil {
		return nil
	}
	return &schema.RuleSet{
		MigrationRules: tidyList(s.MigrationRules),
		DomainRules:    tidyList(s.DomainRules),
		EncodingRules:  tidyList(s.EncodingRules),
		EnableAt:       s.EnableAt,
	}
}

func tidyList(rules []schema.Rule) []schema.Rule {
	tidy := slices.Clone(rules)
	for i := range tidy {
		r := &tidy[i]
		r.Kind, r.Mode, r.Tags = orElse(r.Kind, "TRANSFORM"), orElse(r.Mode, "WRITEREAD"), sorted(r.Tags)
	}
	return tidy
}

// mergeMetadata lays top over base: entries of the same key are replaced. It is nil when both are.
func mergeMetadata(base, top *schema.Metadata) *schema.Metadata {
	if base == nil || top == nil {
		return either(top, base)
	}
	return &schema.Metadata{
		Tags:       mergeMaps(base.Tags, top.Tags),
		Properties: mergeMaps(base.Properties, top.Properties),
		Sensitive:  sorted(slices.Concat(base.Sensitive, top.Sensitive)),
	}
}

func mergeMaps[V any](base, top map[string]V) map[string]V {
	if base == nil {
		return maps.Clone(top)
	}
	merged := maps.Clone(base)
	maps.Copy(merged, top)
	return merged
}

// mergeRules lays top over base: rules of the same name are replaced. It is nil when both are.
func mergeRules(base, top *schema.RuleSet) *schema.RuleSet {
	if base == nil || top == nil {
		return either(top, base)
	}
	return &schema.RuleSet{
		MigrationRules: mergeList(base.MigrationRules, top.MigrationRules),
		DomainRules:    mergeList(base.DomainRules, top.DomainRules),
		EncodingRules:  mergeList(base.EncodingRules, top.EncodingRules),
		EnableAt:       orElse(top.EnableAt, base.EnableAt),
	}
}

func mergeList(base, top []schema.Rule) []schema.Rule {
	kept := slices.DeleteFunc(slices.Clone(base), func(r schema.Rule) bool {
		return slices.ContainsFunc(top, func(t schema.Rule) bool { return t.Name == r.Name })
	})
	return append(kept, top...)
}

// withoutRules leaves out the rules of the names given.
func withoutRules(s *schema.RuleSet, names []string) *schema.RuleSet {
	if s == nil || len(names) == 0 {
		return s
	}
	drop := func(rules []schema.Rule) []schema.Rule {
		return slices.DeleteFunc(slices.Clone(rules), func(r schema.Rule) bool { return slices.Contains(names, r.Name) })
	}
	return &schema.RuleSet{
		MigrationRules: drop(s.MigrationRules),
		DomainRules:    drop(s.DomainRules),
		EncodingRules:  drop(s.EncodingRules),
		EnableAt:       s.EnableAt,
	}
}

// withProperty returns m with one property set.
func withProperty(m *schema.Metadata, name, value string) *schema.Metadata {
	return mergeMetadata(m, &schema.Metadata{Properties: map[string]string{name: value}})
}

func property(m *schema.Metadata, name string) (string, bool) {
	if m == nil {
		return "", false
	}
	value, ok := m.Properties[name]
	return value, ok
}

// sameMetadata compares what two metadata say; none and an empty one differ.
func sameMetadata(a, b *schema.Metadata) bool {
	if a == nil || b == nil {
		return a == b
	}
	return maps.EqualFunc(a.Tags, b.Tags, slices.Equal[[]string]) && maps.Equal(a.Properties, b.Properties) &&
		slices.Equal(a.Sensitive, b.Sensitive)
}

// sameRules compares what two rule sets say; none and an empty one differ.
func sameRules(a, b *schema.RuleSet) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.EnableAt == b.EnableAt && slices.EqualFunc(a.MigrationRules, b.MigrationRules, sameRule) &&
		slices.EqualFunc(a.DomainRules, b.DomainRules, sameRule) && slices.EqualFunc(a.EncodingRules, b.EncodingRules, sameRule)
}

func sameRule(a, b schema.Rule) bool {
	return a.Name == b.Name && a.Doc == b.Doc && a.Kind == b.Kind && a.Mode == b.Mode && a.Type == b.Type &&
		slices.Equal(a.Tags, b.Tags) && maps.Equal(a.Params, b.Params) && a.Expr == b.Expr &&
		a.OnSuccess == b.OnSuccess && a.OnFailure == b.OnFailure && a.Disabled == b.Disabled
}
