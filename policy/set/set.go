package set

import "github.com/concord-registry/concord/policy"

// Set is one revision of a policy repository: what its files mean, but for the rules themselves, which are Rego. It is
// immutable and safe for concurrent use.
type Set struct {
	revision   string
	files      Files
	rules      []*Rule
	byID       map[string]*Rule
	glossary   *glossary
	bindings   bindings
	exemptions []policy.Exemption
}

// Revision names the set in decisions: what [Load] was given, and the digest of the files.
func (s *Set) Revision() string { return s.revision }

// Rules lists the rules by id. The caller must not change them.
func (s *Set) Rules() []*Rule { return s.rules }

// Rule is the rule of an id, nil when there is none.
func (s *Set) Rule(id string) *Rule { return s.byID[id] }

// Exemptions lists the exemptions in the order of their files. The caller must not change them.
func (s *Set) Exemptions() []policy.Exemption { return s.exemptions }

// Bound is the id of the term that the bindings of a domain give to a field, by its path; empty when none names it.
func (s *Set) Bound(domain, subject, path string) string {
	return s.bindings.term(domain, subject, path)
}
