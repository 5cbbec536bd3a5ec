package etcd

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"

	"github.com/concord-registry/concord/server/store"
)

// The feed's pause after trouble doubles from the least to the most.
const (
	leastPause = 50 * time.Millisecond
	mostPause  = 2 * time.Second
)

// A watch that starts further back than this many revisions, or than this part of the records, is slower than loading.
const (
	replayAtMost = 10_000
	replayPart   = 50
)

// feed keeps the view current until ctx ends.
func (s *Store) feed(ctx context.Context) {
	pause := leastPause
	for {
		began := time.Now()
		err := s.follow(ctx)
		if ctx.Err() != nil {
			return
		}
		if time.Since(began) > mostPause {
			pause = leastPause
		}
		s.distrust = s.distrust || errors.Is(err, errAssertion) || errors.Is(err, errApply) || errors.Is(err, errDiverged)
		s.lost(err)
		s.config.Logger.Warn("connecting to etcd again", "error", err)
		sleep(ctx, pause)
		pause = min(2*pause, mostPause)
	}
}

// sleep waits for about d, or until ctx ends.
func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d/2 + rand.N(d))
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// follow uses one connection from beginning to end and says why it ended. It never trusts the last one's knowledge
// without comparing the history.
func (s *Store) follow(parent context.Context) error {
	c, err := s.redial()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(parent)
	defer cancel(nil)
	restart := func(why error) { cancel(why) }
	s.restart.Store(&restart)
	defer s.restart.Store(nil)
	if err := s.catchUp(ctx, c); err != nil {
		return because(ctx, err)
	}
	s.arrived()
	return because(ctx, s.watch(ctx, c))
}

// because prefers the reason for which ctx was ended to the error that this led to.
func because(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

// redial replaces the connection. Calls under way on the old one fail, and their callers find out what became of them.
func (s *Store) redial() (conn, error) {
	c, err := s.config.dial()
	if err != nil {
		return nil, err
	}
	s.publishing.Lock()
	old := s.client.Swap(&c)
	s.publishing.Unlock()
	if old != nil {
		_ = (*old).Close() // nothing depends on how the connection ends
	}
	return c, nil
}

func (s *Store) arrived() {
	select {
	case <-s.loaded:
	default:
		close(s.loaded)
	}
	s.note(func(c *condition) { c.connected, c.problem = true, "" })
}

// catchUp makes the view one that the watch can go on from.
func (s *Store) catchUp(ctx context.Context, c conn) error {
	if err := s.admit(ctx, c); err != nil {
		return err
	}
	meta, err := s.identify(ctx, c)
	if err != nil {
		return err
	}
	now := s.state.Load()
	same, revision, err := s.continues(ctx, c, now, meta)
	if err != nil {
		return err
	}
	gap := revision - now.view.Revision
	if same && !s.distrust && gap <= max(replayAtMost, int64(now.view.Len()/replayPart)) {
		return nil
	}
	if err := s.load(ctx, c); err != nil {
		return err
	}
	s.distrust = false
	return nil
}

// continues reports whether etcd's history goes on from where the state is, and where it is now: the store is the
// same, and the log entry at our position is ours.
func (s *Store) continues(ctx context.Context, c conn, now *state, meta *store.Meta) (bool, int64, error) {
	seq := now.view.Seq()
	found, revision, err := read(ctx, c, place(store.EntryKey(seq)), headKey)
	if err != nil {
		return false, 0, err
	}
	mine := now.view.Meta()
	if !now.known || mine == nil || *mine != *meta || revision < now.view.Revision {
		return false, revision, nil
	}
	if seq == 0 {
		return now.head == 0, revision, nil
	}
	if found[0] == nil || headRevision(found[1]) < now.head {
		return false, revision, nil
	}
	r, err := s.packer.decode(ctx, c, store.EntryKey(seq), found[0].Value)
	if err != nil {
		return false, revision, err
	}
	head, _ := now.view.Record(store.HeadKey).(*store.Head)
	entry, _ := r.(*store.Entry)
	return head != nil && entry != nil && entry.Hash == head.Chain, revision, nil
}

// watch applies what happens, revision by revision, until something goes wrong.
func (s *Store) watch(ctx context.Context, c conn) error {
	from := s.state.Load().view.Revision + 1 // or later by now: what comes twice is nothing new
	events := c.Watch(clientv3.WithRequireLeader(ctx), watched, clientv3.WithPrefix(), clientv3.WithRev(from),
		clientv3.WithFragment(), clientv3.WithProgressNotify())
	for response := range events {
		if response.CompactRevision != 0 {
			return s.reload(ctx, c, response.CompactRevision)
		}
		if err := response.Err(); err != nil {
			return err
		}
		if err := s.apply(ctx, c, response.Events); err != nil {
			return errors.Join(errApply, err)
		}
	}
	return fmt.Errorf("the watch ended")
}

// reload is for a watch that starts before what etcd still has. Resuming at the compaction would skip changes.
func (s *Store) reload(ctx context.Context, c conn, compacted int64) error {
	if err := s.load(ctx, c); err != nil {
		return err
	}
	return fmt.Errorf("history up to revision %d is compacted: loaded everything", compacted)
}

// apply publishes events, each revision as a whole. etcd never splits a revision over responses.
func (s *Store) apply(ctx context.Context, c conn, events []*clientv3.Event) error {
	for len(events) > 0 {
		revision, n := events[0].Kv.ModRevision, 1
		for n < len(events) && events[n].Kv.ModRevision == revision {
			n++
		}
		if err := s.step(ctx, c, revision, events[:n]); err != nil {
			return err
		}
		events = events[n:]
	}
	return nil
}

// step applies one revision; one that the view has already is nothing new, and what a commit of our own does to the
// state that it was planned on is known.
func (s *Store) step(ctx context.Context, c conn, revision int64, events []*clientv3.Event) error {
	s.publishing.Lock()
	defer s.publishing.Unlock()
	now := s.state.Load()
	if revision <= now.view.Revision {
		return nil
	}
	if a := s.flying.Load(); a != nil && a.base == now && a.among(events) {
		s.publish(a.batch.Next.At(revision), revision, a.batch.Changes())
		return nil
	}
	head := now.head
	changes := make([]store.Change, 0, len(events))
	for _, e := range events {
		change, err := s.change(ctx, c, e)
		if err != nil {
			return err
		}
		if change.Key == store.HeadKey {
			head = revision
		}
		changes = append(changes, change)
	}
	next, err := now.view.Apply(changes, revision)
	if err != nil {
		return fmt.Errorf("revision %d: %w", revision, err)
	}
	s.publish(next, head, changes)
	return nil
}

// change is what an event does to a view.
func (s *Store) change(ctx context.Context, c conn, e *clientv3.Event) (store.Change, error) {
	k := recordKey(e.Kv.Key)
	if e.Type == clientv3.EventTypeDelete {
		return store.Change{Key: k}, nil
	}
	r, err := s.packer.decode(ctx, c, k, e.Kv.Value)
	return store.Change{Key: k, Record: r}, err
}
