package registry

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// Change is one mutation as a value. The requests of the use cases make them; [Session.Commit] lands any number together.
type Change struct {
	// Action is what the caller needs to be allowed to do in the scope.
	Action store.Action
	// Scope is what the change is about: a subject, a whole domain, or [store.Everywhere].
	Scope store.Subject
	// Aliased is set where a subject that is an alias stands for another one.
	Aliased bool
	// Secret is set where what Plan returns must not be stored.
	Secret bool
	// Needs are the subjects that the change refers to.
	Needs []store.Subject
	// Plan makes the change and returns what its caller is told. It may run several times, each time on a newer view, and
	// must do nothing but read and write the plan; see [store.Store].
	Plan func(context.Context, *Plan) (any, error)
}

// Plan is a change on its way into a transaction.
type Plan struct {
	*Session
	Tx *store.Tx
	// Scope is that of the change, aliases resolved.
	Scope  store.Subject
	action store.Action
	asked  *memory
	told   []store.EntryChange
}

// Log says what the change does; its action and its scope are those of the plan where they are left open.
func (p *Plan) Log(c store.EntryChange) {
	if c.Action == "" {
		c.Action = p.action
	}
	if c.Scope == (store.Subject{}) {
		c.Scope = p.Scope
	}
	p.told = append(p.told, c)
}

// Becomes says that what the view holds makes the change another action, which the caller has to be allowed too.
func (p *Plan) Becomes(action store.Action) error {
	p.action = action
	return p.May(p.Tx.View(), action, p.Scope)
}

// View is the registry with the plan's own changes in it.
func (p *Plan) View() *store.View { return p.Tx.View() }

// planner plans a set.
type planner struct {
	*Session
	set Set
	// order are the positions of the set's changes in the order in which they are planned.
	order []int
	asked *memory
	// rehearsal is set where nothing is to land.
	rehearsal bool

	// What one run sets, the next one sets anew.
	outcomes []Outcome
	read     [][]byte // what each change depends on, as digests
	entry    store.Entry
}

func (p *planner) reset() {
	p.outcomes, p.read = make([]Outcome, len(p.set.Changes)), make([][]byte, len(p.set.Changes))
	p.entry = store.Entry{Caller: p.caller}
}

// plan is the one road of every mutation into a transaction.
func (p *planner) plan(ctx context.Context, tx *store.Tx) error {
	p.reset()
	if err := p.set.Once.repeated(tx, p.caller); err != nil {
		return err
	}
	for _, i := range p.order {
		if err := p.planOne(ctx, tx, i); err != nil {
			if len(p.set.Changes) > 1 {
				err = fmt.Errorf("%s of %s: %w", p.set.Changes[i].Action, p.set.Changes[i].Scope.Resource(), err)
			}
			return &planError{err, tx.Seq()}
		}
	}
	if err := p.stale(); err != nil {
		return &planError{err, tx.Seq()}
	}
	if err := p.set.Once.remember(tx, p); err != nil {
		return err
	}
	return p.log(tx)
}

// planOne plans the change at a position of the set: what it is about, whether the caller may do it, and what it does.
func (p *planner) planOne(ctx context.Context, tx *store.Tx, i int) error {
	c := p.set.Changes[i]
	one := &Plan{Session: p.Session, Tx: tx, Scope: c.Scope, action: c.Action, asked: p.asked}
	if c.Aliased {
		one.Scope = Resolved(tx.View(), c.Scope)
	}
	p.outcomes[i].Scope = one.Scope
	if err := p.May(tx.View(), c.Action, one.Scope); err != nil {
		return err
	}
	p.read[i] = p.basis(tx.View(), one.Scope, c.Needs)
	before := tx.Size()
	value, err := c.Plan(ctx, one)
	if err != nil {
		return err
	}
	p.outcomes[i].Value, p.outcomes[i].Changed = value, tx.Size() > before
	if tx.Size() > before {
		p.entry.Changes = append(p.entry.Changes, one.told...)
	}
	return nil
}

// log writes the one entry of all changes.
func (p *planner) log(tx *store.Tx) error {
	if tx.Size() == 0 {
		return nil
	}
	if len(p.entry.Changes) == 0 {
		return fault.New(fault.Internal, "a change would not stand in the log")
	}
	tx.Log(p.entry)
	return nil
}

// basis identifies what a change depends on: the versions and the settings of its scope, and the versions of what it
// refers to.
func (p *planner) basis(v *store.View, scope store.Subject, needs []store.Subject) []byte {
	if p.set.Token == "" && !p.rehearsal {
		return nil
	}
	sum := sha256.New()
	write := json.NewEncoder(sum)
	tell := func(value any) { _ = write.Encode(value) } // a hash takes everything
	tell(p.effectiveConfig(v, scope))
	tell(effectiveMode(v, scope))
	if d := v.Domain(scope.Domain); d != nil {
		said := *d
		said.Created = time.Time{} // another one at each run, where the set itself makes the domain
		tell(said)
	}
	for _, s := range append([]store.Subject{scope}, needs...) {
		tell(s)
		if versions := v.Subject(s); versions != nil {
			for _, version := range versions.All {
				tell([]any{version.Number, version.Digest, version.Deleted})
			}
		}
	}
	return sum.Sum(nil)[:tokenPart]
}

// tokenPart is how many bytes of a token each change has.
const tokenPart = 12

// token names what the set was planned on.
func (p *planner) token() string {
	var all []byte
	for _, part := range p.read {
		all = append(all, part...)
	}
	return base64.RawURLEncoding.EncodeToString(all)
}

// stale is an error if what the set's token names has changed. It says what.
func (p *planner) stale() error {
	if p.set.Token == "" {
		return nil
	}
	old, err := base64.RawURLEncoding.DecodeString(p.set.Token)
	if err != nil || len(old) != len(p.read)*tokenPart {
		return fault.PlanStale.Because("the token is of another plan")
	}
	for i, part := range p.read {
		if string(old[i*tokenPart:(i+1)*tokenPart]) != string(part) {
			return fault.PlanStale.Because("%s has changed since", p.outcomes[i].Scope.Resource())
		}
	}
	return nil
}
