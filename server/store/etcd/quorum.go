package etcd

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Intervals of the freshness loop (storage §3.8).
const (
	askEvery    = 200 * time.Millisecond
	behindLimit = time.Second
	silentLimit = 3 * time.Second
)

// quorum lets callers share reads of the head: each gets one that began after it asked.
type quorum struct {
	wake chan struct{}

	mu   sync.Mutex // guards next
	next *flight
}

// flight is one read of the head and those who wait for it.
type flight struct {
	done chan struct{}
	head int64
	err  error
}

// ask returns the revision of the head's last change as of some moment after the call.
func (q *quorum) ask(ctx, closing context.Context) (int64, error) {
	f := q.board()
	select {
	case q.wake <- struct{}{}:
	default:
	}
	select {
	case <-f.done:
		return f.head, f.err
	case <-ctx.Done():
		return 0, ctx.Err()
	case <-closing.Done():
		return 0, errClosed
	}
}

// board is the next flight.
func (q *quorum) board() *flight {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.next == nil {
		q.next = &flight{done: make(chan struct{})}
	}
	return q.next
}

// depart takes the next flight; who asks from now on waits for the one after.
func (q *quorum) depart() *flight {
	f := q.board()
	q.mu.Lock()
	defer q.mu.Unlock()
	q.next = nil
	return f
}

// refresh reads the head whenever somebody asks, and at short intervals, and watches over the feed.
func (s *Store) refresh(ctx context.Context) {
	tick := time.NewTicker(askEvery)
	defer tick.Stop()
	w := watchdog{store: s, answered: time.Now(), level: time.Now()}
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-s.quorum.wake:
		}
		w.look(ctx, s.quorum.depart())
	}
}

// watchdog judges the feed by what the quorum says.
type watchdog struct {
	store *Store
	// answered is when etcd last answered, level when the view last held what the quorum had.
	answered, level time.Time
}

// look makes one read and draws the conclusions.
func (w *watchdog) look(ctx context.Context, f *flight) {
	defer close(f.done)
	began, before := time.Now(), w.store.state.Load()
	var revision int64
	f.head, revision, f.err = w.store.askHead(ctx)
	switch {
	case f.err != nil:
		w.silent(began, f.err)
	case revision < before.view.Revision || before.known && f.head < before.head:
		w.answered, f.err = time.Now(), errHistory
		w.store.renew(errHistory)
	default:
		w.answered = time.Now()
		w.compare(began, f.head)
	}
}

func (s *Store) askHead(ctx context.Context) (head, revision int64, err error) {
	c := s.client.Load()
	if c == nil {
		return 0, 0, errSilent
	}
	found, revision, err := read(ctx, *c, headKey)
	if err != nil {
		return 0, 0, err
	}
	return headRevision(found[0]), revision, nil
}

// silent renews the connection when etcd has not answered for long: a stuck one would take gRPC much longer to notice.
func (w *watchdog) silent(began time.Time, err error) {
	if !errors.Is(err, errSilent) { // without a connection the feed knows better why
		w.store.lost(err)
	}
	if began.Sub(w.answered) > silentLimit {
		w.answered = began
		w.store.renew(errSilent)
	}
}

// compare notes how fresh the view is and renews a watch that is behind for long.
func (w *watchdog) compare(began time.Time, head int64) {
	if now := w.store.state.Load(); now.known && now.head >= head {
		w.level = time.Now()
		w.store.note(func(c *condition) { c.connected, c.fresh, c.problem = true, began, "" })
		return
	}
	if w.store.loading.Load() {
		w.level = time.Now() // a load has a limit of its own
		return
	}
	if began.Sub(w.level) > behindLimit {
		w.level = began
		w.store.renew(errBehind)
	}
}
