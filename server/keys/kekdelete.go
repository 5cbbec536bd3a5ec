package keys

import (
	"context"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// DeleteKek deletes a key encryption key, softly, or for good one that is soft-deleted. Keys under it forbid that: live
// ones the first, any the second. Deleting softly once more does nothing.
func (r *Keys) DeleteKek(ctx context.Context, name string, permanent bool, actor string) error {
	_, err := r.config.Registry.Update(ctx, func(tx *store.Tx) error {
		old, err := kekIn(tx.View(), name, true)
		switch {
		case err != nil:
			return err
		case permanent && !old.Deleted:
			return fault.KekNotDeleted.With("kek", name)
		case holdsKeys(tx.View(), name, permanent):
			return fault.KekNotEmpty.With("kek", name)
		case permanent:
			tx.Delete(old)
		case old.Deleted:
			return nil
		default:
			markKek(tx, old, true)
		}
		tx.Log(store.Entry{Actor: actor, Action: "delete kek", Kek: name})
		return nil
	})
	return err
}

// UndeleteKek restores a soft-deleted key encryption key; a live one stays as it is.
func (r *Keys) UndeleteKek(ctx context.Context, name, actor string) error {
	_, err := r.config.Registry.Update(ctx, func(tx *store.Tx) error {
		old, err := kekIn(tx.View(), name, true)
		if err != nil || !old.Deleted {
			return err
		}
		markKek(tx, old, false)
		tx.Log(store.Entry{Actor: actor, Action: "undelete kek", Kek: name})
		return nil
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

func markKek(tx *store.Tx, old *store.Kek, deleted bool) {
	marked := *old
	marked.Deleted, marked.Changed = deleted, tx.Now
	tx.Put(&marked)
}
