package registry

import (
	"context"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// CheckRequest asks whether a draft is compatible with versions of a subject, without registering it.
type CheckRequest struct {
	Subject store.Subject
	Draft
	// Against is the one version to compare with; nil means those that the subject's level asks for.
	Against *Selector
}

// Check compares, with the subject's effective level, policy and judge (contract §1.8, contract §3.7). The draft is completed as
// registering would complete it, so that the two agree.
func (r *Session) Check(ctx context.Context, req CheckRequest) (Verdict, error) {
	if err := gone(ctx); err != nil {
		return Verdict{}, err
	}
	view := r.View()
	s := Resolved(view, req.Subject)
	if err := r.May(view, store.VersionCheck, s); err != nil {
		return Verdict{}, err
	}
	versions := view.Subject(s)
	against, err := comparedWith(view, s, versions, req)
	if err != nil {
		return Verdict{}, err
	}
	settings := r.effectiveConfig(view, s)
	g := registration{Plan: &Plan{Session: r}, req: RegisterRequest{Subject: s, Draft: req.Tidy()}, settings: settings, versions: versions}
	if req.Text == "" {
		return Verdict{}, fault.SchemaEmpty.New()
	}
	o, err := r.reader.Offer(view, s, g.completed(), g.strictness())
	if err != nil {
		return Verdict{}, err
	}
	v, err := r.compare(view, o, against, standardOf(settings))
	if err == nil && v.Fields {
		v.Reserved = checkReserved(o, g.previous())
	}
	return v, err
}

// comparedWith lists the live versions that a check is about. An unknown subject has none, but a number must be there.
func comparedWith(view *store.View, s store.Subject, versions *store.Versions, req CheckRequest) ([]*store.Version, error) {
	if req.Against == nil || *req.Against == Latest {
		live := versions.Live()
		if req.Against != nil && len(live) > 1 {
			live = live[len(live)-1:]
		}
		return live, nil
	}
	if req.Against.Number < 1 {
		return nil, invalidVersion(*req.Against)
	}
	v := versions.Get(req.Against.Number)
	if v == nil || v.Deleted {
		return nil, unknownVersion(s, *req.Against)
	}
	return []*store.Version{v}, nil
}
