package registry

import (
	"context"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/compat/word"
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

// CheckResult is the answer to a [CheckRequest].
type CheckResult struct {
	Compatible bool
	Level      word.Level
	// Fields is the effective `validateFields`.
	Fields   bool
	Findings []rule.Finding
	// Against are the versions that the findings speak of, by number.
	Against map[int]*store.Version
	// Reserved are the sentences of the reserved-field check (compatibility contract §1.4).
	Reserved []string
}

// Check compares, with the subject's effective level, policy and judge (contract §1.8, §3.7). The draft is completed as
// registering would complete it, so that the two agree.
func (r *Registry) Check(ctx context.Context, req CheckRequest) (CheckResult, error) {
	if err := gone(ctx); err != nil {
		return CheckResult{}, err
	}
	view, s := r.View(), req.Subject
	versions := view.Subject(s)
	against, err := comparedWith(view, versions, req)
	if err != nil {
		return CheckResult{}, err
	}
	g := registration{Registry: r, req: RegisterRequest{Subject: s, Draft: req.Tidy()}, config: r.effectiveConfig(view, s), versions: versions}
	if req.Text == "" {
		return CheckResult{}, fault.SchemaEmpty.New()
	}
	o, err := r.reader.Offer(view, s, g.completed(), g.strictness())
	if err != nil {
		return CheckResult{}, err
	}
	c, err := r.compare(view, o, against, verdictOf(g.config))
	if err != nil {
		return CheckResult{}, err
	}
	if c.fields {
		c.reserved = checkReserved(o, g.previous())
	}
	return CheckResult{c.compatible(), c.level, c.fields, c.findings, c.against, c.reserved}, nil
}

// comparedWith lists the live versions that a check is about. An unknown subject has none, but a number must be there.
func comparedWith(view *store.View, versions *store.Versions, req CheckRequest) ([]*store.Version, error) {
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
		return nil, unknownVersion(req.Subject, *req.Against)
	}
	return []*store.Version{v}, nil
}
