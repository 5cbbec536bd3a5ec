package rpc

import (
	"context"
	"slices"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

func (m *methods) ListDependents(ctx context.Context, r *concordv1.ListDependentsRequest) (*concordv1.ListDependentsResponse, error) {
	return read(ctx, m, "ListDependents", func(_ context.Context, c *call) (*concordv1.ListDependentsResponse, error) {
		f, err := parseFilter(r.GetFilter(), usageKeys)
		if err != nil {
			return nil, err
		}
		p, err := pageOf[store.VersionName](r)
		if err != nil {
			return nil, err
		}
		v, err := c.version(store.VersionDependents, r, r.GetShowDeleted())
		if err != nil {
			return nil, err
		}
		fits := func(v *store.Version) bool {
			return (r.GetShowDeleted() || !v.Deleted) && f.fits(v) && c.May(c.view, store.VersionRead, v.Subject) == nil
		}
		list, next := take(p, c.view.ReferrersAfter(v.Subject, v.Number, p.after), fits, versionName)
		return &concordv1.ListDependentsResponse{Versions: each(list, encodeVersion), NextPageToken: next}, nil
	})
}

func versionName(v *store.Version) store.VersionName {
	return store.VersionName{Subject: v.Subject, Number: v.Number}
}

func (m *methods) CheckDependents(ctx context.Context, r *concordv1.CheckDependentsRequest) (*concordv1.CheckDependentsResponse, error) {
	return read(ctx, m, "CheckDependents", func(ctx context.Context, c *call) (*concordv1.CheckDependentsResponse, error) {
		p, err := pageOf[store.VersionName](r)
		if err != nil {
			return nil, err
		}
		s, err := subject(r.GetDomain(), r.GetSubject())
		if err != nil {
			return nil, err
		}
		d, err := draft(r.GetSchema(), s.Domain, r.GetNormalize())
		if err != nil {
			return nil, err
		}
		found, err := c.Dependents(ctx, registry.DependentsRequest{Subject: s, Draft: d, Limit: p.size, After: p.after})
		if err != nil {
			return nil, err
		}
		response := &concordv1.CheckDependentsResponse{Partial: found.Partial}
		for _, d := range found.List {
			response.Dependents = append(response.Dependents, encodeDependent(d))
		}
		if n := len(found.List); found.More && n > 0 {
			response.NextPageToken = p.token(versionName(found.List[n-1].Version))
		}
		return response, nil
	})
}

// The codes of dependents that cannot be compared.
const (
	dependentUnreadable = "DEPENDENT_UNREADABLE"
	dependentUnknown    = "DEPENDENT_UNKNOWN"
)

func encodeDependent(d registry.Dependent) *concordv1.Dependent {
	v := encodeVerdict(d.Verdict, nil)
	switch d.Effect {
	case registry.EffectUnreadable:
		v.Findings = append(v.Findings, &concordv1.Finding{
			Source: concordv1.Source_SCHEMA, Code: dependentUnreadable, Effect: concordv1.Effect_REFUSES, Message: d.Reason,
		})
	case registry.EffectUnknown:
		v.Findings = append(v.Findings, &concordv1.Finding{
			Source: concordv1.Source_SCHEMA, Code: dependentUnknown, Effect: concordv1.Effect_NOTE, Message: d.Reason,
		})
	}
	v.ComparedWith = slices.Concat(v.ComparedWith, []string{d.Version.Subject.VersionResource(d.Version.Number)})
	v.Outcome = outcomeOf(v.Findings)
	return &concordv1.Dependent{Version: encodeVersion(d.Version), Direct: d.Direct, Owner: d.Owner, Verdict: v}
}
