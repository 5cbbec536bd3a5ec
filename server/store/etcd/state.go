package etcd

import (
	"context"
	"time"

	"github.com/concord-registry/concord/server/store"
)

// state is what the store knows at one revision. It never changes; the feed or a commit of our own
// publishes the next one.
type state struct {
	view *store.View
	// head is the revision of the head's last change: two states with the same head hold the same.
	head int64
	// known is false before anything was loaded: the empty view then says nothing.
	known bool
	// replaced closes when a newer state is there.
	replaced chan struct{}
}

// publish makes a view the newest. Its caller holds publishing, and has since it read the state that the view goes on
// from; only in Open nobody else is there yet.
//
// changes led to it from the view before; nil says that nobody knows them.
func (s *Store) publish(v *store.View, head int64, changes []store.Change) {
	old := s.state.Load()
	if changes == nil {
		s.changes.Reset(v)
	} else {
		s.changes.Add(v, changes)
	}
	s.state.Store(&state{view: v, head: head, known: true, replaced: make(chan struct{})})
	if old != nil {
		close(old.replaced)
	}
}

// advance publishes what an attempt has committed at a revision on a connection, without waiting for the watch to tell
// the same. It does so only where the answer of etcd proves what it holds now: the attempt's base is still the state,
// the connection is the one that the state is from, and the commit is the very next revision, so that nothing at all
// came between. Otherwise, and while the feed is at it, the feed decides.
func (s *Store) advance(a *attempt, c *conn, revision int64) {
	if !s.publishing.TryLock() {
		return
	}
	defer s.publishing.Unlock()
	if s.state.Load() != a.base || s.client.Load() != c || revision != a.base.view.Revision+1 {
		return
	}
	s.publish(a.batch.Next.At(revision), revision, a.batch.Changes())
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
	// refuses is why etcd takes no writes although it answers.
	refuses string
	// checked is when the view was last compared with all that is stored, divergences how often it differed.
	checked     time.Time
	divergences int
}
