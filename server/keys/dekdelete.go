package keys

import (
	"context"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// DekSelection names what is deleted or restored: one version of a key, or with a zero Version all of them.
type DekSelection struct {
	store.DekList
	Version int
}

// DeleteDek deletes versions of a key, softly, or for good those that are soft-deleted. Deleting softly once more does
// nothing.
func (r *Keys) DeleteDek(ctx context.Context, s DekSelection, permanent bool) error {
	action := store.DekDelete
	if permanent {
		action = store.DekPurge
	}
	return r.changeDeks(ctx, s, action, func(p *registry.Plan, d *store.Dek) error {
		switch {
		case permanent && !d.Deleted:
			return fault.DekNotDeleted.About(d.Subject)
		case permanent:
			putDek(p, d, nil)
		case !d.Deleted:
			putDek(p, d, markedDek(p.Tx, d, true))
		}
		return nil
	})
}

// UndeleteDek restores soft-deleted versions of a key; live ones stay as they are. Their KEK must be live.
func (r *Keys) UndeleteDek(ctx context.Context, s DekSelection) error {
	return r.changeDeks(ctx, s, store.DekUndelete, func(p *registry.Plan, d *store.Dek) error {
		if _, err := liveKek(p.View(), d.Kek); err != nil {
			return err
		}
		if d.Deleted {
			putDek(p, d, markedDek(p.Tx, d, false))
		}
		return nil
	})
}

// changeDeks changes each of the selected versions, of which there must be one.
func (r *Keys) changeDeks(ctx context.Context, s DekSelection, action store.Action, change func(*registry.Plan, *store.Dek) error) error {
	if err := checkDekList(s.DekList); err != nil {
		return err
	}
	plan := func(_ context.Context, p *registry.Plan) (any, error) {
		list := s.DekList
		list.Subject = dekSubject(p.View(), list.Subject)
		if err := p.May(p.View(), action, list.Subject); err != nil {
			return nil, err
		}
		if _, err := kekIn(p.View(), list.Kek, true); err != nil {
			return nil, err
		}
		found := false
		for d := range p.View().Deks(list) {
			if s.Version != 0 && s.Version != d.Version {
				continue
			}
			found = true
			if err := change(p, d); err != nil {
				return nil, err
			}
		}
		if !found {
			return nil, fault.DekNotFound.About(list.Subject)
		}
		return nil, nil
	}
	_, err := r.Commit(ctx, registry.Change{Action: action, Scope: s.Subject, Plan: plan})
	return err
}

func markedDek(tx *store.Tx, old *store.Dek, deleted bool) *store.Dek {
	marked := *old
	marked.Deleted, marked.Changed = deleted, tx.Now
	return &marked
}
