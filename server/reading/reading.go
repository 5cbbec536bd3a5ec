package reading

import (
	"crypto/sha256"
	"errors"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/formats"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// Bounds of what a reader keeps. A parsed schema is taken to weigh as much as its text with all dependencies, a
// comparison as one and one more for each finding.
const (
	keptSchemas     = 16_384
	keptBytes       = 64 << 20
	keptComparisons = 65_536
)

// Reader parses texts with what they refer to, compares them, and remembers what it has read and found. It is safe for
// concurrent use.
type Reader struct {
	limits schema.Limits
	parsed *cache[Fingerprint, reading]
	found  *cache[comparison, []rule.Finding]
	sums   sums
}

// New returns a reader that refuses schemas over the limits.
func New(l schema.Limits) *Reader {
	return &Reader{
		limits: l,
		parsed: newCache[Fingerprint, reading](keptSchemas, keptBytes),
		found:  newCache[comparison, []rule.Finding](keptComparisons, keptComparisons),
	}
}

// Fingerprint identifies a closed source: its texts, its references and the texts behind them.
type Fingerprint [sha256.Size]byte

// closed is a source with everything that it refers to.
type closed struct {
	schema.Source
	print Fingerprint
}

// reading is what a source was read as, and how strictly: strictness only refuses more, it changes nothing that is read.
type reading struct {
	schema         schema.Parsed
	strict, fields bool
}

// suffices reports whether the reading was as strict as is asked.
func (r reading) suffices(strict, fields bool) bool {
	return (r.strict || !strict) && (r.fields || !fields)
}

// close gathers what a text of domain d with pinned references refers to.
func (r *Reader) close(view *store.View, d store.DomainName, t schema.Type, text string, references []schema.Reference) (closed, error) {
	return r.closeAround(view, nil, d, t, text, references)
}

// closeAround is close with a draft in the place of the versions of its subject; nil for none.
func (r *Reader) closeAround(view *store.View, draft *Offer, d store.DomainName, t schema.Type, text string, references []schema.Reference) (closed, error) {
	c := closure{view: view, draft: draft, limit: r.limits.Dependencies, named: map[string]bool{}}
	if err := c.add(d, references); err != nil {
		return closed{}, err
	}
	h := sha256.New()
	writeText(h, string(t))
	writeText(h, text)
	writeReferences(h, references)
	for i, dep := range c.texts {
		writeText(h, dep.Name)
		h.Write(c.behind[i][:])
	}
	source := schema.Source{Type: t, Text: text, References: references, Dependencies: c.texts}
	return closed{source, Fingerprint(h.Sum(nil))}, nil
}

// closeStored is close for a stored version.
func (r *Reader) closeStored(view *store.View, v *store.Version) (closed, error) {
	c := v.Content()
	if len(c.References) == 0 {
		return closed{schema.Source{Type: c.Type, Text: c.Text}, Fingerprint(c.Digest)}, nil
	}
	return r.close(view, v.Subject.Domain, c.Type, c.Text, c.References)
}

// read parses a source. A text that is no schema gives an error of kind Invalid with the [schema.Error] as its cause.
func (r *Reader) read(src closed, strict, fields bool) (schema.Parsed, error) {
	if known, ok := r.parsed.get(src.print); ok && known.suffices(strict, fields) {
		return known.schema, nil
	}
	p, err := formats.Parse(src.Source, schema.Options{Strict: strict, Fields: fields, Limits: r.limits})
	if err != nil {
		return nil, Unreadable(src.Type, err)
	}
	r.parsed.put(src.print, reading{p, strict, fields}, weight(src))
	return p, nil
}

// Stored parses a stored version as leniently as possible.
func (r *Reader) Stored(view *store.View, v *store.Version) (schema.Parsed, error) {
	src, err := r.closeStored(view, v)
	if err != nil {
		return nil, err
	}
	return r.read(src, false, false)
}

// Unreadable is the error of a text that is no schema of its type, or of an answer that cannot be made from one.
func Unreadable(t schema.Type, err error) error {
	var refused *schema.Error
	if !errors.As(err, &refused) {
		return fault.InternalError.Says("reading the schema failed").Caused(err)
	}
	return fault.SchemaInvalid.With("type", t).Because("%v", refused).Caused(refused)
}
