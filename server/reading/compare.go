package reading

import (
	"fmt"

	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/server/store"
)

// comparison is two closed texts, compared in a direction.
type comparison struct {
	old, new Fingerprint
	dir      rule.Direction
}

// Findings compares an offer with those of old that the level asks for; old is ascending. The findings are shared and
// must not be changed.
func (r *Reader) Findings(view *store.View, old []*store.Version, o *Offer, judge word.Judge, level word.Level) ([]rule.Finding, error) {
	return compat.CheckBy(judge, level, old, func(v *store.Version) (int, compat.Comparison, error) {
		src, err := r.closeStored(view, v)
		return v.Number, func(dir rule.Direction) ([]rule.Finding, error) {
			found, err := r.compare(dir, src, o)
			if err != nil {
				return nil, fmt.Errorf("compare with version %d of %s: %w", v.Number, v.Subject, err)
			}
			return found, nil
		}, err
	})
}

// compare compares two sources in one direction.
func (r *Reader) compare(dir rule.Direction, old closed, o *Offer) ([]rule.Finding, error) {
	key := comparison{old.print, o.source.print, dir}
	if found, ok := r.found.get(key); ok {
		return found, nil
	}
	parsed, err := r.read(old, false, false)
	if err != nil {
		return nil, err
	}
	found, err := compat.Compare(dir, parsed, o.Parsed)
	if err != nil {
		return nil, err
	}
	r.found.put(key, found, 1+len(found))
	return found, nil
}

// Over reads a stored version again with a draft in the place of the versions of the draft's subject, and says how many
// bytes that took. The offer has no content, being none that could be stored.
func (r *Reader) Over(view *store.View, draft *Offer, v *store.Version) (o *Offer, size int, err error) {
	c := v.Content()
	source, err := r.closeAround(view, draft, v.Subject.Domain, c.Type, c.Text, c.References)
	if err != nil {
		return nil, 0, err
	}
	parsed, err := r.read(source, false, false)
	return &Offer{Subject: v.Subject, Parsed: parsed, source: source}, weight(source), err
}
