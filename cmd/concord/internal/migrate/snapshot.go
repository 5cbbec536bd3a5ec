// Package migrate moves the contents of a registry: it reads them over the Confluent API or from a folder, writes them
// into a folder or another registry with their ids and numbers, and compares two of them.
//
// What is to do is found by comparing source and target, never kept in a file of its own, so that an import that was
// killed goes on wherever it stopped. Times of registration, associations and encryption keys are not moved.
package migrate

import (
	"cmp"
	"slices"

	concord "github.com/concord-registry/concord/clients/go"
)

// Snapshot is what a registry holds.
type Snapshot struct {
	// Versions are all versions, also the soft-deleted ones, by subject and number.
	Versions []*concord.Version
	// Scopes are those that have a mode or settings of their own, by name.
	Scopes []Scope
	// Skipped is what the source holds and this does not.
	Skipped []Skipped
}

// newSnapshot is an empty one.
func newSnapshot() *Snapshot { return &Snapshot{Skipped: []Skipped{}} }

// Skipped is something that could not be read, and why.
type Skipped struct {
	Where string `json:"where"`
	Why   string `json:"why"`
}

func (s Skipped) String() string { return s.Where + ": " + s.Why }

// Scope is what is set for a subject, a domain or everything.
type Scope struct {
	Name concord.Scope `json:"scope"`
	// Mode is empty where none is set.
	Mode string `json:"mode,omitempty"`
	// Config is empty where nothing is set.
	Config concord.StoredConfig `json:"config,omitempty"`
}

// key names a version.
type key struct {
	domain, subject string
	number          int
}

func keyOf(v *concord.Version) key { return key{v.Domain, v.Subject, v.Number} }

func (k key) compare(other key) int {
	return cmp.Or(cmp.Compare(k.domain, other.domain), cmp.Compare(k.subject, other.subject), cmp.Compare(k.number, other.number))
}

// sort puts a snapshot into the one order that it has.
func (s *Snapshot) sort() {
	slices.SortFunc(s.Versions, func(a, b *concord.Version) int { return keyOf(a).compare(keyOf(b)) })
	slices.SortFunc(s.Scopes, func(a, b Scope) int { return cmp.Compare(a.Name, b.Name) })
}

func (s *Snapshot) byKey() map[key]*concord.Version {
	versions := make(map[key]*concord.Version, len(s.Versions))
	for _, v := range s.Versions {
		versions[keyOf(v)] = v
	}
	return versions
}

func (s *Snapshot) byScope() map[concord.Scope]Scope {
	scopes := make(map[concord.Scope]Scope, len(s.Scopes))
	for _, scope := range s.Scopes {
		scopes[scope.Name] = scope
	}
	return scopes
}
