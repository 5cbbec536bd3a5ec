package registry

import (
	"context"
	"testing"

	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

// TestIDsAfterRestore: storage was put back to where schema b was not registered yet, and gave its id back (identifier and
// floor, without content or version). What is registered again has the id that it had; nothing else gets it; and ids are
// counted from beyond the gap.
func TestIDsAfterRestore(t *testing.T) {
	for _, ids := range []IDs{ContentIDs, SequenceIDs} {
		t.Run(string(ids), func(t *testing.T) {
			lost := open(t, Config{IDs: ids, Level: word.None})
			register(t, lost, orders, record("a"))
			b := register(t, lost, orders, record("b")).Version
			id := lost.View().Identifier("", b.ID)

			backup := &storetest.Memory{}
			r := open(t, Config{IDs: ids, Level: word.None, Store: backup})
			register(t, r, orders, record("a"))
			if _, err := backup.Update(context.Background(), func(tx *store.Tx) error {
				tx.Put(id, &store.Floor{ID: b.ID + 100})
				tx.Log(store.Entry{Changes: []store.EntryChange{{Action: "restore"}}})
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			if _, err := r.ByID(b.ID, store.Subject{}); fault.ReasonOf(err) != fault.SchemaNotFound {
				t.Errorf("the id without a version: %v, want SCHEMA_NOT_FOUND", err)
			}
			c := register(t, r, orders, record("c")).Version
			if c.ID == b.ID || ids == SequenceIDs && c.ID != b.ID+101 {
				t.Errorf("a new schema has the id %d; %d was another's, and the gap ends at %d", c.ID, b.ID, b.ID+100)
			}
			again := register(t, r, store.Subject{Name: "elsewhere"}, record("b")).Version
			if again.ID != b.ID {
				t.Errorf("b has the id %d, and had %d", again.ID, b.ID)
			}
			if found, err := r.ByID(b.ID, store.Subject{}); err != nil || found.Digest != b.Digest {
				t.Errorf("the id %d: %+v, %v", b.ID, found, err)
			}
		})
	}
}
