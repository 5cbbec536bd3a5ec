package rpc

import (
	"context"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/registry"
)

func (m *methods) DeleteSubject(ctx context.Context, r *concordv1.DeleteSubjectRequest) (*concordv1.DeleteSubjectResponse, error) {
	about, err := subject(r.GetDomain(), r.GetSubject())
	return answer(ctx, m, on("DeleteSubject", about, true), func(ctx context.Context) (*concordv1.DeleteSubjectResponse, error) {
		if err != nil {
			return nil, err
		}
		numbers, err := m.as(ctx).DeleteSubject(ctx, registry.DeleteSubject{Subject: about, Permanent: r.GetPermanent()})
		if err != nil {
			return nil, err
		}
		response := &concordv1.DeleteSubjectResponse{Seq: m.Store.View().Seq()}
		for _, n := range numbers {
			response.Versions = append(response.Versions, int32(n))
		}
		return response, nil
	})
}

func (m *methods) DeleteVersion(ctx context.Context, r *concordv1.DeleteVersionRequest) (*concordv1.DeleteVersionResponse, error) {
	about, err := subject(r.GetDomain(), r.GetSubject())
	return answer(ctx, m, on("DeleteVersion", about, true), func(ctx context.Context) (*concordv1.DeleteVersionResponse, error) {
		if err != nil {
			return nil, err
		}
		which := registry.Selector{Number: int(r.GetVersion())}
		n, err := m.as(ctx).DeleteVersion(ctx, registry.DeleteVersion{Subject: about, Version: which, Permanent: r.GetPermanent()})
		if err != nil {
			return nil, err
		}
		return &concordv1.DeleteVersionResponse{Version: int32(n), Seq: m.Store.View().Seq()}, nil
	})
}
