package etcd

import (
	"context"
	"time"

	"github.com/concord-registry/concord/server/store"
)

// state is what the store knows at one revision. It never changes; the feed publishes the next one.
type state struct {
	view *store.View
	// head is the revision of the head's last change: two states with the same head hold the same.
	head int64
	// known is false before anything was loaded: the empty view then says nothing.
	known bool
	// replaced closes when a newer state is there.
	replaced chan struct{}
}

// publish makes a view the newest. Only the feed calls it, and Open before there is one.
func (s *Store) publish(v *store.View, head int64) {
	old := s.state.Load()
	s.state.Store(&state{view: v, head: head, known: true, replaced: make(chan struct{})})
	if old != nil {
		close(old.replaced)
	}
}

// await waits until the newest state satisfies enough.
func (s *Store) await(ctx context.Context, enough func(*state) bool) (*state, error) {
	for {
		now := s.state.Load()
		if enough(now) {
			return now, nil
		}
		select {
		case <-now.replaced:
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-s.closing.Done():
			return nil, errClosed
		}
	}
}

// condition is how the connection is.
type condition struct {
	connected bool
	fresh     time.Time
	problem   string
}
