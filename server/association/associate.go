package association

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// Request changes the associations of one resource: all of the changes land or none, each planned on the result of those
// before.
type Request struct {
	// Resource is of type topic when its Type is empty. Its ID may be empty in a rehearsal only.
	Resource store.Resource
	Changes  []Change
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
	// Schema is to be registered, nil for none. Its Subject is that of the association.
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

// Change is the request as a change of the registry; it gives the associations that were asked for, in the order of the
// request, as []Done. rehearsed is set where nothing is to land.
func (req Request) Change(rehearsed bool) registry.Change {
	guids := make([]string, len(req.Changes)) // for new associations: every run of the plan gives the same
	for i := range guids {
		guids[i] = uuid.NewString()
	}
	plan := func(ctx context.Context, p *registry.Plan) (any, error) {
		whole, err := req.completed(rehearsed)
		if err != nil {
			return nil, err
		}
		a := &associating{Plan: p, resource: whole.Resource}
		for i, c := range whole.Changes {
			if err := a.change(ctx, c, guids[i]); err != nil {
				return nil, err
			}
		}
		return a.done, nil
	}
	scope := store.Subject{Domain: store.DomainName(req.Resource.Namespace)}
	return registry.Change{Action: req.action(), Scope: scope, Plan: plan}
}

// action is what the request is as a whole. Of each of its changes, the scope of its subject is asked besides.
func (req Request) action() store.Action {
	all := func(op Op) bool {
		return len(req.Changes) > 0 && !slices.ContainsFunc(req.Changes, func(c Change) bool { return c.Op != op })
	}
	switch {
	case all(Create):
		return store.AssociationCreate
	case all(Delete):
		return store.AssociationDelete
	}
	return store.AssociationUpdate
}

// Associate changes associations and lists those that were asked for.
func (s *Associations) Associate(ctx context.Context, req Request) ([]Done, error) {
	return registry.Do[[]Done](ctx, s.Session, req.Change(false))
}

// associating is one request on its way.
type associating struct {
	*registry.Plan
	resource store.Resource
	done     []Done
}

// log says what became of one association. before or after is nil where there is none.
func (a *associating) log(before, after *store.Association) {
	c := store.EntryChange{Action: store.AssociationUpdate}
	if before != nil {
		c.Scope, c.Before = before.Subject, store.Told(before)
	} else {
		c.Action = store.AssociationCreate
	}
	if after != nil {
		c.Scope, c.After = after.Subject, store.Told(after)
	} else {
		c.Action = store.AssociationDelete
	}
	a.Log(c)
}

func (a *associating) change(ctx context.Context, c Change, guid string) error {
	old := a.find(c.Type)
	if c.Op == Delete {
		if old == nil {
			return unknownAssociation(a.resource)
		}
		return a.dissociate(old, c.Cascade)
	}
	wanted := a.wanted(c, old, guid)
	if c.Op == Create {
		return a.create(ctx, c, old, wanted)
	}
	return a.upsert(ctx, c, old, wanted)
}

// find is the association of a type that the resource has, looked for by name when a rehearsal gives no id.
func (a *associating) find(kind string) *store.Association {
	r := a.resource
	if r.ID != "" {
		return a.View().Association(r.ID, r.Type, kind)
	}
	for found := range a.View().AssociationsNamed(r.Namespace, r.Name) {
		if found.Type == kind && found.Resource.Type == r.Type {
			return found
		}
	}
	return nil
}
