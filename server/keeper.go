package server

import (
	"context"
	"encoding/json"
	"time"

	"github.com/concord-registry/concord/policy/repo"
	"github.com/concord-registry/concord/policy/set"
	"github.com/concord-registry/concord/server/store"
)

// keeper keeps the active policies in the store, and with it in the snapshot file and on all replicas.
type keeper struct {
	store store.Store
	// forgetful is set until something is kept, if what was kept before shall not count.
	forgetful bool
}

// keepTimeout bounds the commit of policies that became active.
const keepTimeout = 5 * time.Second

// Kept implements repo.Keeper.
func (k *keeper) Kept(source string) (repo.Kept, bool) {
	last := k.store.View().Policies(source)
	if last == nil || k.forgetful {
		return repo.Kept{}, false
	}
	files, err := set.ReadArchive(last.Archive)
	if err != nil || files.Digest() != last.Digest {
		return repo.Kept{}, false
	}
	return repo.Kept{Source: last.Source, Revision: last.Revision, Activated: last.Activated, Files: files}, true
}

// Keep implements repo.Keeper. The log says when which policies became active.
func (k *keeper) Keep(ctx context.Context, kept repo.Kept) error {
	archive, err := kept.Files.Archive()
	if err != nil {
		return err
	}
	next := &store.Policies{
		Source: kept.Source, Revision: kept.Revision, Digest: kept.Files.Digest(), Activated: kept.Activated.UTC(), Archive: archive,
	}
	ctx, cancel := context.WithTimeout(ctx, keepTimeout)
	defer cancel()
	_, err = k.store.Update(ctx, func(tx *store.Tx) error {
		last := tx.View().Policies(next.Source)
		if last != nil && last.Revision == next.Revision && last.Digest == next.Digest {
			return nil
		}
		tx.Put(next)
		tx.Log(store.Entry{Caller: store.System("policies"), Changes: []store.EntryChange{activation(last, next)}})
		return nil
	})
	k.forgetful = k.forgetful && err != nil
	return err
}

// activation is what the log says of policies that became active. last is nil for the first ones.
func activation(last, next *store.Policies) store.EntryChange {
	told := func(p *store.Policies) json.RawMessage {
		if p == nil {
			return nil
		}
		return store.Told(map[string]string{"revision": p.Revision, "digest": p.Digest})
	}
	return store.EntryChange{
		Action: store.PolicyActivate, Scope: store.Subject{Domain: store.Everywhere}, Item: "policy",
		Before: told(last), After: told(next),
	}
}
