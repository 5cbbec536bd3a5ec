package registry

import (
	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/schema/contract"
	"github.com/concord-registry/concord/server/store"
)

// memory is what one request has read and been told; its plan may run several times.
type memory struct {
	policy Policy
	taken  map[question]policy.Decision
	// offers holds the last one of each subject.
	offers map[store.Subject]remembered
}

// remembered is what was made of a draft.
type remembered struct {
	draft Draft
	how   strictness
	offer *offer
}

func newMemory(p Policy) *memory {
	return &memory{p, map[question]policy.Decision{}, map[store.Subject]remembered{}}
}

// read is [Registry.offer] for the subject of the request. What has no references says the same in every view.
func (g *registration) read(d Draft, how strictness) (*offer, error) {
	how.deleted = how.deleted && len(d.References) > 0
	s := g.req.Subject
	if last, ok := g.asked.offers[s]; ok && last.how == how && last.draft.same(d) {
		return last.offer, nil
	}
	o, err := g.offer(g.tx.View(), s, d, how)
	if err == nil && len(d.References) == 0 {
		g.asked.offers[s] = remembered{d, how, o}
	}
	return o, err
}

// same compares drafts without references.
func (d Draft) same(other Draft) bool {
	return len(d.References)+len(other.References) == 0 && d.Type == other.Type && d.Text == other.Text &&
		d.Normalize == other.Normalize && contract.SameMetadata(d.Metadata, other.Metadata) && contract.SameRules(d.RuleSet, other.RuleSet)
}
