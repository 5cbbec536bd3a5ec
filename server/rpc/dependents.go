package rpc

import (
	"context"
	"strings"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/registry"
)

const verdictPrefix = "DEPENDENT_VERDICT_"

func (m *methods) ListDependents(ctx context.Context, r *concordv1.ListDependentsRequest) (*concordv1.ListDependentsResponse, error) {
	return answer(ctx, m, Call{Method: "ListDependents"}, func(ctx context.Context) (*concordv1.ListDependentsResponse, error) {
		seq, err := m.await(ctx, r.GetMinSeq())
		if err != nil {
			return nil, err
		}
		req, err := registration(r.GetRegistration())
		if err != nil {
			return nil, err
		}
		if err := m.Allow(ctx, on("ListDependents", req.Subject, false)); err != nil {
			return nil, err
		}
		found, err := m.as(ctx).Dependents(ctx, registry.DependentsRequest{Subject: req.Subject, Draft: req.Draft, Limit: int(r.GetLimit())})
		if err != nil {
			return nil, err
		}
		response := &concordv1.ListDependentsResponse{Unchecked: int32(found.Unchecked), Partial: found.Partial, Seq: seq}
		for _, d := range found.List {
			response.Dependents = append(response.Dependents, m.dependent(d))
		}
		return response, nil
	})
}

// dependent is a dependent whose findings are judged under the config of its own subject.
func (m *methods) dependent(d registry.Dependent) *concordv1.Dependent {
	verdict := concordv1.DependentVerdict_value[verdictPrefix+strings.ToUpper(string(d.Effect))]
	return &concordv1.Dependent{
		Version:  encodeVersion(d.Version),
		Direct:   d.Direct,
		Owner:    d.Owner,
		Level:    levelValue(d.Verdict.Level),
		Verdict:  concordv1.DependentVerdict(verdict),
		Reason:   d.Reason,
		Findings: findings(d.Verdict),
	}
}
