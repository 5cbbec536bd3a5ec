package rpc

import (
	"context"

	"google.golang.org/grpc"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/position"
	"github.com/concord-registry/concord/server/store"
)

func (m *methods) WatchEntries(r *concordv1.WatchEntriesRequest, stream grpc.ServerStreamingServer[concordv1.WatchEntriesResponse]) error {
	c := m.begin(stream.Context(), "WatchEntries")
	if err := stream.SetHeader(c.answerHeader()); err != nil {
		return err
	}
	return c.watch(stream.Context(), r, stream.Send)
}

// watch sends the log after a position until ctx ends, sending fails, or the server drains; only the last is no error.
func (c *call) watch(ctx context.Context, r *concordv1.WatchEntriesRequest, send func(*concordv1.WatchEntriesResponse) error) (err error) {
	defer c.settle(ctx, &err)
	w := watcher{call: c, send: send}
	if w.filter, err = parseFilter(r.GetFilter(), entryKeys); err != nil {
		return err
	}
	view := c.Store.View()
	w.epoch = position.EpochOf(view)
	if err := c.May(view, store.LogWatch, w.scope()); err != nil {
		return err
	}
	if r.GetAfter() != "" {
		after, err := position.Parse("after", r.GetAfter())
		if err != nil {
			return err
		}
		if _, err := after.Await(ctx, c.Store, c.Patience); err != nil {
			return err
		}
		w.at = after.Seq
	}
	return w.run(ctx)
}

// watcher is one watch.
type watcher struct {
	*call
	filter filter[changed]
	send   func(*concordv1.WatchEntriesResponse) error
	epoch  int
	// at is the position up to which everything was looked at, told that which the caller knows to be.
	at, told uint64
	// current is set once the caller knows that it has caught up.
	current bool
}

// scope is what is watched: the domain that the filter names, or everything.
func (w *watcher) scope() store.Subject {
	if name, prefix, ok := w.filter.only("domain"); ok && !prefix {
		return store.Subject{Domain: store.PublicDomain(name)}
	}
	return everywhere
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
	view := w.Store.View()
	if position.EpochOf(view) != w.epoch {
		return fault.EpochChanged.With("after", position.Position{Epoch: w.epoch, Seq: w.at})
	}
	goal := view.Seq()
	if w.at < goal {
		for entry, err := range w.Store.Log(ctx, w.at+1) {
			if err != nil {
				return err
			}
			if err := w.step(view, entry); err != nil {
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
func (w *watcher) step(view *store.View, e *store.Entry) error {
	if e.Seq != w.at+1 {
		return w.gap()
	}
	w.at = e.Seq
	if e = w.shown(view, e, w.filter); e == nil {
		return nil
	}
	return w.tell(encodeEntry(e))
}

func (w *watcher) progress() error { return w.tell(nil) }

func (w *watcher) tell(e *concordv1.Entry) error {
	w.told = w.at
	return w.send(&concordv1.WatchEntriesResponse{Step: &concordv1.WatchStep{
		Position: position.Position{Epoch: w.epoch, Seq: w.at}.String(), Entry: e,
	}})
}

func (w *watcher) gap() error {
	return fault.LogTruncated.With("after", position.Position{Epoch: w.epoch, Seq: w.at})
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
