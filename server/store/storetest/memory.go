// Package storetest helps to test what stands on a store, and stores themselves.
package storetest

import (
	"context"
	"errors"
	"iter"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// Memory is a store without storage, for tests of what plans do. The zero value is empty and ready.
type Memory struct {
	// Clock gives the times of commits, real time when nil. It may be called by several goroutines at once.
	Clock func() time.Time

	view atomic.Pointer[store.View]

	changes store.Feed
	owners  sync.Map // by chore: a channel of one, held by its owner

	mu      sync.Mutex // serialises commits, and guards what follows
	entries []*store.Entry
	news    chan struct{} // closed at the next commit; nil while nobody waits
}

var _ store.Store = (*Memory)(nil)

// View implements store.Reader.
func (m *Memory) View() *store.View {
	if v := m.view.Load(); v != nil {
		return v
	}
	m.view.CompareAndSwap(nil, store.Empty())
	return m.view.Load()
}

// Sync implements store.Reader.
func (m *Memory) Sync(context.Context) (*store.View, error) { return m.View(), nil }

// Await implements store.Reader.
func (m *Memory) Await(ctx context.Context, seq uint64) (*store.View, error) {
	for {
		news := m.next()
		if v := m.View(); v.Seq() >= seq {
			return v, nil
		}
		select {
		case <-news:
		case <-ctx.Done():
			return nil, fault.New(fault.Unavailable, "position %d has not come yet", seq)
		}
	}
}

// next is closed at the next commit.
func (m *Memory) next() <-chan struct{} {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.news == nil {
		m.news = make(chan struct{})
	}
	return m.news
}

// Log implements store.Reader.
func (m *Memory) Log(_ context.Context, from uint64) iter.Seq2[*store.Entry, error] {
	m.mu.Lock()
	defer m.mu.Unlock()
	entries := m.entries
	return func(yield func(*store.Entry, error) bool) {
		for _, e := range entries {
			if e.Seq >= from && !yield(e, nil) {
				return
			}
		}
	}
}

// Changes implements store.Reader.
func (m *Memory) Changes(since uint64) ([]store.Change, *store.View, bool) {
	m.mu.Lock() // so that no commit is half told
	defer m.mu.Unlock()
	return m.changes.Since(since)
}

// Own implements store.Store.
func (m *Memory) Own(ctx context.Context, chore string, do func(context.Context) error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	turn, _ := m.owners.LoadOrStore(chore, make(chan struct{}, 1))
	select {
	case turn.(chan struct{}) <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-turn.(chan struct{}) }()
	return do(ctx)
}

// Status implements store.Reader.
func (m *Memory) Status() store.Status { return store.Status{Connected: true, Fresh: time.Now()} }

func (m *Memory) now() time.Time {
	if m.Clock != nil {
		return m.Clock()
	}
	return time.Now()
}

// Update implements store.Store.
func (m *Memory) Update(_ context.Context, plan store.Plan) (uint64, error) {
	for {
		base := m.View()
		trial := store.NewBatch(base)
		seq, err := guarded(func() (uint64, error) { return trial.Try(plan, "trial", m.now()) })
		if err != nil || trial.Next == base {
			return seq, err
		}
		if seq, err = m.commit(base, trial, plan); !errors.Is(err, store.ErrHurried) {
			return seq, err
		}
	}
}

// commit takes what a plan made of base, or runs the plan, hurried, where base is not the newest view any more.
func (m *Memory) commit(base *store.View, trial *store.Batch, plan store.Plan) (seq uint64, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	batch, seq := trial, trial.Next.Seq()
	if now := m.View(); now != base {
		batch = store.NewBatch(now)
		if seq, err = guarded(func() (uint64, error) { return batch.Add(plan, strconv.Itoa(len(m.entries)), m.now()) }); err != nil {
			return 0, err
		}
	}
	m.entries = append(m.entries, batch.Entries...)
	if len(m.entries) == len(batch.Entries) {
		m.changes.Reset(store.Empty())
	}
	m.changes.Add(batch.Next, batch.Changes())
	m.view.Store(batch.Next)
	if m.news != nil {
		close(m.news)
		m.news = nil
	}
	return seq, nil
}

// guarded runs a plan and makes an error of its panic.
func guarded(run func() (uint64, error)) (seq uint64, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fault.New(fault.Internal, "the plan of a change failed: %v", p)
		}
	}()
	return run()
}

// Close implements store.Store.
func (m *Memory) Close() error { return nil }
