package registry

import (
	"maps"
	"slices"
	"strings"

	"github.com/concord-registry/concord/server/store"
)

// Scopes lists, by qualified name, the scopes that have settings or a mode of their own, whether or not there are
// versions in them.
func (r *Registry) Scopes() []store.Subject {
	found := map[store.Subject]bool{}
	for record := range r.View().Records() {
		switch record := record.(type) {
		case *store.Config:
			found[record.Scope] = true
		case *store.Mode:
			if record.Name != "" {
				found[record.Scope] = true
			}
		}
	}
	return slices.SortedFunc(maps.Keys(found), func(a, b store.Subject) int { return strings.Compare(a.String(), b.String()) })
}
