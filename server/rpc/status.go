package rpc

import (
	"context"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
)

func (m *methods) GetStatus(ctx context.Context, _ *concordv1.GetStatusRequest) (*concordv1.GetStatusResponse, error) {
	return read(ctx, m, Call{Method: "GetStatus"}, 0, func(seq uint64) (*concordv1.GetStatusResponse, error) {
		status := m.Store.Status()
		response := &concordv1.GetStatusResponse{
			Release:   m.Release,
			Connected: status.Connected,
			Fresh:     encodeTime(status.Fresh),
			Problem:   status.Problem,
			Seq:       seq,
		}
		if meta := m.Store.View().Meta(); meta != nil {
			response.Uuid, response.Epoch = meta.UUID, int32(meta.Epoch)
		}
		return response, nil
	})
}
