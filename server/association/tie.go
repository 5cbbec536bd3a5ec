package association

import (
	"cmp"
	"context"

	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// wanted is the association that a change asks for, what it leaves open taken from the old one.
func (a *associating) wanted(c Change, old *store.Association, guid string) *store.Association {
	w := &store.Association{
		Resource: a.resource, Type: c.Type, GUID: guid, Lifecycle: c.Lifecycle,
		Created: a.Tx.Now, Updated: a.Tx.Now,
	}
	if old != nil {
		w.Resource.ID, w.GUID, w.Created = old.Resource.ID, old.GUID, old.Created
		w.Lifecycle = cmp.Or(w.Lifecycle, old.Lifecycle)
	}
	w.Lifecycle = cmp.Or(w.Lifecycle, store.Weak)
	switch {
	case c.Subject != nil:
		w.Subject = *c.Subject
	case old != nil && w.Lifecycle == old.Lifecycle:
		w.Subject = old.Subject
	case w.Lifecycle == store.Strong:
		w.Subject = ownSubject(w.Resource, w.Type)
	}
	return w
}

// checkTied holds the rule of subjects: a strong association has the resource's own, a weak one names another.
func checkTied(w *store.Association) error {
	own := ownSubject(w.Resource, w.Type)
	switch {
	case w.Lifecycle == store.Strong && w.Subject != own:
		return invalid("subject", "strong associations must use subject '%s'", own)
	case w.Subject == store.Subject{}:
		return invalid("subject", "cannot be null or empty")
	case w.Lifecycle == store.Weak && w.Subject == own:
		return invalid("subject", "'%s' is for a strong association; a weak one must use another subject", own)
	}
	if err := registry.CheckSubject(w.Subject); err != nil {
		return invalid("subject", "'%s' is no subject", w.Subject)
	}
	return nil
}

// create makes an association. Creating the same again changes nothing.
func (a *associating) create(ctx context.Context, c Change, old, w *store.Association) error {
	if old == nil {
		return a.establish(ctx, c, old, w)
	}
	if !same(old, w) {
		return tiedResource(w.Type, w.Resource)
	}
	return a.repeat(ctx, c, old, tiedResource(w.Type, w.Resource))
}

// upsert makes a weak association or points it elsewhere. Strong ones are made by an import only, and never change.
func (a *associating) upsert(ctx context.Context, c Change, old, w *store.Association) error {
	imports := registry.Importing(a.View(), w.Subject)
	switch {
	case old != nil && same(old, w):
		return a.repeat(ctx, c, old, frozen(old))
	case old != nil && old.Lifecycle == store.Strong:
		return frozen(old)
	case old != nil && old.Resource != w.Resource:
		return tiedResource(w.Type, w.Resource)
	case c.Schema != nil && !imports:
		return invalid("schema", "cannot be given in an update; create the association with it")
	case w.Lifecycle == store.Strong && !imports:
		return invalid("lifecycle", "an update cannot make a strong association; create it with its schema")
	}
	return a.establish(ctx, c, old, w)
}

func same(old, w *store.Association) bool {
	return old.Resource == w.Resource && old.Subject == w.Subject && old.Lifecycle == w.Lifecycle
}

// repeat answers an association that is there. The schema of the change must be there as well; else it gives conflict.
func (a *associating) repeat(ctx context.Context, c Change, old *store.Association, conflict error) error {
	done, err := a.registerSchema(ctx, c, old)
	if err != nil {
		return err
	}
	if done != nil && done.Created {
		return conflict
	}
	a.done = append(a.done, Done{old, done})
	return nil
}

// establish puts an association that was not there, or not like that.
func (a *associating) establish(ctx context.Context, c Change, old, w *store.Association) error {
	if err := checkTied(w); err != nil {
		return err
	}
	if err := registry.Writable(a.View(), w.Subject); err != nil {
		return err
	}
	action := store.AssociationUpdate
	if old == nil {
		action = store.AssociationCreate
	}
	if err := a.May(a.View(), action, w.Subject); err != nil {
		return err
	}
	if err := a.checkSiblings(w); err != nil {
		return err
	}
	tie := a.tieWeak
	if w.Lifecycle == store.Strong {
		tie = a.tieStrong
	}
	done, err := tie(ctx, c, w)
	if err != nil {
		return err
	}
	a.Tx.Put(w)
	a.log(old, w)
	a.done = append(a.done, Done{w, done})
	return nil
}

// checkSiblings holds what the associations of a resource have in common: its name and the lifecycle. Nor may another
// resource of that name have the type already, for clients that ask by name would find two.
func (a *associating) checkSiblings(w *store.Association) error {
	v := a.View()
	for other := range v.AssociationsOfResource(w.Resource.ID) {
		switch {
		case other.Resource.Type != w.Resource.Type || other.Type == w.Type:
		case other.Resource != w.Resource:
			return invalid("resourceId", "'%s' is the id of '%s' in namespace '%s'", w.Resource.ID, other.Resource.Name, other.Resource.Namespace)
		case other.Lifecycle != w.Lifecycle:
			return invalid("lifecycle", "all associations of a resource must have the same; that of type '%s' is %s", other.Type, other.Lifecycle)
		}
	}
	for other := range v.AssociationsNamed(w.Resource.Namespace, w.Resource.Name) {
		if other.Resource.ID != w.Resource.ID && other.Resource.Type == w.Resource.Type && other.Type == w.Type {
			return tiedResource(w.Type, other.Resource)
		}
	}
	return nil
}

// tieWeak ties a subject that is there and belongs to nobody.
func (a *associating) tieWeak(_ context.Context, _ Change, w *store.Association) (*registry.Registration, error) {
	v := a.View()
	switch {
	case v.Belongs(w.Subject):
		return nil, ownedSubject(w.Subject)
	case v.Subject(w.Subject).Latest() == nil:
		return nil, noLiveVersion(w.Subject)
	}
	return nil, nil
}

// tieStrong registers the resource's own subject, which must have that one schema and nobody else depending on it. An
// import ties what was imported before.
func (a *associating) tieStrong(ctx context.Context, c Change, w *store.Association) (*registry.Registration, error) {
	v := a.View()
	if v.Associated(w.Subject) {
		return nil, tiedSubject(w.Subject)
	}
	imports := registry.Importing(v, w.Subject)
	if c.Schema == nil && !imports {
		return nil, invalid("schema", "cannot be null for a strong association")
	}
	done, err := a.registerSchema(ctx, c, w)
	if err != nil {
		return nil, err
	}
	versions := a.View().Subject(w.Subject)
	switch live := len(versions.Live()); {
	case live == 0:
		return nil, noLiveVersion(w.Subject)
	case live > 1 && !imports:
		return nil, invalid("subject", "'%s' has %d versions; that of a strong association has one", w.Subject, live)
	}
	return done, registry.Unreferenced(a.View(), versions.All, true)
}

// registerSchema registers the schema of a change through the one pipeline, if it has any.
func (a *associating) registerSchema(ctx context.Context, c Change, w *store.Association) (*registry.Registration, error) {
	if c.Schema == nil {
		return nil, nil
	}
	req := *c.Schema
	req.Subject = w.Subject
	done, err := a.Register(ctx, req)
	if err != nil {
		return nil, err
	}
	return &done, nil
}
