package registry

import (
	"context"
	"slices"

	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/reading"
	"github.com/concord-registry/concord/server/store"
)

// admission is what compatibility and policy say of an offer, and the number that it gets.
type admission struct {
	verdict  Verdict
	decision *policy.Decision // nil when none was asked
	number   int
}

// admit has an offer judged. Both are asked before either refuses, so that all there is to repair is said at once.
func (g *registration) admit(ctx context.Context, o *reading.Offer) (admission, error) {
	a, err := g.judged(ctx, o)
	if err != nil {
		return a, err
	}
	if !a.verdict.Compatible() {
		return a, fault.SchemaIncompatible.About(g.req.Subject).Because("%s", a.verdict.reasons()).Caused(&Refusal{a.verdict, a.decision})
	}
	if a.number, err = g.number(); err != nil {
		return a, err
	}
	return a, g.permits(a)
}

// judged is the answer to what is asked about an offer. A plan that all writers wait for answers only what was asked
// before: comparing and policies take time.
func (g *registration) judged(ctx context.Context, o *reading.Offer) (admission, error) {
	asked := inquiry{
		subject: g.req.Subject, source: o.Fingerprint(), digest: o.Content.Digest, versions: g.versions,
		by: standardOf(g.settings), mode: g.mode, force: g.req.Force,
	}
	if known := g.asked.answer(asked); known != nil {
		return *known, nil
	}
	if g.Tx.Hurried {
		return admission{}, store.ErrHurried
	}
	verdict, err := g.compareNew(o, asked.by)
	if err != nil {
		return admission{}, err
	}
	decision, err := g.decide(ctx, o, verdict)
	if err != nil {
		return admission{}, err
	}
	a := admission{verdict: verdict, decision: decision}
	g.asked.answers = append(g.asked.answers, answer{asked, a})
	return a, nil
}

// compareNew compares with the subject's live versions, unless the schema is imported or forced in.
func (g *registration) compareNew(o *reading.Offer, by Standard) (Verdict, error) {
	if importing(g.mode) || g.req.Force {
		return Verdict{Subject: g.req.Subject, Standard: by}, nil
	}
	v, err := g.compare(g.View(), o, g.versions.Live(), by)
	if err == nil && by.Fields {
		v.Reserved = checkReserved(o, g.previous())
	}
	return v, err
}

// decide asks the policy about an offer; nil when there is none to ask.
func (g *registration) decide(ctx context.Context, o *reading.Offer, v Verdict) (*policy.Decision, error) {
	if g.asked.policy == nil {
		return nil, nil
	}
	s := g.req.Subject
	req := policy.Request{
		Action:  "register",
		Time:    g.Tx.Now,
		Actor:   policy.Actor{ID: g.caller.ID, Groups: g.caller.Groups},
		Subject: policy.Subject{Name: s.Name, Domain: s.Domain.Public(), Format: o.Content.Type, Level: string(v.Level)},
		Schema:  o.Parsed.Document(),
		Changes: v.Findings,
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
		parsed, err := g.reader.Stored(g.View(), p)
		if err != nil {
			return nil, err
		}
		req.Previous = &policy.Previous{Version: p.Number, Document: parsed.Document()}
	}
	decision := g.asked.policy.Evaluate(ctx, req)
	return &decision, nil
}

// permits refuses what the policy rejects, and what it could not decide on. Imports are only recorded.
func (g *registration) permits(a admission) error {
	if a.decision == nil || importing(g.mode) {
		return nil
	}
	reason := fault.PolicyUndecided
	switch a.decision.Outcome {
	case policy.Accepted, policy.AcceptedWithWarnings:
		return nil
	case policy.Parked:
		reason = fault.ReviewRequired
	case policy.Rejected:
		reason = fault.PolicyRefused
	}
	return reason.Because("%s", a.decision.Reasons()).Caused(&Refusal{a.verdict, a.decision})
}

// memory is what one request has read and been told; its plan may run several times.
type memory struct {
	policy  Policy
	answers []answer
	drafts  *reading.Memory
}

// inquiry is what the answer to it depends on, besides the policies themselves.
type inquiry struct {
	subject  store.Subject
	source   reading.Fingerprint
	digest   store.Digest
	versions *store.Versions
	by       Standard
	mode     string
	force    bool
}

type answer struct {
	to inquiry
	is admission
}

func (r *Registry) newMemory() *memory {
	return &memory{policy: r.config.Policy, drafts: r.reader.Memory()}
}

// answer is what was said to the same inquiry before, or nil.
func (m *memory) answer(to inquiry) *admission {
	for i := range m.answers {
		if m.answers[i].to.same(to) {
			return &m.answers[i].is
		}
	}
	return nil
}

func (q inquiry) same(other inquiry) bool {
	mine, theirs := q.versions, other.versions
	q.versions, other.versions = nil, nil
	return q == other && sameVersions(mine, theirs)
}

// sameVersions reports whether two lists of a subject's versions say the same. They never change, so that one list is
// most often the other.
func sameVersions(a, b *store.Versions) bool {
	if a == b || a == nil || b == nil {
		return a == b
	}
	return slices.EqualFunc(a.All, b.All, func(x, y *store.Version) bool {
		return x == y || x.Number == y.Number && x.Digest == y.Digest && x.Deleted == y.Deleted
	})
}

// read is an offer for the subject of the request.
func (g *registration) read(d Draft, how reading.Strictness) (*reading.Offer, error) {
	return g.asked.drafts.Offer(g.View(), g.req.Subject, d, how)
}
