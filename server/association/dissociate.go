package association

import (
	"cmp"
	"context"
	"slices"

	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// Removal removes associations of one resource.
type Removal struct {
	// ID is that of the resource. ResourceType is topic when empty, and empty Types mean all.
	ID, ResourceType string
	Types            []string
	// Cascade lets strong associations go, and their subjects with them for good.
	Cascade bool
	Actor   string
	DryRun  bool
}

// Dissociate removes what req selects, all or nothing.
func (s *Associations) Dissociate(ctx context.Context, req Removal) error {
	req.ResourceType = cmp.Or(req.ResourceType, Topic)
	if err := checkResourceType(req.ResourceType); err != nil {
		return err
	}
	resource := store.Resource{ID: req.ID, Type: req.ResourceType}
	a := &associating{req: Request{Resource: resource, Actor: req.Actor}}
	plan := func(tx *store.Tx) error {
		a.tx, a.touched = tx, nil
		doomed := req.doomed(tx.View())
		if len(doomed) == 0 {
			return unknownAssociation(resource)
		}
		for _, d := range doomed {
			if err := a.dissociate(d, req.Cascade); err != nil {
				return err
			}
		}
		tx.Log(a.entry())
		return nil
	}
	return s.registry.Commit(ctx, plan, req.DryRun)
}

func (req Removal) doomed(v *store.View) []*store.Association {
	q := Query{ResourceType: req.ResourceType, Types: req.Types}
	var doomed []*store.Association
	for a := range v.AssociationsOfResource(req.ID) {
		if q.selects(a) {
			doomed = append(doomed, a)
		}
	}
	slices.SortFunc(doomed, byResource)
	return doomed
}

// dissociate removes one association. A strong one takes its subject with it, as two deletions would, the soft one and
// the permanent one, and is refused where they are.
func (a *associating) dissociate(old *store.Association, cascade bool) error {
	if old.Lifecycle == store.Strong && !cascade {
		return frozen(old)
	}
	if err := registry.Writable(a.tx.View(), old.Subject); err != nil {
		return err
	}
	a.tx.Delete(old)
	a.touched = append(a.touched, old.Subject)
	if old.Lifecycle != store.Strong {
		return nil
	}
	return registry.EraseSubject(a.tx, old.Subject)
}
