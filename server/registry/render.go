package registry

import (
	"slices"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/reading"
	"github.com/concord-registry/concord/server/store"
)

// Render is a version's text under the parameter `format` (contract §3.5), with its references resolved.
func (r *Registry) Render(v *store.Version, format string) (string, error) {
	if format == "" || format == "default" {
		return v.Content().Text, nil
	}
	parsed, err := r.reader.Stored(r.View(), v)
	if err != nil {
		return "", err
	}
	text, err := parsed.Render(format)
	if err != nil {
		return "", reading.Unreadable(parsed.Type(), err)
	}
	return text, nil
}

// Tags lists a version's tagged entities that carry one of the tags; "*" selects all.
func (r *Registry) Tags(v *store.Version, tags []string) ([]schema.EntityTags, error) {
	parsed, err := r.reader.Stored(r.View(), v)
	if err != nil {
		return nil, err
	}
	asked := func(t string) bool { return slices.Contains(tags, t) }
	var found []schema.EntityTags
	for _, e := range parsed.Tags() {
		if slices.Contains(tags, "*") || slices.ContainsFunc(e.Tags, asked) {
			found = append(found, e)
		}
	}
	return found, nil
}

// Document is a version's normalised document.
func (r *Registry) Document(v *store.Version) (*schema.Document, error) {
	parsed, err := r.reader.Stored(r.View(), v)
	if err != nil {
		return nil, err
	}
	return parsed.Document(), nil
}
