package reading

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
	// Text may be empty when registering: the previous version's is taken.
	Text       string
	References []schema.Reference
	// Metadata and RuleSet are inherited from the previous version when nil.
	Metadata *schema.Metadata
	RuleSet  *schema.RuleSet
	// Normalize asks for the normalised text; the subject's config may ask for it too.
	Normalize bool
}

// Tidy returns the draft with metadata and rules as they are stored. A text of blanks is none.
func (d Draft) Tidy() Draft {
	if strings.TrimLeftFunc(d.Text, blank) == "" {
		d.Text = ""
	}
	d.Metadata, d.RuleSet = contract.TidyMetadata(d.Metadata), contract.TidyRules(d.RuleSet)
	return d
}

// blank is what the reference takes for white space: all that is not above the space.
func blank(r rune) bool { return r <= ' ' }

// Offer is a draft that was read: what would be stored, and what to compare.
type Offer struct {
	Subject store.Subject
	Parsed  schema.Parsed
	Content *store.Content

	source closed
}

// Fingerprint identifies what was read: the text, its references and the texts behind them.
func (o *Offer) Fingerprint() Fingerprint { return o.source.print }

// WithContract is the offer with other metadata and rules, and so another content.
func (o *Offer) WithContract(m *schema.Metadata, rules *schema.RuleSet) *Offer {
	c := o.Content
	other := *o
	other.Content = newContent(Draft{Type: c.Type, Metadata: m, RuleSet: rules}, c.Text, c.References)
	return &other
}

// Strictness says how a draft is read.
type Strictness struct {
	// Strict and Fields are as in [schema.Options].
	Strict, Fields bool
	// Normalize makes the normalised text the content's.
	Normalize bool
	// Deleted lets references lead to soft-deleted versions.
	Deleted bool
}

// Offer reads a draft for a subject. Every error is of kind Invalid, but for texts over the limits of bytes: they are of
// kind TooLarge.
func (r *Reader) Offer(view *store.View, s store.Subject, d Draft, how Strictness) (*Offer, error) {
	if d.Type == "" {
		d.Type = schema.Avro
	}
	if !formats.Known(d.Type) {
		return nil, fault.SchemaTypeUnknown.With("type", d.Type)
	}
	references, err := pin(view, s.Domain, d.References, how.Deleted)
	if err != nil {
		return nil, err
	}
	if how.Normalize {
		references = sortReferences(references)
	}
	source, err := r.close(view, s.Domain, d.Type, d.Text, references)
	if err != nil {
		return nil, err
	}
	if err := r.measure(source); err != nil {
		return nil, err
	}
	parsed, err := r.read(source, how.Strict, how.Fields)
	if err != nil {
		return nil, err
	}
	text := parsed.Canonical()
	if how.Normalize {
		if text, err = parsed.Normalized(); err != nil {
			return nil, Unreadable(d.Type, err)
		}
	}
	o := &Offer{s, parsed, newContent(d, text, references), source}
	return o, r.measureRest(o.Content)
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
