package registry

import (
	"context"
	"strings"

	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/reading"
	"github.com/concord-registry/concord/server/store"
)

// question is what a decision depends on, besides the policy itself.
type question struct {
	subject  store.Subject
	source   reading.Fingerprint
	digest   store.Digest
	versions *store.Versions // they never change; new ones are another value
	by       verdict
}

// decide asks the policy about an offer; nil when there is none to ask.
func (m *memory) decide(ctx context.Context, g *registration, o *reading.Offer, c comparison) (*policy.Decision, error) {
	if m.policy == nil {
		return nil, nil
	}
	q := question{g.req.Subject, o.Fingerprint(), o.Content.Digest, g.versions, c.verdict}
	if taken, ok := m.taken[q]; ok {
		return &taken, nil
	}
	req, err := g.question(o, c)
	if err != nil {
		return nil, err
	}
	taken := m.policy.Evaluate(ctx, req)
	m.taken[q] = taken
	return &taken, nil
}

// question is the policy request for an offer.
func (g *registration) question(o *reading.Offer, c comparison) (policy.Request, error) {
	s := g.req.Subject
	req := policy.Request{
		Action:  "register",
		Time:    g.tx.Now,
		Actor:   policy.Actor{ID: g.req.Actor},
		Subject: policy.Subject{Name: s.Name, Domain: s.Domain.Public(), Format: o.Content.Type, Level: string(c.level)},
		Schema:  o.Parsed.Document(),
		Changes: c.findings,
	}
	if importing(g.mode) {
		req.Action = "import"
	}
	for _, ref := range o.Content.References {
		to := store.ParseSubject(ref.Subject, s.Domain)
		req.References = append(req.References, policy.Reference{
			Name: ref.Name, Subject: to.Name, Domain: to.Domain.Public(), Version: ref.Version,
		})
	}
	if p := g.previous(); p != nil {
		parsed, err := g.reader.Stored(g.tx.View(), p)
		if err != nil {
			return req, err
		}
		req.Previous = &policy.Previous{Version: p.Number, Document: parsed.Document()}
	}
	return req, nil
}

// permits refuses what the policy rejects, and what it could not decide on. Imports are only recorded.
func (g *registration) permits(c comparison, d *policy.Decision) error {
	if d == nil || importing(g.mode) {
		return nil
	}
	refusal := &Refusal{Subject: g.req.Subject, Findings: c.findings, Against: c.against, Level: c.level, Fields: c.fields, Decision: d}
	switch d.Outcome {
	case policy.Accepted, policy.AcceptedWithWarnings:
		return nil
	case policy.Parked:
		return fault.ReviewRequired.Because("%s", d.Reasons()).Caused(refusal)
	case policy.Rejected:
		return fault.PolicyRefused.Because("%s", d.Reasons()).Caused(refusal)
	}
	return fault.PolicyUndecided.Because("%s", d.Reasons()).Caused(refusal)
}

// incompatible is the error of a schema that the subject's level or its reserved names refuse. The decision, if one was
// taken, comes along so that all there is to repair is said at once.
func incompatible(s store.Subject, c comparison, d *policy.Decision) error {
	return fault.SchemaIncompatible.About(s).Because("%s", c.reasons()).Caused(&Refusal{
		Subject: s, Findings: c.findings, Against: c.against, Level: c.level,
		Fields: c.fields, Reserved: c.reserved, Decision: d,
	})
}

// reasons are the sentences of what refuses.
func (c comparison) reasons() string {
	texts := append([]string{}, c.reserved...)
	for _, f := range c.findings {
		if compat.Refuses(c.judge, c.policy, f) {
			texts = append(texts, f.Message)
		}
	}
	return strings.Join(texts, ", ")
}
