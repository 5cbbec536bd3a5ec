package store

import (
	"iter"
	"time"
)

// Lifecycle says how firmly an association holds (contract §1.11).
type Lifecycle string

const (
	// Strong: the subject belongs to the resource alone, has one schema, and goes when the association goes.
	Strong Lifecycle = "STRONG"
	// Weak: the subject has a life of its own and may be shared.
	Weak Lifecycle = "WEAK"
)

// Resource is something outside of the registry whose data subjects describe: a topic.
type Resource struct {
	ID        string `json:"id"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	Type      string `json:"type"`
}

// Association ties a resource to the subject of its keys or of its values.
type Association struct {
	Resource Resource `json:"resource"`
	// Type is key or value. A resource has at most one association of each.
	Type string `json:"type"`
	// GUID names the association for as long as it is there.
	GUID      string    `json:"guid"`
	Subject   Subject   `json:"subject"`
	Lifecycle Lifecycle `json:"lifecycle"`
	Created   time.Time `json:"created"`
	Updated   time.Time `json:"updated"`
}

// Association is the one that a resource of that id and type has for a type of association, or nil.
func (v *View) Association(id, resourceType, associationType string) *Association {
	return get[*Association](v, key(kindAssociation, id, resourceType, associationType))
}

// AssociationsOf walks the associations of a subject.
func (v *View) AssociationsOf(s Subject) iter.Seq[*Association] {
	return walk(v.associations, subjectTie(s))
}

// Associated reports whether a subject has associations; such a subject keeps a live version.
func (v *View) Associated(s Subject) bool {
	for range v.AssociationsOf(s) {
		return true
	}
	return false
}

// Belongs reports whether a subject has a strong association, and so is one resource's own. A strong association is the
// only one of its subject, so that the first of many shared ones tells.
func (v *View) Belongs(s Subject) bool {
	for a := range v.AssociationsOf(s) {
		return a.Lifecycle == Strong
	}
	return false
}

// AssociationsOfResource walks the associations of the resource with an id.
func (v *View) AssociationsOfResource(id string) iter.Seq[*Association] {
	return walkRecords[*Association](v, string(key(kindAssociation, id)))
}

// AssociationsNamed walks the associations of the resources of a name, an empty one for all names, in a namespace, an
// empty one for all namespaces.
func (v *View) AssociationsNamed(namespace, name string) iter.Seq[*Association] {
	if name == "" && namespace != "" {
		return walk(v.associations, namespaceTie(namespace))
	}
	return walk(v.associations, nameTie(namespace, name))
}

// The keys of the index of associations: what is looked for, then the record's own key. None of the parts holds a zero.

func subjectTie(s Subject) string { return "subject\x00" + s.String() + "\x00" }

func namespaceTie(namespace string) string { return "namespace\x00" + namespace + "\x00" }

// nameTie is the prefix of a name in a namespace; what is empty, and what follows it, is left open.
func nameTie(namespace, name string) string {
	tie := "name\x00"
	if name == "" {
		return tie
	}
	tie += name + "\x00"
	if namespace == "" {
		return tie
	}
	return tie + namespace + "\x00"
}

// ties are all keys under which the index has an association.
func (a *Association) ties() [3][]byte {
	r, key := a.Resource, string(a.Key())
	return [...][]byte{
		[]byte(subjectTie(a.Subject) + key),
		[]byte(namespaceTie(r.Namespace) + r.Name + "\x00" + key),
		[]byte(nameTie(r.Namespace, r.Name) + key),
	}
}
