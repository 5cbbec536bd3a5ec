package etcd

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// groupLimit is how many plans go into one transaction at most.
const groupLimit = 128

// linger is how long the combiner waits after a large group for the callers whom it has just answered: most come back
// at once, and without the wait the first of them would be committed alone.
const linger = 300 * time.Microsecond

// request is a plan on its way.
type request struct {
	ctx  context.Context
	plan store.Plan
	// trial is the plan already made on base, for the case that nothing has changed when its turn comes.
	trial *store.Batch
	base  *state
	op    string
	done  chan result // receives the result once

	mu   sync.Mutex // held while the plan runs, guards left
	left bool       // the caller has gone; its plan must not run any more
}

// leave is called by a caller that waits no longer. It does not return while the plan runs, so that the caller may read
// what the plan wrote.
func (r *request) leave() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.left = true
}

type result struct {
	seq uint64
	err error
}

// queue holds the requests that wait for the combiner.
type queue struct {
	wake chan struct{}

	mu      sync.Mutex // guards waiting
	waiting []*request
}

func (q *queue) push(r *request) {
	q.mu.Lock()
	q.waiting = append(q.waiting, r)
	q.mu.Unlock()
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

func (q *queue) size() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.waiting)
}

// take removes the oldest requests, as many as may go together.
func (q *queue) take() []*request {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := min(len(q.waiting), groupLimit)
	group := q.waiting[:n:n]
	q.waiting = q.waiting[n:]
	return group
}

// Update implements store.Store. The plan is first made here: one that fails or changes nothing needs no storage, and
// answers even while etcd is away.
func (s *Store) Update(ctx context.Context, plan store.Plan) (uint64, error) {
	for {
		seq, err := s.attempt(ctx, plan)
		if !errors.Is(err, store.ErrHurried) {
			return seq, err
		}
	}
}

// attempt makes the plan and has the combiner commit it. The error is store.ErrHurried if the plan is to be made here
// once more.
func (s *Store) attempt(ctx context.Context, plan store.Plan) (uint64, error) {
	base, err := s.await(ctx, func(now *state) bool { return now.known })
	if err != nil {
		return 0, unavailable("commit", err)
	}
	r := &request{ctx: ctx, plan: plan, base: base, op: uuid.NewString(), done: make(chan result, 1)}
	r.trial = store.NewBatch(base.view)
	seq, err := guarded(func() (uint64, error) { return r.trial.Try(plan, r.op, s.config.Clock()) })
	if err != nil || r.trial.Next == r.trial.Base {
		return seq, err
	}
	s.queue.push(r)
	select {
	case answer := <-r.done:
		return answer.seq, answer.err
	case <-ctx.Done():
		r.leave()
		return 0, unavailable("commit", ctx.Err())
	case <-s.closing.Done():
		r.leave()
		return 0, unavailable("commit", errClosed)
	}
}

// guarded runs a plan; one that panics fails alone.
func guarded(run func() (uint64, error)) (seq uint64, err error) {
	defer func() {
		if p := recover(); p != nil {
			e := fault.New(fault.Internal, "the plan of a change failed")
			e.Err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
			seq, err = 0, e
		}
	}()
	return run()
}

// combine commits what waits, together, until ctx ends.
func (s *Store) combine(ctx context.Context) {
	last := 0
	for {
		if s.queue.size() < last/2 {
			time.Sleep(linger)
		}
		group := s.queue.take()
		last = len(group)
		if len(group) > 0 {
			s.settle(ctx, group)
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-s.queue.wake:
		}
	}
}

// settle brings every request of a group to its result.
func (s *Store) settle(ctx context.Context, group []*request) {
	ctx, release := together(ctx, group)
	defer release()
	for ctx.Err() == nil {
		a := s.prepare(group)
		if a.batch.Base == a.batch.Next {
			a.answer(nil)
			return
		}
		if a.err = a.build(s.packer); a.err != nil {
			s.divide(ctx, a)
			return
		}
		committed, err := s.commit(ctx, a)
		if committed || err != nil {
			a.answer(err)
			return
		}
		group = a.group
	}
}

// divide tries the halves of a group that is too large together; a request that is too large alone fails.
func (s *Store) divide(ctx context.Context, a *attempt) {
	n := len(a.group)
	if n == 1 {
		a.answer(a.err)
		return
	}
	s.settle(ctx, a.group[:n/2])
	s.settle(ctx, a.group[n/2:])
}

// together is a context that ends when ctx does or when nobody waits for the group any more.
func together(ctx context.Context, group []*request) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	var gone sync.WaitGroup
	gone.Add(len(group))
	stops := make([]func() bool, len(group))
	for i, r := range group {
		stops[i] = context.AfterFunc(r.ctx, gone.Done)
	}
	go func() {
		gone.Wait()
		cancel()
	}()
	return ctx, func() {
		cancel()
		for _, stop := range stops {
			if stop() {
				gone.Done()
			}
		}
	}
}
