package reading

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/contract"
	"github.com/concord-registry/concord/server/store"
)

// Likeness tells which stored versions are equal to one offer, under the rules of a look-up. A subject may
// have thousands of versions: what the comparisons need of the offer is made once, and what is cheap is looked at first.
type Likeness struct {
	reader *Reader
	view   *store.View
	offer  *Offer
	sum    uint64
	// parsed is the offer, when it is normalised as its text would be read again, nil if it cannot be; resolved is its text
	// with references written out, empty if it has no such form.
	parsed   func() schema.Parsed
	resolved func() string
}

// Likeness is that of an offer in a view.
func (r *Reader) Likeness(view *store.View, o *Offer) *Likeness {
	l := &Likeness{reader: r, view: view, offer: o, sum: byteSum(o.Content.Text)}
	l.parsed = sync.OnceValue(func() schema.Parsed {
		if o.Content.Text == o.Parsed.Canonical() {
			return o.Parsed
		}
		source, err := r.close(view, o.Subject.Domain, o.Content.Type, o.Content.Text, o.Content.References)
		if err != nil {
			return nil
		}
		parsed, err := r.read(source, false, false)
		if err != nil {
			return nil
		}
		return parsed
	})
	l.resolved = sync.OnceValue(func() string { return writtenOut(o.Parsed) })
	return l
}

// Says reports whether a stored version is equal to the offer, but for a `confluent:version` that only one has.
func (l *Likeness) Says(v *store.Version) bool {
	c, o := v.Content(), l.offer.Content
	return c.Type == o.Type && contract.SameRules(c.RuleSet, o.RuleSet) && sameButVersion(v, o.Metadata) && l.sameText(v)
}

// sameText compares texts with the same references. A text without any may have written out what the stored one refers
// to: then the resolved texts count. Avro texts may differ in the order of properties and aliases.
func (l *Likeness) sameText(v *store.Version) bool {
	c, o := v.Content(), l.offer.Content
	if len(o.References) == 0 && len(c.References) > 0 {
		return c.Text == o.Text || c.Type == schema.Avro && l.sameResolved(v)
	}
	if !slices.Equal(c.References, o.References) {
		return false
	}
	return c.Text == o.Text || c.Type == schema.Avro && l.sameOrder(v)
}

// sameResolved compares what the references of a stored version are written out to with an offer that has none.
func (l *Likeness) sameResolved(v *store.Version) bool {
	ours := l.resolved()
	if ours == "" {
		return false
	}
	stored, err := l.reader.Stored(l.view, v)
	return err == nil && writtenOut(stored) == ours
}

// unordered is a parsed schema that knows another one whose text is in another order as the same: Avro's.
type unordered interface {
	Equal(schema.Parsed) bool
}

// sameOrder compares a stored text with the offered one, whatever the order of what has none. Texts that are not made of
// the same bytes need not be read for that.
func (l *Likeness) sameOrder(v *store.Version) bool {
	if l.reader.sums.of(v.Content()) != l.sum {
		return false
	}
	stored, err := l.reader.Stored(l.view, v)
	if err != nil {
		return false
	}
	theirs, ok := stored.(unordered)
	return ok && l.parsed() != nil && theirs.Equal(l.parsed())
}

// byteSum is the same for texts that are made of the same bytes in whatever order, and differs for most others. An error of
// Avro's counts as the record that it is to a look-up.
func byteSum(text string) uint64 {
	text = strings.ReplaceAll(text, `"error"`, `"record"`)
	sum, squares := uint64(0), uint64(0)
	for i := range len(text) {
		b := uint64(text[i])
		sum, squares = sum+b, squares+b*b
	}
	return sum<<32 ^ squares
}

// resolved is the name of the format with references written out, which Avro alone has.
const resolved = "resolved"

// writtenOut is a schema in that format, empty if it has none.
func writtenOut(p schema.Parsed) string {
	text, err := p.Render(resolved)
	if err != nil {
		return ""
	}
	return text
}

func sameButVersion(v *store.Version, offered *schema.Metadata) bool {
	stored := v.Content().Metadata
	theirs, has := contract.Property(stored, contract.VersionProperty)
	ours, asks := contract.Property(offered, contract.VersionProperty)
	switch {
	case has && !asks:
		offered = contract.WithProperty(offered, contract.VersionProperty, theirs)
	case asks && !has:
		if ours != strconv.Itoa(v.Number) {
			return false
		}
		stored = contract.WithProperty(stored, contract.VersionProperty, ours)
	}
	return contract.SameMetadata(stored, offered)
}
