package registry

import (
	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/server/reading"
)

// memory is what one request has read and been told; its plan may run several times.
type memory struct {
	policy Policy
	taken  map[question]policy.Decision
	drafts *reading.Memory
}

func (r *Registry) newMemory() *memory {
	return &memory{r.config.Policy, map[question]policy.Decision{}, r.reader.Memory()}
}

// read is an offer for the subject of the request.
func (g *registration) read(d Draft, how reading.Strictness) (*reading.Offer, error) {
	return g.asked.drafts.Offer(g.tx.View(), g.req.Subject, d, how)
}
