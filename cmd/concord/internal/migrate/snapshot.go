// Package migrate moves the contents of a registry: it reads them over the Confluent API, from the topic in which a
// registry keeps its records, or from a folder, writes them into a folder or another registry with their ids and numbers,
// and compares two of them.
//
// What is to do is found by comparing source and target, never kept in a file of its own, so that an import that was
// killed goes on wherever it stopped. Of times only those at which live versions were registered are moved, and none is
// compared.
package migrate

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/clients/go/confluent"
)

// Snapshot is what a registry holds.
type Snapshot struct {
	// Versions are all versions, also the soft-deleted ones, by subject and number.
	Versions []*confluent.Version
	// Domains are what is said of domains, by name.
	Domains []Domain
	// Scopes are those that have a mode or settings of their own, by name.
	Scopes []Scope
	// Associations are by resource and type.
	Associations []confluent.Association
	// Keks and Deks are the encryption keys, also the soft-deleted ones, by name.
	Keks []confluent.Kek
	Deks []confluent.Dek
	// Skipped is what the source holds and this does not.
	Skipped []Skipped
}

// newSnapshot is an empty one.
func newSnapshot() *Snapshot { return &Snapshot{Skipped: []Skipped{}} }

// Empty reports whether it holds nothing.
func (s *Snapshot) Empty() bool {
	return len(s.Versions)+len(s.Domains)+len(s.Scopes)+len(s.Associations)+len(s.Keks)+len(s.Deks) == 0
}

// Skipped is something that could not be read, and why.
type Skipped struct {
	Where string `json:"where"`
	Why   string `json:"why"`
}

func (s Skipped) String() string { return s.Where + ": " + s.Why }

// Scope is what is set for a subject, a domain or everything.
type Scope struct {
	Name confluent.Scope `json:"scope"`
	// Mode is empty where none is set.
	Mode string `json:"mode,omitempty"`
	// Config is empty where nothing is set.
	Config confluent.StoredConfig `json:"config,omitempty"`
}

// empty reports whether nothing is set.
func (s Scope) empty() bool { return s.Mode == "" && len(s.Config) == 0 }

// key names a version.
type key struct {
	domain, subject string
	number          int
}

// parseGUID reads a GUID in any of its spellings, so that equal ones are equal texts.
func parseGUID(text string) (concord.GUID, error) {
	guid, err := uuid.Parse(text)
	if err != nil {
		return "", fmt.Errorf("%q is not a GUID", text)
	}
	return concord.GUID(guid.String()), nil
}

func keyOf(v *confluent.Version) key { return key{v.Context, v.Subject, v.Version} }

func (k key) compare(other key) int {
	return cmp.Or(cmp.Compare(k.domain, other.domain), cmp.Compare(k.subject, other.subject), cmp.Compare(k.number, other.number))
}

// tie names an association.
type tie struct{ id, kind, of string }

func tieOf(a confluent.Association) tie { return tie{a.ResourceID, a.ResourceType, a.Type} }

func (t tie) compare(other tie) int {
	return cmp.Or(cmp.Compare(t.id, other.id), cmp.Compare(t.kind, other.kind), cmp.Compare(t.of, other.of))
}

// dekKey names a version of a data encryption key.
type dekKey struct {
	kek       string
	subject   confluent.Scope
	algorithm string
	version   int
}

func dekKeyOf(d confluent.Dek) dekKey { return dekKey{d.Kek, d.Subject, d.Algorithm, d.Version} }

func (k dekKey) compare(other dekKey) int {
	return cmp.Or(cmp.Compare(k.kek, other.kek), cmp.Compare(k.subject, other.subject),
		cmp.Compare(k.algorithm, other.algorithm), cmp.Compare(k.version, other.version))
}

// sort puts a snapshot into the one order that it has.
func (s *Snapshot) sort() {
	slices.SortFunc(s.Versions, func(a, b *confluent.Version) int { return keyOf(a).compare(keyOf(b)) })
	slices.SortFunc(s.Domains, func(a, b Domain) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(s.Scopes, func(a, b Scope) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(s.Associations, func(a, b confluent.Association) int { return tieOf(a).compare(tieOf(b)) })
	slices.SortFunc(s.Keks, func(a, b confluent.Kek) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(s.Deks, func(a, b confluent.Dek) int { return dekKeyOf(a).compare(dekKeyOf(b)) })
}

// by makes a map of a list.
func by[K comparable, T any](list []T, key func(T) K) map[K]T {
	found := make(map[K]T, len(list))
	for _, item := range list {
		found[key(item)] = item
	}
	return found
}

func (s *Snapshot) byKey() map[key]*confluent.Version { return by(s.Versions, keyOf) }

func (s *Snapshot) byScope() map[confluent.Scope]Scope {
	return by(s.Scopes, func(scope Scope) confluent.Scope { return scope.Name })
}

func (s *Snapshot) byTie() map[tie]confluent.Association { return by(s.Associations, tieOf) }

func (s *Snapshot) kekByName() map[string]confluent.Kek {
	return by(s.Keks, func(k confluent.Kek) string { return k.Name })
}

func (s *Snapshot) dekByKey() map[dekKey]confluent.Dek { return by(s.Deks, dekKeyOf) }

// hidden are the things that are there but could not be read, with why.
func (s *Snapshot) hidden() map[string]string {
	hidden := map[string]string{}
	for _, skipped := range s.Skipped {
		hidden[skipped.Where] = skipped.Why
	}
	return hidden
}

// subjects are those that have versions, in order.
func (s *Snapshot) subjects() []confluent.Scope {
	names := map[confluent.Scope]bool{}
	for _, v := range s.Versions {
		names[v.Scope()] = true
	}
	return slices.Sorted(maps.Keys(names))
}

// Mentioned are all scopes that anything in the snapshot is about, in order.
func (s *Snapshot) Mentioned() []confluent.Scope {
	names := s.subjects()
	for _, scope := range s.Scopes {
		names = append(names, scope.Name)
	}
	for _, a := range s.Associations {
		names = append(names, a.Subject)
	}
	for _, d := range s.Deks {
		names = append(names, d.Subject)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
