package association

import (
	"context"

	"github.com/google/uuid"

	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// Request changes the associations of one resource: all of the changes land or none, each planned on the result of those
// before.
type Request struct {
	// Resource is of type topic when its Type is empty. Its ID may be empty in a dry run only.
	Resource store.Resource
	Changes  []Change
	Actor    string
	DryRun   bool
}

// Op is what a change does.
type Op string

const (
	// Create makes an association; one that says something else must not be there.
	Create Op = "CREATE"
	// Upsert makes or replaces one. Outside of an import it makes weak ones only.
	Upsert Op = "UPSERT"
	// Delete removes one.
	Delete Op = "DELETE"
)

// Change is one association as it should be, or the removal of one.
type Change struct {
	Op Op
	// Type is value when empty.
	Type string
	// Subject is nil for the subject that there is, or for the resource's own.
	Subject *store.Subject
	// Lifecycle is empty for STRONG with a Schema, for what there is without one, and else for WEAK. Frozen is another
	// way to say it: strong associations are frozen, weak ones are not.
	Lifecycle store.Lifecycle
	Frozen    *bool
	// Schema is to be registered, nil for none. Its Subject, Actor and DryRun are those of the association.
	Schema *registry.RegisterRequest
	// Cascade lets the removal of a strong association take its subject away for good.
	Cascade bool
}

// Done is the answer to a change that removes nothing.
type Done struct {
	*store.Association
	// Registration is that of the change's schema, nil if it had none.
	Registration *registry.Registration
}

// Associate changes associations and lists those that were asked for, in the order of the request.
func (s *Associations) Associate(ctx context.Context, req Request) ([]Done, error) {
	req, err := req.completed()
	if err != nil {
		return nil, err
	}
	a := &associating{registrar: s.registry.Registrar(), req: req}
	for range req.Changes {
		a.guids = append(a.guids, uuid.NewString())
	}
	if err := s.registry.Commit(ctx, func(tx *store.Tx) error { return a.plan(ctx, tx) }, req.DryRun); err != nil {
		return nil, err
	}
	return a.done, nil
}

// associating is one request on its way. What a run of the plan sets, the next run sets anew.
type associating struct {
	registrar *registry.Registrar
	req       Request
	guids     []string // for new associations, by change

	tx      *store.Tx
	done    []Done
	touched []store.Subject // whose associations changed
}

func (a *associating) plan(ctx context.Context, tx *store.Tx) error {
	before := tx.View()
	a.tx, a.done, a.touched = tx, nil, nil
	for i, c := range a.req.Changes {
		if err := a.change(ctx, c, a.guids[i]); err != nil {
			return err
		}
	}
	if tx.View() != before {
		tx.Log(a.entry())
	}
	return nil
}

func (a *associating) change(ctx context.Context, c Change, guid string) error {
	old := a.find(c.Type)
	if c.Op == Delete {
		if old == nil {
			return unknownAssociation(a.req.Resource)
		}
		return a.dissociate(old, c.Cascade)
	}
	wanted := a.wanted(c, old, guid)
	if c.Op == Create {
		return a.create(ctx, c, old, wanted)
	}
	return a.upsert(ctx, c, old, wanted)
}

// find is the association of a type that the resource has, looked for by name when a dry run gives no id.
func (a *associating) find(kind string) *store.Association {
	r := a.req.Resource
	if r.ID != "" {
		return a.tx.View().Association(r.ID, r.Type, kind)
	}
	for found := range a.tx.View().AssociationsNamed(r.Namespace, r.Name) {
		if found.Type == kind && found.Resource.Type == r.Type {
			return found
		}
	}
	return nil
}

// entry is the log entry of the request. Several registrations in one are listed as those of a change set are.
func (a *associating) entry() store.Entry {
	var made []registry.Registration
	for _, one := range a.done {
		if one.Registration != nil && one.Registration.Created {
			made = append(made, *one.Registration)
		}
	}
	e := registry.EntryOf(made, a.req.Actor)
	e.Action = "associate"
	if len(made) != 1 {
		e.Subject = commonScope(a.touched)
	}
	if len(a.done) == 0 {
		e.Action = "dissociate"
	}
	return e
}

// commonScope is the one subject of a list, the whole domain of several in one domain, or nil.
func commonScope(subjects []store.Subject) *store.Subject {
	if len(subjects) == 0 {
		return nil
	}
	scope := subjects[0]
	for _, s := range subjects[1:] {
		switch {
		case s.Domain != scope.Domain:
			return nil
		case s != scope:
			scope = scope.Whole()
		}
	}
	return &scope
}
