package rpc

import (
	"context"
	"time"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// methods are those of the service. All of them run inside [answer], but for Watch, which does the same by itself.
type methods struct {
	concordv1.UnsafeRegistryServiceServer
	Config
	// draining is closed when the server shuts down.
	draining chan struct{}
}

// as is the session of a call's caller.
func (m *methods) as(ctx context.Context) *registry.Session { return m.Registry.As(m.Caller(ctx)) }

// answer runs one method: it asks whether the caller may, bounds its time, and turns its error, or its panic, into a
// status.
func answer[R any](ctx context.Context, m *methods, c Call, do func(context.Context) (R, error)) (response R, err error) {
	defer m.settle(ctx, c.Method, &err)
	if err := m.Allow(ctx, c); err != nil {
		return response, err
	}
	if _, bounded := ctx.Deadline(); !bounded {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, m.Timeout)
		defer cancel()
	}
	return do(ctx)
}

// read runs a method that changes nothing, at minSeq or later. It hands the position of the answer to do: that of the
// view before the answer is read, so that the answer holds at least everything up to there.
func read[R any](ctx context.Context, m *methods, c Call, minSeq uint64, do func(seq uint64) (R, error)) (R, error) {
	return answer(ctx, m, c, func(ctx context.Context) (response R, err error) {
		seq, err := m.await(ctx, minSeq)
		if err != nil {
			return response, err
		}
		return do(seq)
	})
}

// await waits, not longer than its patience, until this replica is at minSeq, and returns where it is.
func (m *methods) await(ctx context.Context, minSeq uint64) (uint64, error) {
	seq := m.Store.View().Seq()
	if seq >= minSeq {
		return seq, nil
	}
	ctx, cancel := context.WithTimeout(ctx, m.Patience)
	defer cancel()
	view, err := m.Store.Await(ctx, minSeq)
	if err != nil {
		return 0, &fault.Error{
			Kind:    fault.Unavailable,
			Message: "this replica has not seen the position in min_seq yet",
			Hint:    "send the request again, or to another replica; if the registry was restored from a backup, forget the position",
			Err:     err,
		}
	}
	return view.Seq(), nil
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

// on is a call that touches one subject.
func on(method string, s store.Subject, write bool) Call {
	return Call{Method: method, Subject: &s, Write: write}
}
