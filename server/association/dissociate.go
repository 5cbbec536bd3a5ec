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
}

// Change is the request as a change of the registry; it gives nil.
func (req Removal) Change() registry.Change {
	req.ResourceType = cmp.Or(req.ResourceType, Topic)
	plan := func(_ context.Context, p *registry.Plan) (any, error) {
		if err := checkResourceType(req.ResourceType); err != nil {
			return nil, err
		}
		doomed := req.doomed(p.View())
		if len(doomed) == 0 {
			return nil, unknownAssociation(store.Resource{ID: req.ID})
		}
		a := &associating{Plan: p}
		for _, d := range doomed {
			if err := a.dissociate(d, req.Cascade); err != nil {
				return nil, err
			}
		}
		return nil, nil
	}
	return registry.Change{Action: store.AssociationDelete, Scope: store.Registry, Plan: plan}
}

// Dissociate removes what req selects, all or nothing.
func (s *Associations) Dissociate(ctx context.Context, req Removal) error {
	_, err := s.Commit(ctx, req.Change())
	return err
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
	if err := registry.Writable(a.View(), old.Subject); err != nil {
		return err
	}
	if err := a.May(a.View(), store.AssociationDelete, old.Subject); err != nil {
		return err
	}
	a.Tx.Delete(old)
	a.log(old, nil)
	if old.Lifecycle != store.Strong {
		return nil
	}
	return registry.EraseSubject(a.Tx, old.Subject)
}
