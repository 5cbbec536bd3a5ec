package etcd

import (
	"context"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
)

// beatEvery is the pause between entries that keep a quiet cluster moving (storage design §4.9).
const beatEvery = 10 * time.Second

// upkeep writes the snapshot file, the heartbeat, and compacts history if that is ours to do, until ctx ends. What
// fails is tried again at its next time.
func (s *Store) upkeep(ctx context.Context) {
	snapshot := time.NewTicker(s.config.SnapshotEvery)
	defer snapshot.Stop()
	beat := time.NewTicker(beatEvery)
	defer beat.Stop()
	compaction, stop := ticks(s.config.CompactEvery)
	defer stop()
	var mine compactor
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case <-snapshot.C:
			err = s.save()
		case <-beat.C:
			err = s.beat(ctx)
		case <-compaction:
			err = mine.round(ctx, s)
		}
		if err != nil && ctx.Err() == nil {
			s.config.Logger.Warn("upkeep of storage failed", "error", err)
		}
	}
}

// ticks is a ticker that never ticks for 0.
func ticks(every time.Duration) (<-chan time.Time, func()) {
	if every == 0 {
		return nil, func() {}
	}
	t := time.NewTicker(every)
	return t.C, t.Stop
}

func (s *Store) beat(ctx context.Context) error {
	c := s.client.Load()
	if c == nil {
		return nil
	}
	_, err := do(ctx, *c, clientv3.OpPut(beatKey, s.config.Clock().UTC().Format(time.RFC3339)))
	return err
}

// compactor compacts history up to where it was one interval ago. Of all replicas the one that first moves the
// compactor key in an interval does it; the key's version is the clock.
type compactor struct {
	version  int64
	revision int64
}

func (m *compactor) round(ctx context.Context, s *Store) error {
	c := s.client.Load()
	if c == nil {
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
	return err
}
