package rpc

import (
	"context"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/position"
	"github.com/concord-registry/concord/server/store"
)

func (m *methods) GetStatus(ctx context.Context, _ *concordv1.GetStatusRequest) (*concordv1.GetStatusResponse, error) {
	return read(ctx, m, "GetStatus", func(_ context.Context, c *call) (*concordv1.GetStatusResponse, error) {
		if err := c.May(c.view, store.StatusRead, everywhere); err != nil {
			return nil, err
		}
		now := c.Store.Status()
		status := &concordv1.Status{
			Release:   c.Release,
			Epoch:     int32(position.EpochOf(c.view)),
			Connected: now.Connected,
			FreshTime: encodeTime(now.Fresh),
			Problem:   now.Problem,
			Position:  position.Of(c.view).String(),
			Limits:    &concordv1.Limits{RequestBytes: int64(c.MaxBody), ChangeCount: maxChanges, PageSize: maxPage},
		}
		if meta := c.view.Meta(); meta != nil {
			status.Uuid = meta.UUID
		}
		return &concordv1.GetStatusResponse{Status: status}, nil
	})
}
