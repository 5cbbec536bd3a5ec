package keys

import (
	"context"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// DeleteKek deletes a key encryption key, softly, or for good one that is soft-deleted. Keys under it forbid that: live
// ones the first, any the second. Deleting softly once more does nothing.
func (r *Keys) DeleteKek(ctx context.Context, name string, permanent bool) error {
	action := store.KekDelete
	if permanent {
		action = store.KekPurge
	}
	_, err := r.changeKek(ctx, action, func(p *registry.Plan) (*store.Kek, error) {
		old, err := kekIn(p.View(), name, true)
		switch {
		case err != nil:
			return nil, err
		case permanent && !old.Deleted:
			return nil, fault.KekNotDeleted.With("kek", name)
		case holdsKeys(p.View(), name, permanent):
			return nil, fault.KekNotEmpty.With("kek", name)
		case permanent:
			putKek(p, old, nil)
		case !old.Deleted:
			putKek(p, old, markedKek(p.Tx, old, true))
		}
		return nil, nil
	})
	return err
}

// UndeleteKek restores a soft-deleted key encryption key; a live one stays as it is.
func (r *Keys) UndeleteKek(ctx context.Context, name string) error {
	_, err := r.changeKek(ctx, store.KekUndelete, func(p *registry.Plan) (*store.Kek, error) {
		old, err := kekIn(p.View(), name, true)
		if err == nil && old.Deleted {
			putKek(p, old, markedKek(p.Tx, old, false))
		}
		return nil, err
	})
	return err
}

// holdsKeys reports whether there are keys under a KEK, soft-deleted ones only if deleted is set.
func holdsKeys(v *store.View, kek string, deleted bool) bool {
	for d := range v.DeksOf(kek) {
		if deleted || !d.Deleted {
			return true
		}
	}
	return false
}

func markedKek(tx *store.Tx, old *store.Kek, deleted bool) *store.Kek {
	marked := *old
	marked.Deleted, marked.Changed = deleted, tx.Now
	return &marked
}
