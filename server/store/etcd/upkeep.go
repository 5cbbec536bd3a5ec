package etcd

import (
	"context"
	"log/slog"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
)

// beatEvery is the pause between entries that keep a quiet cluster moving (storage §4.9).
const beatEvery = 10 * time.Second

// chore is something that a store does again and again. What fails is tried again at its next time.
type chore struct {
	name string
	// every is the pause between two times; 0 means never.
	every time.Duration
	do    func(context.Context) error
}

// upkeep are the chores of a store. Each has a goroutine of its own, so that a long one keeps no other from its time.
func (s *Store) upkeep() []chore {
	w, k := &sweeper{store: s}, &checker{store: s, pause: checkPause}
	return []chore{
		{"write the snapshot file", s.config.SnapshotEvery, func(context.Context) error { return s.save() }},
		{"write the heartbeat", beatEvery, s.beat},
		{"remove orphaned chunks", s.config.SweepEvery, w.round},
		{"compare the view with what is stored", s.config.CheckEvery, k.round},
	}
}

// repeat does the chore until ctx ends.
func (c chore) repeat(ctx context.Context, log *slog.Logger) {
	if c.every == 0 {
		return
	}
	tick := time.NewTicker(c.every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := c.do(ctx); err != nil && ctx.Err() == nil {
			log.Warn("upkeep of storage failed", "chore", c.name, "error", err)
		}
	}
}

func (s *Store) beat(ctx context.Context) error {
	c := s.client.Load()
	if c == nil {
		return nil
	}
	_, err := do(ctx, *c, clientv3.OpPut(beatKey, s.config.Clock().UTC().Format(time.RFC3339)))
	s.observe(err)
	return err
}

// observe notes what the outcome of a write says about whether etcd takes any.
func (s *Store) observe(err error) {
	switch {
	case err == nil:
		s.note(func(c *condition) { c.refuses = "" })
	case refusal(err):
		s.note(func(c *condition) { c.refuses = problem(err) + ": " + advice(err) })
	}
}
