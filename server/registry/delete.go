package registry

import (
	"context"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// DeleteSubject soft-deletes the live versions of a subject, or removes its soft-deleted ones for good, and returns
// their numbers (contract §1.3: order of checks and codes).
func (r *Registry) DeleteSubject(ctx context.Context, s store.Subject, permanent bool, actor string) ([]int, error) {
	var numbers []int
	_, err := r.Update(ctx, func(tx *store.Tx) error {
		doomed, err := mayDeleteSubject(tx.View(), s, permanent)
		if err != nil {
			return err
		}
		numbers = numbersOf(doomed)
		deleteVersions(tx, doomed, permanent)
		tx.Log(store.Entry{Actor: actor, Action: deletion(permanent), Subject: &s})
		return nil
	})
	return numbers, err
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

// DeleteVersion does the same for one version (contract §1.4).
func (r *Registry) DeleteVersion(ctx context.Context, s store.Subject, which Selector, permanent bool, actor string) (int, error) {
	number := 0
	_, err := r.Update(ctx, func(tx *store.Tx) error {
		v, err := mayDeleteVersion(tx.View(), s, which, permanent)
		if err != nil {
			return err
		}
		number = v.Number
		deleteVersions(tx, []*store.Version{v}, permanent)
		tx.Log(store.Entry{Actor: actor, Action: deletion(permanent), Subject: &s, Version: number, ID: v.ID})
		return nil
	})
	return number, err
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

func deletion(permanent bool) string {
	if permanent {
		return "delete permanently"
	}
	return "delete"
}

func numbersOf(versions []*store.Version) []int {
	numbers := make([]int, len(versions))
	for i, v := range versions {
		numbers[i] = v.Number
	}
	return numbers
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

func deleteVersions(tx *store.Tx, versions []*store.Version, permanent bool) {
	if permanent {
		remove(tx, versions)
		return
	}
	for _, v := range versions {
		gone := *v
		gone.Deleted, gone.Changed = true, tx.Now
		tx.Put(&gone)
	}
}

// erase takes versions away for good. An id that no version uses any more is retired and its content forgotten.
func erase(tx *store.Tx, versions []*store.Version) {
	for _, v := range versions {
		tx.Delete(v)
		retire(tx, v)
	}
}

// remove erases versions; a subject that has none left loses config and mode.
func remove(tx *store.Tx, versions []*store.Version) {
	erase(tx, versions)
	for _, v := range versions {
		if tx.View().Subject(v.Subject) == nil {
			forgetScope(tx, v.Subject)
		}
	}
}

func retire(tx *store.Tx, v *store.Version) {
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

func forgetScope(tx *store.Tx, scope store.Subject) {
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

// DeleteDomain forgets an empty domain (contract §1.9).
func (r *Registry) DeleteDomain(ctx context.Context, d store.DomainName, actor string) error {
	if d == store.DefaultDomain {
		return fault.DefaultDomain.New()
	}
	_, err := r.Update(ctx, func(tx *store.Tx) error {
		whole := store.Subject{Domain: d}
		for range tx.View().Subjects(whole.String()) {
			return fault.DomainNotEmpty.About(whole)
		}
		if tx.View().HasDomain(d) {
			tx.Delete(&store.Domain{Name: d})
			tx.Log(store.Entry{Actor: actor, Action: "delete domain", Subject: &whole})
		}
		return nil
	})
	return err
}

// Domains lists all domains, the default one first.
func (r *Registry) Domains() []store.DomainName { return r.View().Domains() }
