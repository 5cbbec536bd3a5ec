package association

import (
	"cmp"
	"iter"
	"slices"

	"github.com/concord-registry/concord/server/store"
)

// The types of a resource and of its associations.
const (
	Topic = "topic"
	Key   = "key"
	Value = "value"
)

// Query selects associations; what is empty selects all.
type Query struct {
	Subject             *store.Subject
	Namespace, Name, ID string
	ResourceType        string
	Types               []string
	Lifecycle           store.Lifecycle
}

// List lists the associations that q selects, by name, namespace, types and subject. Serializers ask for those
// of a topic before its first record; the answer comes from memory.
func (s *Associations) List(q Query) []*store.Association {
	var found []*store.Association
	view := s.View()
	for a := range q.candidates(view) {
		if q.selects(a) && s.May(view, store.AssociationRead, a.Subject) == nil {
			found = append(found, a)
		}
	}
	slices.SortFunc(found, byResource)
	return found
}

// candidates walks the shortest list that the view has at hand.
func (q Query) candidates(v *store.View) iter.Seq[*store.Association] {
	switch {
	case q.ID != "":
		return v.AssociationsOfResource(q.ID)
	case q.Subject != nil:
		return v.AssociationsOf(*q.Subject)
	}
	return v.AssociationsNamed(q.Namespace, q.Name)
}

func (q Query) selects(a *store.Association) bool {
	return (q.Subject == nil || *q.Subject == a.Subject) && allows(q.Namespace, a.Resource.Namespace) &&
		allows(q.Name, a.Resource.Name) && allows(q.ID, a.Resource.ID) && allows(q.ResourceType, a.Resource.Type) &&
		allows(q.Lifecycle, a.Lifecycle) && (len(q.Types) == 0 || slices.Contains(q.Types, a.Type))
}

// allows reports whether a value is the wanted one, or none is wanted.
func allows[T ~string](wanted, value T) bool { return wanted == "" || wanted == value }

func byResource(a, b *store.Association) int {
	return cmp.Or(
		cmp.Compare(a.Resource.Name, b.Resource.Name), cmp.Compare(a.Resource.Namespace, b.Resource.Namespace),
		cmp.Compare(a.Resource.Type, b.Resource.Type), cmp.Compare(a.Type, b.Type),
		cmp.Compare(a.Subject.String(), b.Subject.String()), cmp.Compare(a.Resource.ID, b.Resource.ID),
	)
}

// Unassociated in an [Filter] stands for subjects without any association.
const Unassociated store.Lifecycle = "NONE"

// Filter selects subjects by their associations; what is empty selects all.
type Filter struct {
	ResourceType string
	Types        []string
	// Lifecycles are those that count, [Unassociated] among them.
	Lifecycles []store.Lifecycle
}

// Selects reports whether a subject has one of the associations, or none if that is wanted.
func (f Filter) Selects(v *store.View, s store.Subject) bool {
	if f.ResourceType == "" && len(f.Types) == 0 && len(f.Lifecycles) == 0 {
		return true
	}
	q, none := Query{ResourceType: f.ResourceType, Types: f.Types}, true
	for a := range v.AssociationsOf(s) {
		none = false
		if q.selects(a) && (len(f.Lifecycles) == 0 || slices.Contains(f.Lifecycles, a.Lifecycle)) {
			return true
		}
	}
	return none && slices.Contains(f.Lifecycles, Unassociated)
}
