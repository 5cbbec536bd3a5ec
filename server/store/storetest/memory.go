// Package storetest helps to test what stands on a store, and stores themselves.
package storetest

import (
	"context"
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
	view atomic.Pointer[store.View]

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

// Status implements store.Reader.
func (m *Memory) Status() store.Status { return store.Status{Connected: true, Fresh: time.Now()} }

// Update implements store.Store.
func (m *Memory) Update(_ context.Context, plan store.Plan) (uint64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	batch := store.NewBatch(m.View())
	seq, err := try(batch, plan, strconv.Itoa(len(m.entries)))
	if err != nil {
		return 0, err
	}
	m.entries = append(m.entries, batch.Entries...)
	m.view.Store(batch.Next)
	if m.news != nil {
		close(m.news)
		m.news = nil
	}
	return seq, nil
}

// try adds a plan to a batch and makes an error of its panic.
func try(b *store.Batch, plan store.Plan, op string) (seq uint64, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fault.New(fault.Internal, "the plan of a change failed: %v", p)
		}
	}()
	return b.Add(plan, op, time.Now())
}

// Close implements store.Store.
func (m *Memory) Close() error { return nil }
