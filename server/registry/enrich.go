package registry

import (
	"cmp"
	"strconv"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/contract"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/reading"
	"github.com/concord-registry/concord/server/store"
)

// completed is a draft with what registering adds to it: metadata and rules of the previous version where it has none
// of its own, between the config's defaults below and its overrides on top (contract §3.3, step 8), and the names of the
// keys that its rules encrypt with.
func completed(d Draft, c store.Config, previous *store.Version) Draft {
	if previous != nil {
		d.Metadata = cmp.Or(d.Metadata, previous.Content().Metadata)
		d.RuleSet = cmp.Or(d.RuleSet, previous.Content().RuleSet)
	}
	d.Metadata = contract.MergeMetadata(contract.MergeMetadata(c.DefaultMetadata, d.Metadata), c.OverrideMetadata)
	d.RuleSet = contract.WithKeks(contract.MergeRules(contract.MergeRules(c.DefaultRuleSet, d.RuleSet), c.OverrideRuleSet))
	return d
}

// amends reports whether a config changes what is registered under it.
func amends(c store.Config) bool {
	return c.DefaultMetadata != nil || c.OverrideMetadata != nil || c.DefaultRuleSet != nil || c.OverrideRuleSet != nil
}

// inherited is a draft without text as that of the previous version.
func inherited(d Draft, previous *store.Version) (Draft, error) {
	if d.Text != "" {
		return d, nil
	}
	if previous == nil {
		return d, fault.SchemaEmpty.New()
	}
	c := previous.Content()
	d.Type, d.Text, d.References = c.Type, c.Text, c.References
	return d, nil
}

// stamped sets `confluent:version` to a number if asked for, or if the metadata have it already.
func stamped(m *schema.Metadata, number int, asked bool) *schema.Metadata {
	if _, ok := contract.Property(m, contract.VersionProperty); !ok && !asked {
		return m
	}
	return contract.WithProperty(m, contract.VersionProperty, strconv.Itoa(number))
}

// retag edits the inline tags of a draft: those of the previous version first when they are to be propagated, then what
// the request adds and removes. The draft's text becomes the canonical one.
func (r *Registry) retag(view *store.View, s store.Subject, req RegisterRequest, previous *store.Version) (Draft, error) {
	d := req.Draft
	if req.PropagateTags && previous != nil {
		stored, err := r.reader.Stored(view, previous)
		if err != nil {
			return d, err
		}
		for _, tags := range stored.Tags() {
			// What carried the tags may be gone from the new schema.
			if text, err := r.tagged(view, s, d, []schema.EntityTags{tags}, nil); err == nil {
				d.Text = text
			}
		}
	}
	if len(req.AddTags)+len(req.RemoveTags) == 0 {
		return d, nil
	}
	text, err := r.tagged(view, s, d, req.AddTags, req.RemoveTags)
	d.Text = text
	return d, err
}

func (r *Registry) tagged(view *store.View, s store.Subject, d Draft, add, remove []schema.EntityTags) (string, error) {
	o, err := r.reader.Offer(view, s, d, reading.Strictness{})
	if err != nil {
		return "", err
	}
	text, err := o.Parsed.Retag(add, remove)
	if err != nil {
		return "", reading.Unreadable(o.Parsed.Type(), err)
	}
	return text, nil
}
