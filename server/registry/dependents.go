package registry

import (
	"cmp"
	"context"
	"slices"

	"github.com/concord-registry/concord/schema/contract"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/reading"
	"github.com/concord-registry/concord/server/store"
)

// DependentsRequest asks what a draft of a subject would do to the schemas that refer to it.
type DependentsRequest struct {
	Subject store.Subject
	Draft
	// Limit bounds how many dependents are checked; 0 and what is more than 1000 mean 1000.
	Limit int
	// After begins behind a dependent of an answer before; nil begins at the beginning.
	After *store.VersionName
}

// Bounds of a report: how many dependents are checked, and how many are looked for.
const (
	maxDependents = 1000
	maxReferrers  = 10_000
	// maxDependentBytes bounds the texts that are read for one report, those of references counted each time.
	maxDependentBytes = 64 << 20
)

// Dependents is the answer to a [DependentsRequest].
type Dependents struct {
	// List is in the order of subject and version.
	List []Dependent
	// More is set when there are more that were not checked, because a bound was met. List holds at least one then.
	More bool
	// Partial is set when there are more dependents than were looked for.
	Partial bool
}

// Dependent is a live version that refers to a version of the subject, directly or through others.
type Dependent struct {
	Version *store.Version
	// Direct is set when it refers to the subject itself.
	Direct bool
	// Owner is the metadata property `owner` of the version; empty for none.
	Owner  string
	Effect Effect
	// Reason says why the schema cannot be read or compared; empty otherwise.
	Reason string
	// Verdict compares the version as it is (old) with the version over the draft (new), by the standard of its own subject.
	Verdict Verdict
}

// Effect is what a draft does to a dependent.
type Effect string

const (
	// EffectCompatible: the dependent could move to the draft.
	EffectCompatible Effect = "compatible"
	// EffectIncompatible: moving to the draft would break the level of the dependent's subject.
	EffectIncompatible Effect = "incompatible"
	// EffectUnreadable: the dependent's text is no schema over the draft, because a type that it names is gone.
	EffectUnreadable Effect = "unreadable"
	// EffectUnknown: the dependent cannot be read as it is.
	EffectUnknown Effect = "unknown"
)

// Broken reports whether the draft does harm.
func (e Effect) Broken() bool {
	return e == EffectIncompatible || e == EffectUnreadable
}

// ownerProperty names who answers for a schema.
const ownerProperty = "owner"

// Dependents closes every dependent again with the draft in the place of the version that it refers to, and compares.
// References are pinned, so nothing of this happens by registering: it is what meets those who move to the new version.
// The work is bounded; the next answer goes on from there. An error means that the draft itself is no schema.
func (r *Session) Dependents(ctx context.Context, req DependentsRequest) (Dependents, error) {
	if err := gone(ctx); err != nil {
		return Dependents{}, err
	}
	if req.Text == "" {
		return Dependents{}, fault.SchemaEmpty.New()
	}
	view := r.View()
	s := Resolved(view, req.Subject)
	if err := r.May(view, store.VersionDependents, s); err != nil {
		return Dependents{}, err
	}
	draft, err := r.reader.Offer(view, s, req.Tidy(), reading.Strictness{Normalize: req.Normalize})
	if err != nil {
		return Dependents{}, err
	}
	found, partial := referrers(view, s)
	result := Dependents{Partial: partial}
	limit, budget := req.Limit, maxDependentBytes
	if limit < 1 || limit > maxDependents {
		limit = maxDependents
	}
	for _, f := range found {
		if req.After != nil && !f.behind(*req.After) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return Dependents{}, err
		}
		if len(result.List) >= limit || budget <= 0 {
			result.More = true
			break
		}
		result.List = append(result.List, r.dependent(view, draft, f, &budget))
	}
	return result, nil
}

// referrer is a version that depends on a subject.
type referrer struct {
	version *store.Version
	direct  bool
}

// referrers are the live versions that refer to any version of s, directly or through others, live or not, but for those
// of s itself. Partial is set when there are too many to follow.
func referrers(view *store.View, s store.Subject) (live []referrer, partial bool) {
	versions := view.Subject(s)
	if versions == nil {
		return nil, false
	}
	seen := map[*store.Version]bool{}
	open := slices.Clone(versions.All)
	for direct := len(open); len(open) > 0; direct-- {
		for v := range view.Referrers(open[0].Subject, open[0].Number) {
			if seen[v] || v.Subject == s {
				continue
			}
			if len(seen) >= maxReferrers {
				return ordered(live), true
			}
			seen[v] = true
			open = append(open, v)
			if !v.Deleted {
				live = append(live, referrer{v, direct > 0})
			}
		}
		open = open[1:]
	}
	return ordered(live), false
}

// behind reports whether a referrer comes after a version in the order of [ordered].
func (f referrer) behind(v store.VersionName) bool {
	return compareVersions(f.version.Subject, f.version.Number, v.Subject, v.Number) > 0
}

func compareVersions(a store.Subject, i int, b store.Subject, j int) int {
	return cmp.Or(cmp.Compare(a.String(), b.String()), cmp.Compare(i, j))
}

func ordered(list []referrer) []referrer {
	slices.SortFunc(list, func(a, b referrer) int {
		return compareVersions(a.version.Subject, a.version.Number, b.version.Subject, b.version.Number)
	})
	return list
}

// dependent checks one referrer, and takes what it read from the budget.
func (r *Registry) dependent(view *store.View, draft *reading.Offer, f referrer, budget *int) Dependent {
	v := f.version
	by := standardOf(r.effectiveConfig(view, v.Subject))
	d := Dependent{Version: v, Direct: f.direct, Effect: EffectCompatible, Verdict: Verdict{Subject: v.Subject, Standard: by}}
	d.Owner, _ = contract.Property(v.Content().Metadata, ownerProperty)
	if _, err := r.reader.Stored(view, v); err != nil {
		d.Effect, d.Reason = EffectUnknown, reason(err)
		return d
	}
	moved, size, err := r.reader.Over(view, draft, v)
	*budget -= size
	if err != nil {
		d.Effect, d.Reason = EffectUnreadable, reason(err)
		return d
	}
	d.Verdict.Findings, err = r.reader.Findings(view, []*store.Version{v}, moved, by.Judge, by.Level)
	switch {
	case err != nil:
		d.Effect, d.Reason = EffectUnknown, reason(err)
	case !d.Verdict.Compatible():
		d.Effect = EffectIncompatible
	}
	return d
}

// reason is an error for the caller: a bug is named as one and not told.
func reason(err error) string {
	if fault.KindOf(err) == fault.Internal {
		return "reading the schema failed"
	}
	return err.Error()
}
