// Package etcd stores the registry in etcd: in the supervised child or in a cluster, it does not know which.
//
// One goroutine, the feed, watches all records and publishes them as an immutable view; reads come from there and wait
// for nothing. Another, the combiner, commits plans: those that wait go into one transaction, which etcd accepts only if
// the registry's head is as the plans saw it. What etcd accepts as the very next revision is the next view at once. A third asks for the head at short intervals and so knows how fresh the
// view is. The protocol and its reasons are in storage §3.
package etcd

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"github.com/concord-registry/concord/server/store"
)

// Store is a replica of the registry in etcd.
type Store struct {
	config Config
	packer *packer
	state  atomic.Pointer[state]
	client atomic.Pointer[conn]
	queue  queue
	quorum quorum

	closing  context.Context // ends when Close is called
	close    context.CancelFunc
	running  sync.WaitGroup
	loaded   chan struct{}               // closed after the first load from etcd
	refused  chan error                  // receives why this etcd can never be used
	distrust bool                        // the view cannot be gone on from; of the feed alone
	restart  atomic.Pointer[func(error)] // makes the feed begin anew
	saved    int64                       // revision of the snapshot file; of one chore alone, and of Open and Close around it

	changes store.Feed // what led to the newest state

	flying atomic.Pointer[attempt] // what the combiner has sent, or is about to

	loading    atomic.Bool // set while the feed loads everything, which may take longer than the watchdog's patience
	publishing sync.Mutex  // held to replace state, and to replace client

	mu        sync.Mutex // guards what follows
	condition condition
}

var _ store.Store = (*Store)(nil)

// Open connects to etcd and loads the view. When etcd does not answer within the configured patience or ctx, it returns
// all the same: the view is then from the snapshot file, or empty with no [store.Meta], Status says that nothing is
// connected, and the store goes on trying. The error is of kind Invalid for a configuration, a version of etcd or a
// format of records that cannot be used.
func Open(ctx context.Context, config Config) (store.Store, error) {
	if err := config.complete(); err != nil {
		return nil, err
	}
	p, err := newPacker()
	if err != nil {
		return nil, err
	}
	s := &Store{config: config, packer: p, loaded: make(chan struct{}), refused: make(chan error, 1)}
	s.condition.problem = "connecting to etcd"
	s.closing, s.close = context.WithCancel(context.WithoutCancel(ctx))
	s.queue.wake, s.quorum.wake = make(chan struct{}, 1), make(chan struct{}, 1)
	s.state.Store(&state{view: store.Empty(), replaced: make(chan struct{})})
	s.restore()
	for _, part := range []func(context.Context){s.feed, s.combine, s.refresh, s.compact} {
		s.running.Go(func() { part(s.closing) })
	}
	for _, c := range s.upkeep() {
		s.running.Go(func() { c.repeat(s.closing, s.config.Logger) })
	}
	if err := s.settleIn(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// settleIn waits for the first load, as long as the configuration says.
func (s *Store) settleIn(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, s.config.Patience)
	defer cancel()
	select {
	case <-s.loaded:
	case <-ctx.Done():
		s.config.Logger.Warn("etcd does not answer yet", "problem", s.Status().Problem, "snapshot", s.state.Load().known)
	case err := <-s.refused:
		return err
	}
	return nil
}

// View implements store.Reader.
func (s *Store) View() *store.View { return s.state.Load().view }

// Changes implements store.Reader.
func (s *Store) Changes(since uint64) ([]store.Change, *store.View, bool) {
	return s.changes.Since(since)
}

// Await implements store.Reader.
func (s *Store) Await(ctx context.Context, seq uint64) (*store.View, error) {
	found, err := s.await(ctx, func(now *state) bool { return now.known && now.view.Seq() >= seq })
	if err != nil {
		return nil, unavailable("wait for a position", err)
	}
	return found.view, nil
}

// Sync implements store.Reader.
func (s *Store) Sync(ctx context.Context) (*store.View, error) {
	head, err := s.quorum.ask(ctx, s.closing)
	if err != nil {
		return nil, unavailable("ask for the newest position", err)
	}
	found, err := s.await(ctx, func(now *state) bool { return now.known && now.head >= head })
	if err != nil {
		return nil, unavailable("wait for the newest position", err)
	}
	return found.view, nil
}

// Status implements store.Reader.
func (s *Store) Status() store.Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.condition
	return store.Status{
		Connected: c.connected, Fresh: c.fresh, Problem: c.problem, Refuses: c.refuses, Checked: c.checked, Divergences: c.divergences,
	}
}

// Close implements store.Store. It writes the snapshot file, and returns what went wrong with that. Updates that wait
// return an error of kind Unavailable.
func (s *Store) Close() error {
	if s.closing.Err() != nil {
		return nil
	}
	s.close()
	s.running.Wait()
	err := s.save()
	if c := s.client.Load(); c != nil {
		_ = (*c).Close() // nothing depends on how the connection ends
	}
	s.packer.close()
	return err
}

// begin anew with the connection, if there is one.
func (s *Store) renew(why error) {
	if restart := s.restart.Load(); restart != nil {
		(*restart)(why)
	}
}

// note keeps what is known of the connection.
func (s *Store) note(change func(*condition)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.condition)
}

// lost notes that etcd does not answer.
func (s *Store) lost(err error) {
	s.note(func(c *condition) { c.connected, c.problem = false, problem(err) })
}
