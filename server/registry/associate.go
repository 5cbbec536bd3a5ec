package registry

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"

	"github.com/concord-registry/concord/server/store"
)

// AssociationRequest changes the associations of one resource: all of the changes land or none, each planned on the
// result of those before (contract §1.11).
type AssociationRequest struct {
	// Resource is of type topic when its Type is empty. Its ID may be empty in a dry run only.
	Resource store.Resource
	Changes  []AssociationChange
	Actor    string
	DryRun   bool
}

// AssociationOp is what a change does.
type AssociationOp string

const (
	// CreateAssociation makes an association; one that says something else must not be there.
	CreateAssociation AssociationOp = "CREATE"
	// UpsertAssociation makes or replaces one. Outside of an import it makes weak ones only.
	UpsertAssociation AssociationOp = "UPSERT"
	// DeleteAssociation removes one.
	DeleteAssociation AssociationOp = "DELETE"
)

// AssociationChange is one association as it should be, or the removal of one.
type AssociationChange struct {
	Op AssociationOp
	// Type is value when empty.
	Type string
	// Subject is nil for the subject that there is, or for the resource's own.
	Subject *store.Subject
	// Lifecycle is empty for STRONG with a Schema, for what there is without one, and else for WEAK. Frozen is another
	// way to say it: strong associations are frozen, weak ones are not.
	Lifecycle store.Lifecycle
	Frozen    *bool
	// Schema is to be registered, nil for none. Its Subject, Actor and DryRun are those of the association.
	Schema *RegisterRequest
	// Cascade lets the removal of a strong association take its subject away for good.
	Cascade bool
}

// Associated is the answer to a change that removes nothing.
type Associated struct {
	*store.Association
	// Registration is that of the change's schema, nil if it had none.
	Registration *Registration
}

// Associate changes associations and lists those that were asked for, in the order of the request.
func (r *Registry) Associate(ctx context.Context, req AssociationRequest) ([]Associated, error) {
	if err := req.check(); err != nil {
		return nil, err
	}
	a := &associating{Registry: r, ctx: ctx, req: req, asked: r.newMemory()}
	for range req.Changes {
		a.guids = append(a.guids, uuid.NewString())
	}
	if err := r.decide(ctx, a.plan, req.DryRun); err != nil {
		return nil, err
	}
	return a.done, nil
}

// associating is one request on its way. What a run of the plan sets, the next run sets anew.
type associating struct {
	*Registry
	ctx   context.Context
	req   AssociationRequest
	asked *memory
	guids []string // for new associations, by change

	tx      *store.Tx
	done    []Associated
	touched []store.Subject // whose associations changed
}

func (a *associating) plan(tx *store.Tx) error {
	before := tx.View()
	a.tx, a.done, a.touched = tx, nil, nil
	for i, c := range a.req.Changes {
		if err := a.change(c, a.guids[i]); err != nil {
			return err
		}
	}
	if tx.View() != before {
		tx.Log(a.entry())
	}
	return nil
}

func (a *associating) change(c AssociationChange, guid string) error {
	old := a.find(c.Type)
	if c.Op == DeleteAssociation {
		if old == nil {
			return unknownAssociation(a.req.Resource)
		}
		return a.dissociate(old, c.Cascade)
	}
	wanted := a.wanted(c, old, guid)
	if c.Op == CreateAssociation {
		return a.create(c, old, wanted)
	}
	return a.upsert(c, old, wanted)
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
	e := store.Entry{Actor: a.req.Actor, Action: "associate", Subject: commonScope(a.touched)}
	var done []Registration
	for _, one := range a.done {
		if one.Registration != nil && one.Registration.Created {
			done = append(done, *one.Registration)
		}
	}
	switch {
	case len(done) == 1:
		e = entryOf(done[0], a.req.Actor)
		e.Action = "associate"
	case len(done) > 1:
		e.Decision = landedJSON(done)
	case len(a.done) == 0:
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

func landedJSON(done []Registration) []byte {
	text, err := json.Marshal(landed(done))
	if err != nil {
		panic(err) // decisions hold nothing that JSON cannot
	}
	return text
}
