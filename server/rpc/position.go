package rpc

import (
	"context"
	"time"

	"github.com/concord-registry/concord/server/position"
	"github.com/concord-registry/concord/server/store"
)

// fresh is a view that is as new as the request asks for.
func (c *call) fresh(ctx context.Context) (*store.View, error) {
	return position.Wanted{Min: c.heard(headerMinPosition), Read: c.heard(headerRead)}.View(ctx, c.Store, c.Patience)
}

// waiting is ctx, ending also after d and when the server drains.
func (m *methods) waiting(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(ctx, d)
	go func() {
		select {
		case <-m.draining:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

func (m *methods) drained() bool {
	select {
	case <-m.draining:
		return true
	default:
		return false
	}
}
