package migrate

import (
	"slices"

	"github.com/concord-registry/concord/clients/go/confluent"
)

// Only is the part of a snapshot that is selected. Key encryption keys belong to no domain: those of the selected keys
// are selected.
func (s *Snapshot) Only(what Selection) *Snapshot {
	if what.All {
		return s
	}
	part := newSnapshot()
	part.Skipped = s.Skipped
	part.Versions = only(s.Versions, func(v *confluent.Version) bool { return v.Context == what.Domain })
	part.Domains = only(s.Domains, func(d Domain) bool { return what.holds(d.scope()) })
	part.Scopes = only(s.Scopes, func(scope Scope) bool { return what.holds(scope.Name) })
	part.Associations = only(s.Associations, func(a confluent.Association) bool { return what.holds(a.Subject) })
	part.Deks = only(s.Deks, func(d confluent.Dek) bool { return what.holds(d.Subject) })
	used := by(part.Deks, func(d confluent.Dek) string { return d.Kek })
	part.Keks = only(s.Keks, func(k confluent.Kek) bool { return used[k.Name].Kek != "" })
	return part
}

// only is the part of a list that is wanted; the list stays as it is.
func only[T any](list []T, wanted func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), func(item T) bool { return !wanted(item) })
}
