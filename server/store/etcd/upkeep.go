package etcd

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"go.etcd.io/etcd/api/v3/v3rpc/rpctypes"
	clientv3 "go.etcd.io/etcd/client/v3"
)

// beatEvery is the pause between entries that keep a quiet cluster moving (storage design §4.9).
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
	c, w, k := &compactor{store: s}, &sweeper{store: s}, &checker{store: s, pause: checkPause}
	return []chore{
		{"write the snapshot file", s.config.SnapshotEvery, func(context.Context) error { return s.save() }},
		{"write the heartbeat", beatEvery, s.beat},
		{"compact history", s.config.CompactEvery, c.round},
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

// compactor compacts history up to where it was one interval ago. Of all replicas the one that first moves the
// compactor key in an interval does it; the key's version is the clock.
type compactor struct {
	store    *Store
	version  int64
	revision int64
	// forbidden is set when etcd does not let this user compact: then it has to compact by itself.
	forbidden bool
}

func (m *compactor) round(ctx context.Context) error {
	c := m.store.client.Load()
	if c == nil || m.forbidden {
		return nil
	}
	unchanged := clientv3.Compare(clientv3.Version(compactorKey), "=", m.version)
	take := clientv3.OpPut(compactorKey, "")
	response, err := do(ctx, *c, clientv3.OpTxn([]clientv3.Cmp{unchanged}, []clientv3.Op{take}, []clientv3.Op{clientv3.OpGet(compactorKey)}))
	if err != nil {
		return err
	}
	txn := response.Txn()
	before := m.revision
	m.revision = txn.Header.Revision
	if !txn.Succeeded {
		m.version = 0
		if found := values(txn.Responses)[0]; found != nil {
			m.version = found.Version
		}
		return nil
	}
	m.version++
	if before == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	_, err = (*c).Compact(ctx, before)
	if m.forbidden = is(err, rpctypes.ErrGRPCPermissionDenied); m.forbidden {
		return fmt.Errorf("only a user with the role root compacts history: set auto-compaction-retention in etcd, or its database grows until it is full: %w", err)
	}
	return err
}
