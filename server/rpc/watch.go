package rpc

import (
	"context"
	"slices"

	"google.golang.org/grpc"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

func (m *methods) Watch(r *concordv1.WatchRequest, stream grpc.ServerStreamingServer[concordv1.WatchResponse]) error {
	return m.watch(stream.Context(), r, stream.Send)
}

// watch sends the log after a position until ctx ends, sending fails, or the server drains; only the last is no error.
func (m *methods) watch(ctx context.Context, r *concordv1.WatchRequest, send func(*concordv1.WatchResponse) error) (err error) {
	defer m.settle(ctx, "Watch", &err)
	call := Call{Method: "Watch"}
	if r.Domain != nil {
		domain, err := scope(r.GetDomain(), "")
		if err != nil {
			return err
		}
		call.Subject = &domain
	}
	if err := m.Allow(ctx, call); err != nil {
		return err
	}
	if _, err := m.await(ctx, r.GetAfter()); err != nil {
		return err
	}
	w := watcher{methods: m, request: r, send: send, at: r.GetAfter()}
	return w.run(ctx)
}

// watcher is one watch.
type watcher struct {
	*methods
	request *concordv1.WatchRequest
	send    func(*concordv1.WatchResponse) error
	// at is the position up to which everything was looked at, told that which the caller knows to be.
	at, told uint64
	// current is set once the caller knows that it has caught up.
	current bool
}

func (w *watcher) run(ctx context.Context) error {
	for !w.drained() {
		if err := w.catchUp(ctx); err != nil {
			return err
		}
		news, err := w.wait(ctx)
		if err != nil {
			return err
		}
		if !news && !w.drained() {
			if err := w.progress(); err != nil {
				return err
			}
		}
	}
	return nil
}

// catchUp sends what the log has after at, and that there was no more.
func (w *watcher) catchUp(ctx context.Context) error {
	goal := w.Store.View().Seq()
	if w.at < goal {
		for entry, err := range w.Store.Log(ctx, w.at+1) {
			if err != nil {
				return err
			}
			if err := w.step(entry); err != nil {
				return err
			}
			if w.drained() {
				return nil
			}
		}
		if w.at < goal {
			return w.gap()
		}
	}
	if w.current && w.told == w.at {
		return nil
	}
	w.current = true
	return w.progress()
}

// step takes the next entry. Positions are dense: another one than the next means that some are gone.
func (w *watcher) step(e *store.Entry) error {
	if e.Seq != w.at+1 {
		return w.gap()
	}
	w.at = e.Seq
	if w.request.Domain != nil && !concerns(e, store.DomainName(w.request.GetDomain())) {
		return nil
	}
	w.told = w.at
	return w.send(&concordv1.WatchResponse{Seq: w.at, Entry: encodeEntry(e)})
}

// concerns reports whether an entry changes something in a domain.
func concerns(e *store.Entry, d store.DomainName) bool {
	return slices.ContainsFunc(e.Changes, func(c store.EntryChange) bool { return c.Scope.Domain == d })
}

func (w *watcher) progress() error {
	w.told = w.at
	return w.send(&concordv1.WatchResponse{Seq: w.at})
}

func (w *watcher) gap() error {
	return &fault.Error{
		Kind:    fault.Stale,
		Message: "the log no longer reaches back to the position in after",
		Hint:    "list what is there, and watch after the seq of that list",
	}
}

// wait returns true once there is something after at, and false when the heartbeat is due or the server drains.
func (w *watcher) wait(ctx context.Context) (news bool, err error) {
	limited, cancel := w.waiting(ctx, w.Heartbeat)
	defer cancel()
	if _, err = w.Store.Await(limited, w.at+1); err == nil {
		return true, nil
	}
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	if limited.Err() != nil {
		return false, nil
	}
	return false, err
}
