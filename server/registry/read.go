package registry

import (
	"cmp"
	"slices"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/contract"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// Selector names a version of a subject: a number, or the latest live one when Number is -1.
type Selector struct{ Number int }

// Latest selects the live version with the highest number.
var Latest = Selector{-1}

// Deletion says which deletion states a list holds.
type Deletion int

// The deletion states of lists.
const (
	LiveOnly Deletion = iota
	WithDeleted
	DeletedOnly
)

// Version is one version of a subject. A number finds soft-deleted versions only when deleted is set; a subject of the
// default domain that has no such version is looked for in every other domain (contract §1.4, contract §3.9).
func (r *Session) Version(s store.Subject, which Selector, deleted bool) (*store.Version, error) {
	view := r.View()
	v, err := anywhere(view, Resolved(view, s), func(view *store.View, s store.Subject) (*store.Version, error) {
		return find(view, s, which, deleted)
	})
	if err != nil {
		return nil, err
	}
	return shown(r, view, store.VersionRead, v.Subject, v)
}

// anywhere asks for a subject and, when it is one of the default domain and the answer is that it was not found, for
// those of the same name in all other domains. If none is found either, the first error counts.
func anywhere[T any](view *store.View, s store.Subject, ask func(*store.View, store.Subject) (T, error)) (T, error) {
	answer, err := ask(view, s)
	if s.Domain != store.DefaultDomain || !fault.Is(err, fault.NotFound) {
		return answer, err
	}
	for _, d := range view.OtherDomains() {
		namesake := store.Subject{Domain: d, Name: s.Name}
		if view.Subject(namesake) == nil {
			continue // most domains have none, and asking costs more
		}
		if other, err := ask(view, namesake); err == nil {
			return other, nil
		}
	}
	return answer, err
}

// find is a version of exactly that subject.
func find(view *store.View, s store.Subject, which Selector, deleted bool) (*store.Version, error) {
	if which != Latest && which.Number < 1 {
		return nil, invalidVersion(which)
	}
	versions := view.Subject(s)
	v := versions.Latest()
	if which != Latest {
		v = versions.Get(which.Number)
	}
	switch {
	case v != nil && (deleted || !v.Deleted):
		return v, nil
	case versions == nil, !deleted && versions.Latest() == nil:
		return nil, unknownSubject(s)
	}
	return nil, unknownVersion(s, which)
}

// Versions lists a subject's versions, ascending.
func (r *Session) Versions(s store.Subject, which Deletion) ([]*store.Version, error) {
	view := r.View()
	s = Resolved(view, s)
	versions := view.Subject(s)
	if versions == nil || which == LiveOnly && versions.Latest() == nil {
		return nil, unknownSubject(s)
	}
	if err := r.May(view, store.VersionList, s); err != nil {
		return nil, err
	}
	switch which {
	case LiveOnly:
		return versions.Live(), nil
	case DeletedOnly:
		return slices.DeleteFunc(slices.Clone(versions.All), func(v *store.Version) bool { return !v.Deleted }), nil
	}
	return versions.All, nil
}

// WithMetadata is the newest version whose metadata hold all properties (contract §1.3).
func (r *Session) WithMetadata(s store.Subject, properties map[string]string, deleted bool) (*store.Version, error) {
	view := r.View()
	s = Resolved(view, s)
	versions := view.Subject(s)
	if versions == nil || !deleted && versions.Latest() == nil {
		return nil, unknownSubject(s)
	}
	for _, v := range slices.Backward(versions.All) {
		if (deleted || !v.Deleted) && hasProperties(v.Content().Metadata, properties) {
			return shown(r, view, store.VersionRead, s, v)
		}
	}
	return nil, unknownSchema()
}

func hasProperties(m *schema.Metadata, wanted map[string]string) bool {
	for name, value := range wanted {
		if got, ok := contract.Property(m, name); !ok || got != value {
			return false
		}
	}
	return m != nil
}

// Referrers lists the ids of the schemas that refer to a version, by domain and id; the version may be soft-deleted.
// A subject of the default domain is looked for as by [Session.Version].
func (r *Session) Referrers(s store.Subject, which Selector, deleted bool) ([]store.ID, error) {
	view := r.View()
	v, err := anywhere(view, Resolved(view, s), func(view *store.View, s store.Subject) (*store.Version, error) {
		return find(view, s, which, true)
	})
	if err != nil {
		return nil, err
	}
	if err := r.May(view, store.VersionDependents, v.Subject); err != nil {
		return nil, err
	}
	type owner struct {
		domain store.DomainName
		id     store.ID
	}
	var owners []owner
	for by := range view.Referrers(v.Subject, v.Number) {
		if deleted || !by.Deleted {
			owners = append(owners, owner{by.Subject.Domain, by.ID})
		}
	}
	slices.SortFunc(owners, func(a, b owner) int {
		return cmp.Or(cmp.Compare(a.domain, b.domain), cmp.Compare(a.id, b.id))
	})
	ids := []store.ID{}
	for _, o := range slices.Compact(owners) {
		ids = append(ids, o.id)
	}
	return ids, nil
}
