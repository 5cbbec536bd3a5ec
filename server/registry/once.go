package registry

import (
	"time"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// How long what was done under a name of the caller's is remembered, and how much of it at most: what is older than the
// first is forgotten when something new is remembered, the oldest also when there is more than the second.
const (
	rememberedFor    = time.Hour
	rememberedAtMost = 200_000
	forgottenAtOnce  = 4
)

// Once makes a set land once: asked for again under the same name within an hour, it is answered as the first time.
type Once struct {
	// Name is the caller's own, not empty. Callers do not share names.
	Name string
	// Request identifies what is asked; the same name with another request is an error of reason IDEMPOTENCY_KEY_REUSED.
	Request store.Digest
	// Answer is what a repetition is told, made of what has landed. It must hold nothing that is secret. nil remembers that
	// it landed, and where.
	Answer func(Landed) ([]byte, error)
}

// Repeated is the error of a set that has landed before under its name.
type Repeated struct {
	// Seq is the position at which it did, Answer what was made of it then.
	Seq    uint64
	Answer []byte
}

func (*Repeated) Error() string { return "this was done before" }

// repeated is a [*Repeated] if the set has landed before.
func (o *Once) repeated(tx *store.Tx, c store.Caller) error {
	if o == nil {
		return nil
	}
	last := tx.View().Operation(c.ID, o.Name)
	switch {
	case last == nil || tx.Now.Sub(last.Time) > rememberedFor:
		return nil
	case last.Request != o.Request:
		return fault.IdempotencyKeyReused.New()
	}
	return &Repeated{last.Seq, last.Answer}
}

// remember keeps what lands, and forgets what is too old. What changes nothing is not kept: doing it again changes nothing.
func (o *Once) remember(tx *store.Tx, p *planner) error {
	if o == nil || tx.Size() == 0 {
		return nil
	}
	done := &store.Operation{Caller: p.caller.ID, Name: o.Name, Request: o.Request, Time: tx.Now, Seq: tx.Seq()}
	if o.Answer != nil {
		var err error
		if done.Answer, err = o.Answer(Landed{p.outcomes, tx.Seq()}); err != nil {
			return err
		}
	}
	view := tx.View()
	crowded := view.OperationCount() >= rememberedAtMost
	for _, old := range view.OldestOperations(forgottenAtOnce) {
		if crowded || tx.Now.Sub(old.Time) > rememberedFor {
			tx.Delete(old)
		}
	}
	tx.Put(done)
	p.entry.Operation = o.Name
	return nil
}
