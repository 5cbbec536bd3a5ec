package registry

import (
	"context"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// DeleteSubject soft-deletes the live versions of a subject, or, if Permanent is set, removes its soft-deleted ones for
// good (contract §1.3: order of checks and codes).
type DeleteSubject struct {
	// Subject may be an alias.
	Subject   store.Subject
	Permanent bool
}

// Change is the request as a change; it gives the numbers of the versions, a []int.
func (req DeleteSubject) Change() Change {
	plan := func(_ context.Context, p *Plan) (any, error) {
		doomed, err := mayDeleteSubject(p.View(), p.Scope, req.Permanent)
		if err != nil {
			return nil, err
		}
		numbers := numbersOf(doomed)
		deleteVersions(p.Tx, doomed, req.Permanent)
		p.Log(store.EntryChange{Before: store.Told(map[string][]int{"versions": numbers})})
		return numbers, nil
	}
	return Change{Action: deletion(req.Permanent, store.SubjectPurge, store.SubjectDelete), Scope: req.Subject, Aliased: true, Plan: plan}
}

// DeleteSubject deletes and returns the numbers of the versions.
func (r *Session) DeleteSubject(ctx context.Context, req DeleteSubject) ([]int, error) {
	return Do[[]int](ctx, r, req.Change())
}

// mayDeleteSubject lists what a deletion is to delete.
func mayDeleteSubject(v *store.View, s store.Subject, permanent bool) ([]*store.Version, error) {
	versions := v.Subject(s)
	live := versions.Live()
	switch {
	case versions == nil:
		return nil, unknownSubject(s)
	case !permanent && len(live) == 0:
		return nil, fault.SubjectDeleted.About(s)
	}
	if err := Writable(v, s); err != nil {
		return nil, err
	}
	if v.Associated(s) {
		return nil, fault.SubjectAssociated.About(s)
	}
	doomed := live
	if permanent {
		doomed = versions.All
	}
	if err := Unreferenced(v, doomed, permanent); err != nil {
		return nil, err
	}
	if permanent && len(live) > 0 {
		return nil, fault.SubjectNotDeleted.About(s)
	}
	return doomed, nil
}

// EraseSubject takes a subject away for good, as the soft and the permanent deletion would one after the other, and
// refuses where they would.
func EraseSubject(tx *store.Tx, s store.Subject) error {
	for _, permanent := range []bool{false, true} {
		doomed, err := mayDeleteSubject(tx.View(), s, permanent)
		if err != nil {
			return err
		}
		deleteVersions(tx, doomed, permanent)
	}
	return nil
}

// DeleteVersion does for one version what [DeleteSubject] does for all (contract §1.4).
type DeleteVersion struct {
	// Subject may be an alias.
	Subject   store.Subject
	Version   Selector
	Permanent bool
}

// Change is the request as a change; it gives the number of the version, an int.
func (req DeleteVersion) Change() Change {
	plan := func(_ context.Context, p *Plan) (any, error) {
		v, err := mayDeleteVersion(p.View(), p.Scope, req.Version, req.Permanent)
		if err != nil {
			return nil, err
		}
		deleteVersions(p.Tx, []*store.Version{v}, req.Permanent)
		p.Log(store.EntryChange{Version: v.Number, ID: v.ID, Before: toldVersion(v)})
		return v.Number, nil
	}
	return Change{Action: deletion(req.Permanent, store.VersionPurge, store.VersionDelete), Scope: req.Subject, Aliased: true, Plan: plan}
}

// DeleteVersion deletes and returns the number of the version.
func (r *Session) DeleteVersion(ctx context.Context, req DeleteVersion) (int, error) {
	return Do[int](ctx, r, req.Change())
}

func mayDeleteVersion(view *store.View, s store.Subject, which Selector, permanent bool) (*store.Version, error) {
	v, err := find(view, s, which, true)
	if err != nil {
		return nil, err
	}
	if !permanent && v.Deleted {
		return nil, fault.VersionDeleted.About(s).With("version", v.Number)
	}
	if err := Writable(view, s); err != nil {
		return nil, err
	}
	if !permanent && view.Associated(s) && len(view.Subject(s).Live()) == 1 {
		return nil, fault.LastVersion.About(s)
	}
	if err := Unreferenced(view, []*store.Version{v}, permanent); err != nil {
		return nil, err
	}
	if permanent && !v.Deleted {
		return nil, fault.VersionNotDeleted.About(s).With("version", v.Number)
	}
	return v, nil
}

// deletion is the action of a deletion for good, or of a soft one.
func deletion(permanent bool, purge, soft store.Action) store.Action {
	if permanent {
		return purge
	}
	return soft
}

func numbersOf(versions []*store.Version) []int {
	numbers := make([]int, len(versions))
	for i, v := range versions {
		numbers[i] = v.Number
	}
	return numbers
}

// toldVersion is a version as the log shows it: its text is in its GUID.
func toldVersion(v *store.Version) []byte {
	return store.Told(struct {
		GUID string `json:"guid"`
		Type string `json:"type"`
	}{v.Content().GUID.String(), string(v.Content().Type)})
}

// Unreferenced refuses versions that other subjects refer to: a soft deletion looks at live referrers, a permanent one
// at soft-deleted ones too.
func Unreferenced(view *store.View, versions []*store.Version, deleted bool) error {
	for _, v := range versions {
		for by := range view.Referrers(v.Subject, v.Number) {
			if by.Subject != v.Subject && (deleted || !by.Deleted) {
				return isReferenced(v)
			}
		}
	}
	return nil
}

// deleteVersions deletes softly or for good. A subject that has no version left loses its settings and its mode.
func deleteVersions(tx *store.Tx, versions []*store.Version, permanent bool) {
	if permanent {
		purge(tx, versions)
		for _, v := range versions {
			if tx.View().Subject(v.Subject) == nil {
				purgeSettings(tx, v.Subject)
			}
		}
		return
	}
	for _, v := range versions {
		deleted := *v
		deleted.Deleted, deleted.Changed = true, tx.Now
		tx.Put(&deleted)
	}
}

// purge removes versions for good. An id that no version uses any more is retired, and its content forgotten.
func purge(tx *store.Tx, versions []*store.Version) {
	for _, v := range versions {
		tx.Delete(v)
		retireID(tx, v)
	}
}

func retireID(tx *store.Tx, v *store.Version) {
	if used(tx.View(), v.Subject.Domain, v.ID) {
		return
	}
	if id := tx.View().Identifier(v.Subject.Domain, v.ID); id != nil {
		retired := *id
		retired.Retired = true
		tx.Put(&retired)
	}
	for id := range tx.View().Identifiers(v.Content().GUID) {
		if id.Digest == v.Digest && !id.Retired {
			return
		}
	}
	tx.Delete(v.Content())
}

func used(view *store.View, d store.DomainName, id store.ID) bool {
	return view.Use(d, id) != nil
}

func purgeSettings(tx *store.Tx, scope store.Subject) {
	if scope.Name == "" {
		return // the settings are those of the whole domain
	}
	if c := tx.View().Config(scope); c != nil {
		tx.Delete(c)
	}
	if m := tx.View().Mode(scope); m != nil {
		tx.Delete(m)
	}
}
