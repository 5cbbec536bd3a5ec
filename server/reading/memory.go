package reading

import (
	"github.com/concord-registry/concord/schema/contract"
	"github.com/concord-registry/concord/server/store"
)

// Memory reads the drafts of one request, whose plan may run several times, and holds the last one of each subject. It is
// not safe for concurrent use.
type Memory struct {
	reader *Reader
	last   map[store.Subject]remembered
}

// remembered is what was made of a draft.
type remembered struct {
	draft Draft
	how   Strictness
	offer *Offer
}

// Memory is an empty one.
func (r *Reader) Memory() *Memory { return &Memory{r, map[store.Subject]remembered{}} }

// Offer is [Reader.Offer]. What has no references says the same in every view.
func (m *Memory) Offer(view *store.View, s store.Subject, d Draft, how Strictness) (*Offer, error) {
	how.Deleted = how.Deleted && len(d.References) > 0
	if last, ok := m.last[s]; ok && last.how == how && last.draft.same(d) {
		return last.offer, nil
	}
	o, err := m.reader.Offer(view, s, d, how)
	if err == nil && len(d.References) == 0 {
		m.last[s] = remembered{d, how, o}
	}
	return o, err
}

// same compares drafts without references.
func (d Draft) same(other Draft) bool {
	return len(d.References)+len(other.References) == 0 && d.Type == other.Type && d.Text == other.Text &&
		d.Normalize == other.Normalize && contract.SameMetadata(d.Metadata, other.Metadata) && contract.SameRules(d.RuleSet, other.RuleSet)
}
