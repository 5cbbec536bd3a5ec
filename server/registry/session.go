package registry

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"time"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// Session is the registry as one caller has it. Its methods are the use cases. A session is small, holds no state of its
// own and is safe for concurrent use; front ends make one for each request.
type Session struct {
	*Registry
	caller store.Caller
	// once is the caller's own name for what is asked, and what that is; the zero value for none.
	once Once
}

// As is the session of a caller.
func (r *Registry) As(c store.Caller) *Session { return &Session{Registry: r, caller: c} }

// Once is the session in which [Do] and Commit land what is asked for once, under a name of the caller's. What a repetition
// is told is the first answer, but for changes whose answers are secret: those land as often as they are asked for.
func (r *Session) Once(name string, request store.Digest) *Session {
	named := *r
	named.once = Once{Name: name, Request: request}
	return &named
}

// Caller is whose session it is.
func (r *Session) Caller() store.Caller { return r.caller }

// May asks Access for what the session's caller wants to do.
func (r *Session) May(view *store.View, action store.Action, scope store.Subject) error {
	return r.config.Access.May(view, r.caller, action, scope)
}

// shown is what was read, if the caller may see it.
func shown[T any](r *Session, view *store.View, action store.Action, scope store.Subject, read T) (T, error) {
	if err := r.May(view, action, scope); err != nil {
		var nothing T
		return nothing, err
	}
	return read, nil
}

// visible keeps what the caller may see of a list.
func visible[T any](r *Session, view *store.View, action store.Action, list iter.Seq[T], scope func(T) store.Subject) iter.Seq[T] {
	return func(yield func(T) bool) {
		for item := range list {
			if r.May(view, action, scope(item)) == nil && !yield(item) {
				return
			}
		}
	}
}

// Set is a list of changes that land together or not at all, each planned on the result of those before it. A change
// that refers to what another one of the set makes is planned after that one, whatever their order.
type Set struct {
	Changes []Change
	// Token is what a rehearsal of the same changes gave; if what it had read has changed since, nothing lands and the error
	// is of reason PLAN_STALE. Empty for no condition.
	Token string
	// Once makes the set land once, however often it is asked for; nil for no such promise.
	Once *Once
}

// Landed is what became of a set.
type Landed struct {
	// Outcomes are in the order of the set's changes.
	Outcomes []Outcome
	// Seq is the position of the set, or, if it changed nothing, of the view that says so.
	Seq uint64
}

// Outcome is what became of one change, or in a rehearsal what would.
type Outcome struct {
	// Scope is what the change was about, aliases resolved.
	Scope store.Subject
	// Changed is false when everything was as the change wants it.
	Changed bool
	// Value is what the change's Plan returned.
	Value any
	// Err is why the change is refused. Only a rehearsal has it: a set of which one change is refused does not land.
	Err error
}

// Commit lands changes, all or none of them.
func (r *Session) Commit(ctx context.Context, changes ...Change) (Landed, error) {
	set := Set{Changes: changes}
	if once := r.once; once.Name != "" {
		set.Once = &once
	}
	landed, err := r.Apply(ctx, set)
	var before *Repeated
	if errors.As(err, &before) {
		return Landed{Seq: before.Seq}, nil
	}
	return landed, err
}

// Apply lands a set. The error names the first change that was refused. It is a [*Repeated] for what has landed before
// under the same name.
func (r *Session) Apply(ctx context.Context, set Set) (Landed, error) {
	if err := gone(ctx); err != nil {
		return Landed{}, err
	}
	order, err := inOrder(set.Changes)
	if err != nil {
		return Landed{}, err
	}
	p := &planner{Session: r, set: set, order: order, asked: r.newMemory()}
	seq, err := r.settled(ctx, func() (uint64, error) {
		return r.config.Store.Update(ctx, func(tx *store.Tx) error { return p.plan(ctx, tx) })
	})
	if err != nil {
		return Landed{}, err
	}
	return Landed{p.outcomes, seq}, nil
}

// settled runs something that may be refused. A refusal counts only on a view that holds all that was committed before the
// call; when storage cannot tell, on the newest that there is.
func (r *Session) settled(ctx context.Context, run func() (uint64, error)) (uint64, error) {
	seq, err := run()
	var refused *planError
	if !errors.As(err, &refused) {
		return seq, err
	}
	if newer, syncErr := r.config.Store.Sync(ctx); syncErr == nil && newer.Seq()+1 != refused.seq {
		seq, err = run()
	}
	if errors.As(err, &refused) {
		return 0, refused.err
	}
	return seq, err
}

// gone is an error of kind Unavailable once ctx has ended: nothing was begun.
func gone(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fault.RequestEnded.New().Caused(err)
	}
	return nil
}

// planError is the error of a plan that would have had the position seq, to be told from one of the store.
type planError struct {
	err error
	seq uint64
}

func (e *planError) Error() string { return e.err.Error() }
func (e *planError) Unwrap() error { return e.err }

// Rehearse is Apply without the last step: nothing lands, and each change says for itself what would become of it. What
// follows a change that is refused is planned as if that had not been there. The token is for [Set].
func (r *Session) Rehearse(ctx context.Context, changes ...Change) (outcomes []Outcome, token string, err error) {
	if err := gone(ctx); err != nil {
		return nil, "", err
	}
	order, err := inOrder(changes)
	if err != nil {
		return nil, "", err
	}
	p := &planner{Session: r, set: Set{Changes: changes}, order: order, asked: r.newMemory(), rehearsal: true}
	_, err = r.settled(ctx, func() (uint64, error) { return p.rehearse(ctx) })
	if err != nil && len(changes) == 1 {
		return nil, "", err
	}
	return p.outcomes, p.token(), nil
}

// rehearse plans each change on a batch of its own result. The error is the first refusal.
func (p *planner) rehearse(ctx context.Context) (uint64, error) {
	p.reset()
	batch := store.NewBatch(p.View())
	var first error
	for _, i := range p.order {
		_, err := batch.Try(func(tx *store.Tx) error {
			if err := p.planOne(ctx, tx, i); err != nil {
				return err
			}
			return p.log(tx)
		}, "rehearsal", time.Now())
		p.entry.Changes = nil
		if err != nil {
			p.outcomes[i].Err = err
		}
		if first == nil && err != nil {
			first = &planError{err, batch.Base.Seq() + 1}
		}
	}
	return batch.Base.Seq(), first
}

// Do lands one change and returns what its plan did, the zero T if that was nothing.
func Do[T any](ctx context.Context, r *Session, c Change) (done T, err error) {
	set := Set{Changes: []Change{c}}
	if once := r.once; once.Name != "" && !c.Secret {
		once.Answer = func(l Landed) ([]byte, error) { return json.Marshal(l.Outcomes[0].Value) }
		set.Once = &once
	}
	landed, err := r.Apply(ctx, set)
	var before *Repeated
	switch {
	case errors.As(err, &before):
		return recalled[T](r.View(), before.Answer)
	case err != nil:
		return done, err
	}
	done, _ = landed.Outcomes[0].Value.(T)
	return done, nil
}

// recalled is the value of a change that has landed before.
func recalled[T any](v *store.View, text []byte) (done T, err error) {
	if err := json.Unmarshal(text, &done); err != nil {
		return done, fault.New(fault.Internal, "what was answered before cannot be read").Caused(err)
	}
	if r, ok := any(&done).(*Registration); ok && r.Version != nil {
		// The version without its content is what was kept; it is there unless it was removed for good since.
		if r.Version = v.Subject(r.Version.Subject).Get(r.Version.Number); r.Version == nil {
			return done, fault.InternalError.Says("this was done before, and what it made was removed for good since")
		}
	}
	return done, nil
}

// Try is [Do] without the last step: nothing lands.
func Try[T any](ctx context.Context, r *Session, c Change) (done T, err error) {
	outcomes, _, err := r.Rehearse(ctx, c)
	if err != nil {
		return done, err
	}
	done, _ = outcomes[0].Value.(T)
	return done, nil
}
