package registry

import (
	"maps"
	"slices"
	"strings"

	"github.com/concord-registry/concord/server/store"
)

// Scopes lists, by qualified name, the scopes that have settings or a mode of their own, whether or not there are
// versions in them.
func (r *Session) Scopes() []store.Subject {
	found, view := map[store.Subject]bool{}, r.View()
	for record := range view.Records() {
		switch record := record.(type) {
		case *store.Config:
			found[record.Scope] = true
		case *store.Mode:
			if record.Name != "" {
				found[record.Scope] = true
			}
		}
	}
	maps.DeleteFunc(found, func(s store.Subject, _ bool) bool { return r.May(view, store.SettingsList, s) != nil })
	return slices.SortedFunc(maps.Keys(found), func(a, b store.Subject) int { return strings.Compare(a.String(), b.String()) })
}
