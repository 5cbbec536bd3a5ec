package registry

import (
	"strings"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/contract"
	"github.com/concord-registry/concord/schema/formats"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// Draft is a schema as a caller offers it.
type Draft struct {
	// Type is AVRO when empty, or the previous version's when Text is empty too.
	Type schema.Type
	// Text may be empty when registering: the previous version's is taken (contract §3.3).
	Text       string
	References []schema.Reference
	// Metadata and RuleSet are inherited from the previous version when nil.
	Metadata *schema.Metadata
	RuleSet  *schema.RuleSet
	// Normalize asks for the normalised text; the subject's config may ask for it too.
	Normalize bool
}

// tidy returns the draft with metadata and rules as they are stored. A text of blanks is none.
func (d Draft) tidy() Draft {
	if strings.TrimLeftFunc(d.Text, blank) == "" {
		d.Text = ""
	}
	d.Metadata, d.RuleSet = contract.TidyMetadata(d.Metadata), contract.TidyRules(d.RuleSet)
	return d
}

// blank is what the reference takes for white space: all that is not above the space.
func blank(r rune) bool { return r <= ' ' }

// offer is a draft that was read: what would be stored, and what to compare.
type offer struct {
	subject store.Subject
	source  closed
	parsed  schema.Parsed
	content *store.Content
}

// strictness says how a draft is read.
type strictness struct {
	// strict and fields are as in [schema.Options].
	strict, fields bool
	normalize      bool
	// deleted lets references lead to soft-deleted versions.
	deleted bool
}

// offer reads a draft for a subject. Every error is of kind InvalidSchema, but for texts over the limits of bytes: they are
// of kind TooLarge.
func (r *Registry) offer(view *store.View, s store.Subject, d Draft, how strictness) (*offer, error) {
	if d.Type == "" {
		d.Type = schema.Avro
	}
	if !formats.Known(d.Type) {
		return nil, fault.SchemaTypeUnknown.With("type", d.Type)
	}
	references, err := pin(view, s.Domain, d.References, how.deleted)
	if err != nil {
		return nil, err
	}
	if how.normalize {
		references = sortReferences(references)
	}
	source, err := r.reader.close(view, s.Domain, d.Type, d.Text, references)
	if err != nil {
		return nil, err
	}
	if err := r.reader.measure(source); err != nil {
		return nil, err
	}
	parsed, err := r.reader.read(source, how.strict, how.fields)
	if err != nil {
		return nil, err
	}
	text := parsed.Canonical()
	if how.normalize {
		if text, err = parsed.Normalized(); err != nil {
			return nil, unreadable(d.Type, err)
		}
	}
	o := &offer{s, source, parsed, newContent(d, text, references)}
	return o, r.reader.measureRest(o.content)
}

func newContent(d Draft, text string, references []schema.Reference) *store.Content {
	c := &store.Content{
		GUID:       schema.Identify(text, references, d.Metadata, d.RuleSet),
		Type:       d.Type,
		Text:       text,
		References: references,
		Metadata:   d.Metadata,
		RuleSet:    d.RuleSet,
	}
	c.Digest = digestOf(c)
	return c
}
