package reading

import (
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// measure refuses a source over the limits of bytes, before anything is parsed.
func (r *Reader) measure(src closed) error {
	switch total := weight(src); {
	case len(src.Text) > r.limits.Bytes:
		return tooLarge("it has %d bytes; at most %d are read", len(src.Text), r.limits.Bytes)
	case total > r.limits.Total:
		return tooLarge("it has %d bytes with all that it refers to; at most %d are read", total, r.limits.Total)
	}
	return nil
}

// measureRest refuses metadata, rules and references that together are larger than a text may be.
func (r *Reader) measureRest(c *store.Content) error {
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

// weight is how much is read with a source.
func weight(c closed) int {
	n := len(c.Text)
	for _, d := range c.Dependencies {
		n += len(d.Text)
	}
	return n
}

func tooLarge(format string, args ...any) error {
	return fault.SchemaTooLarge.Because(format, args...)
}
