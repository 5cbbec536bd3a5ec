package registry

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"hash"
	"io"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/formats"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// Bounds of what a reader keeps: a parsed schema is taken to weigh as much as its text with all dependencies.
const (
	keptSchemas = 16_384
	keptBytes   = 64 << 20
)

// reader parses closed sources and remembers what it has parsed.
type reader struct {
	limits schema.Limits
	parsed *cache[fingerprint, reading]
	sums   sums
}

func newReader(l schema.Limits) *reader {
	return &reader{limits: l, parsed: newCache[fingerprint, reading](keptSchemas, keptBytes)}
}

// fingerprint identifies a closed source: its texts, its references and the texts behind them.
type fingerprint [sha256.Size]byte

// closed is a source with everything that it refers to.
type closed struct {
	schema.Source
	print fingerprint
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
func (r *reader) close(view *store.View, d store.DomainName, t schema.Type, text string, references []schema.Reference) (closed, error) {
	return r.closeAround(view, nil, d, t, text, references)
}

// closeAround is close with a draft in the place of the versions of its subject; nil for none.
func (r *reader) closeAround(view *store.View, draft *offer, d store.DomainName, t schema.Type, text string, references []schema.Reference) (closed, error) {
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
	return closed{source, fingerprint(h.Sum(nil))}, nil
}

// closeStored is close for a stored version.
func (r *reader) closeStored(view *store.View, v *store.Version) (closed, error) {
	c := v.Content()
	if len(c.References) == 0 {
		return closed{schema.Source{Type: c.Type, Text: c.Text}, fingerprint(c.Digest)}, nil
	}
	return r.close(view, v.Subject.Domain, c.Type, c.Text, c.References)
}

// measure refuses a source over the limits of bytes, before anything is parsed.
func (r *reader) measure(src closed) error {
	switch total := weight(src); {
	case len(src.Text) > r.limits.Bytes:
		return tooLarge("it has %d bytes; at most %d are read", len(src.Text), r.limits.Bytes)
	case total > r.limits.Total:
		return tooLarge("it has %d bytes with all that it refers to; at most %d are read", total, r.limits.Total)
	}
	return nil
}

// measureRest refuses metadata, rules and references that together are larger than a text may be.
func (r *reader) measureRest(c *store.Content) error {
	size := 0
	for _, ref := range c.References {
		size += len(ref.Name) + len(ref.Subject)
	}
	if c.Metadata != nil {
		size += len(asJSON(c.Metadata))
	}
	if c.RuleSet != nil {
		size += len(asJSON(c.RuleSet))
	}
	if size > r.limits.Bytes {
		return tooLarge("its metadata, rules and references have %d bytes; at most %d are read", size, r.limits.Bytes)
	}
	return nil
}

// read parses a source. A text that is no schema gives an error of kind Invalid with the [schema.Error] as its cause.
func (r *reader) read(src closed, strict, fields bool) (schema.Parsed, error) {
	if known, ok := r.parsed.get(src.print); ok && known.suffices(strict, fields) {
		return known.schema, nil
	}
	p, err := formats.Parse(src.Source, schema.Options{Strict: strict, Fields: fields, Limits: r.limits})
	if err != nil {
		return nil, unreadable(src.Type, err)
	}
	r.parsed.put(src.print, reading{p, strict, fields}, weight(src))
	return p, nil
}

// stored parses a stored version as leniently as possible.
func (r *reader) stored(view *store.View, v *store.Version) (schema.Parsed, error) {
	src, err := r.closeStored(view, v)
	if err != nil {
		return nil, err
	}
	return r.read(src, false, false)
}

func unreadable(t schema.Type, err error) error {
	var refused *schema.Error
	if !errors.As(err, &refused) {
		return fault.InternalError.Says("reading the schema failed").Caused(err)
	}
	return fault.SchemaInvalid.With("type", t).Because("%v", refused).Caused(refused)
}

// digestOf is SHA-256 over all that a content says, with lengths between its parts.
func digestOf(c *store.Content) store.Digest {
	h := sha256.New()
	writeText(h, string(c.Type))
	writeText(h, c.Text)
	writeReferences(h, c.References)
	writeJSON(h, c.Metadata)
	writeJSON(h, c.RuleSet)
	return store.Digest(h.Sum(nil))
}

func writeReferences(h hash.Hash, references []schema.Reference) {
	writeNumber(h, len(references))
	for _, ref := range references {
		writeText(h, ref.Name)
		writeText(h, ref.Subject)
		writeNumber(h, ref.Version)
	}
}

func writeText(h hash.Hash, text string) {
	writeNumber(h, len(text))
	io.WriteString(h, text)
}

func writeNumber(h hash.Hash, n int) {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(n))
	h.Write(b[:])
}

func writeJSON(h hash.Hash, v any) { writeText(h, asJSON(v)) }

func asJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // metadata and rules hold nothing that JSON cannot
	}
	return string(text)
}
