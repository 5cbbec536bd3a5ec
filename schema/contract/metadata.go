package contract

import (
	"cmp"
	"maps"
	"slices"

	"github.com/concord-registry/concord/schema"
)

// VersionProperty is the metadata property that holds the number of the version.
const VersionProperty = "confluent:version"

// TidyMetadata returns m as it is stored: tags and names of sensitive properties sorted, each once.
func TidyMetadata(m *schema.Metadata) *schema.Metadata {
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

// MergeMetadata lays top over base: entries of the same key are replaced. It is nil when both are.
func MergeMetadata(base, top *schema.Metadata) *schema.Metadata {
	if base == nil || top == nil {
		return cmp.Or(top, base)
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

// WithProperty returns m with one property set.
func WithProperty(m *schema.Metadata, name, value string) *schema.Metadata {
	return MergeMetadata(m, &schema.Metadata{Properties: map[string]string{name: value}})
}

// Property is the value of a property and whether there is one.
func Property(m *schema.Metadata, name string) (string, bool) {
	if m == nil {
		return "", false
	}
	value, ok := m.Properties[name]
	return value, ok
}

// SameMetadata compares what two metadata say; none and an empty one differ.
func SameMetadata(a, b *schema.Metadata) bool {
	if a == nil || b == nil {
		return a == b
	}
	return maps.EqualFunc(a.Tags, b.Tags, slices.Equal[[]string]) && maps.Equal(a.Properties, b.Properties) &&
		slices.Equal(a.Sensitive, b.Sensitive)
}
