package rpc

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// position is a place in the log. Callers have it as opaque text, `1.4711`.
type position struct {
	// epoch counts restores: a position means the same only within one.
	epoch int
	seq   uint64
}

func (p position) String() string { return fmt.Sprintf("%d.%d", p.epoch, p.seq) }

// parsePosition reads a position from the field of that name.
func parsePosition(field, text string) (p position, err error) {
	epoch, seq, ok := strings.Cut(text, ".")
	if p.epoch, err = strconv.Atoi(epoch); err == nil {
		p.seq, err = strconv.ParseUint(seq, 10, 64)
	}
	if !ok || err != nil {
		return position{}, fault.FieldInvalid.With("field", field).Because("%q is no position; send one as an answer gave it", shortened(text))
	}
	return p, nil
}

// epochOf is the epoch of a view, 0 before the store was set up.
func epochOf(v *store.View) int {
	if meta := v.Meta(); meta != nil {
		return meta.Epoch
	}
	return 0
}

// fresh is a view that is as new as the request asks for.
func (c *call) fresh(ctx context.Context) (*store.View, error) {
	view, err := c.recent(ctx, c.heard(headerRead))
	if err != nil {
		return nil, err
	}
	least := c.heard(headerMinPosition)
	if least == "" {
		return view, nil
	}
	p, err := parsePosition("Concord-Min-Position", least)
	if err != nil {
		return nil, err
	}
	return c.await(ctx, view, p)
}

// recent is a view of the age that mode, a value of Concord-Read, allows.
func (c *call) recent(ctx context.Context, mode string) (*store.View, error) {
	age, aged := strings.CutPrefix(mode, "max-age=")
	switch {
	case mode == "" || mode == "any":
		return c.Store.View(), nil
	case mode == "strong":
		return c.Store.Sync(ctx)
	case aged:
		most, err := time.ParseDuration(age)
		if err != nil || most < 0 {
			break
		}
		if time.Since(c.Store.Status().Fresh) <= most {
			return c.Store.View(), nil
		}
		return c.Store.Sync(ctx)
	}
	return nil, fault.FieldInvalid.With("field", "Concord-Read").Because("%q is none of any, strong and max-age=5s", shortened(mode))
}

// await waits, not longer than its patience, until this replica is at p.
func (c *call) await(ctx context.Context, view *store.View, p position) (*store.View, error) {
	if p.epoch != epochOf(view) {
		return nil, fault.EpochChanged.With("after", p)
	}
	if view.Seq() >= p.seq {
		return view, nil
	}
	ctx, cancel := context.WithTimeout(ctx, c.Patience)
	defer cancel()
	view, err := c.Store.Await(ctx, p.seq)
	if err != nil {
		return nil, fault.ReplicaBehind.With("seq", p).Caused(err)
	}
	return view, nil
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
