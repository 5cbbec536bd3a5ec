package registry

import (
	"context"

	"github.com/concord-registry/concord/server/store"
)

// Registrar registers within the plan of somebody else's request. It remembers what the request has read and been told,
// so that the plan may run several times; it serves one request.
type Registrar struct {
	registry *Registry
	asked    *memory
}

// Registrar is one for a new request.
func (r *Registry) Registrar() *Registrar { return &Registrar{r, r.newMemory()} }

// Register puts the new version into tx, or finds that it is there. It does not log: see [EntryOf].
func (g *Registrar) Register(ctx context.Context, tx *store.Tx, req RegisterRequest) (Registration, error) {
	return g.registry.register(ctx, tx, req, g.asked)
}

// EntryOf is the log entry of what one request registered: of one registration itself, of several their list.
func EntryOf(made []Registration, actor string) store.Entry {
	switch len(made) {
	case 0:
		return store.Entry{Actor: actor}
	case 1:
		return entryOf(made[0], actor)
	}
	return store.Entry{Actor: actor, Decision: landedJSON(made)}
}

// EraseSubject takes a subject away for good, as the soft and the permanent deletion would one after the other, and
// refuses where they would.
func EraseSubject(tx *store.Tx, s store.Subject) error {
	for _, permanent := range []bool{false, true} {
		doomed, err := mayDeleteSubject(tx.View(), s, permanent)
		if err != nil {
			return err
		}
		deleteVersions(tx, doomed, permanent)
	}
	return nil
}
