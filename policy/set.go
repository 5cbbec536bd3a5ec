package policy

import (
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage"
)

// Set is one revision of a policy repository, ready to be evaluated. It is immutable and safe for concurrent use.
type Set struct {
	revision   string
	rules      []*Rule
	byID       map[string]*Rule
	glossary   *glossary
	bindings   bindings
	exemptions []Exemption
	files      Files

	modules       modules
	compiler      *ast.Compiler
	store         storage.Store
	query         rego.PreparedEvalQuery
	readsPrevious bool

	// What recurs from field to field and from version to version: plain fields, types without parameters, single tags,
	// single meanings.
	fields   memo[plainField, *ast.Term]
	types    memo[typeKey, *ast.Term]
	tags     memo[string, *ast.Term]
	meanings memo[meaning, *ast.Term]
}

// Revision names the set in decisions: what [Load] was given, and the digest of the files.
func (s *Set) Revision() string { return s.revision }

// Rules lists the rules by id. The caller must not change them.
func (s *Set) Rules() []*Rule { return s.rules }

// Terms lists the glossary by id. The caller must not change them.
func (s *Set) Terms() []*Term {
	terms := make([]*Term, len(s.glossary.ids))
	for i, id := range s.glossary.ids {
		terms[i] = s.glossary.terms[id]
	}
	return terms
}

// Exemptions lists the exemptions in the order of their files. The caller must not change them.
func (s *Set) Exemptions() []Exemption { return s.exemptions }

// Level is the rule's level of the roll-out before any promotion by date.
func (r *Rule) Level() Level { return r.rollout.Level }
