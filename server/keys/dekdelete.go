package keys

import (
	"context"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// DekSelection names what is deleted or restored: one version of a key, or with a zero Version all of them.
type DekSelection struct {
	store.DekList
	Version int
}

// DeleteDek deletes versions of a key, softly, or for good those that are soft-deleted. Deleting softly once more does
// nothing.
func (r *Keys) DeleteDek(ctx context.Context, s DekSelection, permanent bool, actor string) error {
	return r.changeDeks(ctx, s, "delete dek", actor, func(tx *store.Tx, d *store.Dek) error {
		switch {
		case permanent && !d.Deleted:
			return fault.DekNotDeleted.About(d.Subject)
		case permanent:
			tx.Delete(d)
		case !d.Deleted:
			markDek(tx, d, true)
		}
		return nil
	})
}

// UndeleteDek restores soft-deleted versions of a key; live ones stay as they are. Their KEK must be live.
func (r *Keys) UndeleteDek(ctx context.Context, s DekSelection, actor string) error {
	return r.changeDeks(ctx, s, "undelete dek", actor, func(tx *store.Tx, d *store.Dek) error {
		if _, err := liveKek(tx.View(), d.Kek); err != nil {
			return err
		}
		if d.Deleted {
			markDek(tx, d, false)
		}
		return nil
	})
}

// changeDeks changes each of the selected versions, of which there must be one, and logs it if anything changed.
func (r *Keys) changeDeks(ctx context.Context, s DekSelection, action, actor string, change func(*store.Tx, *store.Dek) error) error {
	if err := checkDekList(s.DekList); err != nil {
		return err
	}
	s.Subject = r.DekSubject(s.Subject)
	_, err := r.config.Registry.Update(ctx, func(tx *store.Tx) error {
		if _, err := kekIn(tx.View(), s.Kek, true); err != nil {
			return err
		}
		before, found := tx.View(), false
		for d := range before.Deks(s.DekList) {
			if s.Version != 0 && s.Version != d.Version {
				continue
			}
			found = true
			if err := change(tx, d); err != nil {
				return err
			}
		}
		if !found {
			return fault.DekNotFound.About(s.Subject)
		}
		if tx.View() != before {
			tx.Log(store.Entry{Actor: actor, Action: action, Kek: s.Kek, Subject: &s.Subject})
		}
		return nil
	})
	return err
}

func markDek(tx *store.Tx, old *store.Dek, deleted bool) {
	marked := *old
	marked.Deleted, marked.Changed = deleted, tx.Now
	tx.Put(&marked)
}
