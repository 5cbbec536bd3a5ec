package etcd

import (
	"context"
	"errors"
	"math"

	"github.com/google/uuid"

	"github.com/concord-registry/concord/server/store"
)

// restoreGap is how many ids are left out after a restore, in each domain that counts its ids: some may have been given
// that no replica and no snapshot file knows of any more.
const restoreGap = 100_000

// restoreBatch is how many lost ids are put back in one commit.
const restoreBatch = 1000

// errContested is when somebody else committed while a restore was being marked.
var errContested = errors.New("another replica commits to the restored registry")

// mark makes an older backup, put in the place of what this replica knew, a new epoch. The ids that it does not know are
// given back to their contents before anybody can be given one: messages out there carry them. Known is the view before,
// loaded what is stored now, at head. It returns loaded when nothing was lost.
func (s *Store) mark(ctx context.Context, c conn, known, loaded *store.View, head int64) (*store.View, int64, error) {
	before, after := known.Meta(), loaded.Meta()
	if before == nil || after == nil {
		return loaded, head, nil
	}
	if before.UUID != after.UUID {
		s.config.Logger.Warn("etcd holds another registry than the one that was served before", "uuid", after.UUID, "before", before.UUID, "known", known.Seq())
		return loaded, head, nil
	}
	lost := s.forgotten(known, loaded)
	if len(lost) == 0 && (loaded.Seq() >= known.Seq() || after.Epoch > before.Epoch) {
		return loaded, head, nil
	}
	s.config.Logger.Warn("etcd holds an older state of this registry: it begins a new epoch", "seq", loaded.Seq(), "known", known.Seq(), "ids", len(lost))
	var err error
	for begin := after.Epoch <= before.Epoch; begin || len(lost) > 0; begin = false {
		n := min(len(lost), restoreBatch)
		plan := remember(known, lost[:n], begin)
		if loaded, head, err = s.force(ctx, c, loaded, head, plan); err != nil {
			return nil, 0, err
		}
		lost = lost[n:]
	}
	return loaded, head, nil
}

// forgotten lists the identifiers that a view has and a loaded one lacks. One that stands for another content there was given
// twice, which nothing can mend any more.
func (s *Store) forgotten(known, loaded *store.View) []*store.Identifier {
	var lost []*store.Identifier
	for id := range known.AllIdentifiers() {
		switch found := loaded.Identifier(id.Domain, id.ID); {
		case found == nil:
			lost = append(lost, id)
		case found.Digest != id.Digest:
			s.config.Logger.Error("an id was given again after a restore, to another content", "domain", id.Domain, "id", id.ID)
		}
	}
	return lost
}

// remember is the plan that puts identifiers back. The one that begins the epoch leaves ids out, too.
func remember(known *store.View, lost []*store.Identifier, begin bool) store.Plan {
	return func(tx *store.Tx) error {
		for _, id := range lost {
			tx.Put(id)
		}
		if begin {
			meta := *tx.View().Meta()
			meta.Epoch = known.Meta().Epoch + 1
			tx.Put(&meta)
			for _, d := range known.Domains() {
				leaveOut(tx, d, max(known.MaxID(d), tx.View().MaxID(d)))
			}
		}
		tx.Log(store.Entry{
			Caller:  store.System("restore"),
			Changes: []store.EntryChange{{Action: store.RegistryRestore, Scope: store.Subject{Domain: store.Everywhere}}},
		})
		return nil
	}
}

// leaveOut makes ids be counted from beyond the gap. A domain without ids, and one whose ids are not counted but fill the
// whole range, needs none.
func leaveOut(tx *store.Tx, d store.DomainName, highest store.ID) {
	if highest > 0 && highest < math.MaxInt32-2*restoreGap {
		tx.Put(&store.Floor{Domain: d, ID: highest + restoreGap})
	}
}

// force commits a plan on a view that nobody has seen yet, in the place of the combiner.
func (s *Store) force(ctx context.Context, c conn, view *store.View, head int64, plan store.Plan) (*store.View, int64, error) {
	a := &attempt{base: &state{view: view, head: head, known: true}, batch: store.NewBatch(view)}
	if _, err := a.batch.Add(plan, uuid.NewString(), s.config.Clock()); err != nil {
		return nil, 0, err
	}
	if err := a.build(s.packer); err != nil {
		return nil, 0, err
	}
	if err := stage(ctx, c, a.writes); err != nil {
		return nil, 0, err
	}
	response, err := do(ctx, c, a.txn)
	if err != nil {
		return nil, 0, err // if it was committed all the same, the next load has it
	}
	if !response.Txn().Succeeded {
		return nil, 0, errContested
	}
	revision := response.Txn().Header.Revision
	return a.batch.Next.At(revision), revision, nil
}
