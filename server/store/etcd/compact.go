package etcd

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.etcd.io/etcd/api/v3/v3rpc/rpctypes"
)

// compaction is the chore of keeping etcd's history short, for all replicas. See [Config.CompactEvery].
const compaction = "compaction"

// errMayNotCompact is why this replica leaves compaction alone.
var errMayNotCompact = errors.New("only a user with the role root compacts history: set auto-compaction-retention in etcd, or its database grows until it is full")

// compact compacts history up to where it was one interval ago, whenever it is this replica's turn, until ctx ends or etcd
// does not let this user compact: then it has to compact by itself.
func (s *Store) compact(ctx context.Context) {
	if s.config.CompactEvery == 0 {
		return
	}
	err := s.Own(ctx, compaction, func(ctx context.Context) error {
		var before int64
		tick := time.NewTicker(s.config.CompactEvery)
		defer tick.Stop()
		for {
			next, err := s.compactTo(ctx, before)
			if err == nil {
				before = next
			} else if errors.Is(err, errMayNotCompact) || ctx.Err() != nil {
				return err
			} else {
				s.config.Logger.Warn("upkeep of storage failed", "chore", compaction, "error", err)
			}
			select {
			case <-tick.C:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	})
	if ctx.Err() == nil {
		s.config.Logger.Warn("upkeep of storage failed", "chore", compaction, "error", err)
	}
}

// compactTo compacts up to a revision, 0 for none, and returns where history is now.
func (s *Store) compactTo(ctx context.Context, before int64) (int64, error) {
	c := s.client.Load()
	if c == nil {
		return 0, errSilent
	}
	_, now, err := read(ctx, *c, headKey)
	if err != nil || before == 0 {
		return now, err
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	_, err = (*c).Compact(ctx, before)
	switch {
	case is(err, rpctypes.ErrGRPCPermissionDenied):
		err = fmt.Errorf("%w: %w", errMayNotCompact, err)
	case is(err, rpctypes.ErrGRPCCompacted):
		err = nil // a replica that had the turn before went further
	}
	return now, err
}
