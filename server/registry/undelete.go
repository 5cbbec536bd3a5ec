package registry

import (
	"context"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// UndeleteSubject brings all soft-deleted versions of a subject back, as they were and with their numbers. Nothing is
// compared: they have been compatible once. What they refer to is still there, for a version that others refer to is never
// removed for good.
type UndeleteSubject struct{ Subject store.Subject }

// Change is the request as a change; it gives the numbers of the versions that came back, a []int.
func (req UndeleteSubject) Change() Change {
	plan := func(_ context.Context, p *Plan) (any, error) {
		versions := p.View().Subject(p.Scope)
		if versions == nil {
			return nil, unknownSubject(p.Scope)
		}
		var deleted []*store.Version
		for _, v := range versions.All {
			if v.Deleted {
				deleted = append(deleted, v)
			}
		}
		if len(deleted) == 0 {
			return nil, fault.SubjectNotDeleted.About(p.Scope)
		}
		return numbersOf(deleted), p.undelete(deleted)
	}
	return Change{Action: store.SubjectUndelete, Scope: req.Subject, Aliased: true, Plan: plan}
}

// UndeleteVersion brings one soft-deleted version back.
type UndeleteVersion struct {
	Subject store.Subject
	Version int
}

// Change is the request as a change; it gives the *store.Version.
func (req UndeleteVersion) Change() Change {
	plan := func(_ context.Context, p *Plan) (any, error) {
		v, err := find(p.View(), p.Scope, Selector{req.Version}, true)
		switch {
		case err != nil:
			return nil, err
		case !v.Deleted:
			return nil, fault.VersionNotDeleted.About(p.Scope).With("version", v.Number)
		}
		if err := p.undelete([]*store.Version{v}); err != nil {
			return nil, err
		}
		return p.Tx.Version(p.Scope, v.Number), nil
	}
	return Change{Action: store.VersionUndelete, Scope: req.Subject, Aliased: true, Plan: plan}
}

func (p *Plan) undelete(versions []*store.Version) error {
	if err := Writable(p.View(), p.Scope); err != nil {
		return err
	}
	for _, v := range versions {
		live := *v
		live.Deleted, live.Changed = false, p.Tx.Now
		p.Tx.Put(&live)
		p.Log(store.EntryChange{Version: v.Number, ID: v.ID, After: toldVersion(v)})
	}
	return nil
}
