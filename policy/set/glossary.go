package set

import (
	"slices"

	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/schema"
)

// glossary is the set of terms.
type glossary struct {
	terms map[string]*Term
	// ids are the keys of terms in order.
	ids []string
}

func newGlossary(terms []*Term, wrong *Complaints) *glossary {
	g := &glossary{terms: map[string]*Term{}}
	type spelling struct{ format, name string }
	names := map[spelling]*Term{}
	for _, t := range terms {
		if other, twice := g.terms[t.ID]; twice {
			wrong.Add(t.file, 0, "the term %s stands in %s too", t.ID, other.file)
			continue
		}
		g.terms[t.ID] = t
		g.ids = append(g.ids, t.ID)
		for _, format := range policy.Formats {
			key := spelling{format, t.name(format)}
			if other, twice := names[key]; twice && key.name != "" && sameScope(other, t) {
				wrong.Add(t.file, 0, "the name %q in %s means the term %s already", key.name, format, other.ID)
			}
			names[key] = t
		}
	}
	slices.Sort(g.ids)
	return g
}

// sameScope reports whether some domain sees both terms.
func sameScope(a, b *Term) bool {
	return a.domain() == "" || b.domain() == "" || a.domain() == b.domain()
}

// Terms lists the glossary by id. The caller must not change them.
func (s *Set) Terms() []*Term {
	terms := make([]*Term, len(s.glossary.ids))
	for i, id := range s.glossary.ids {
		terms[i] = s.glossary.terms[id]
	}
	return terms
}

// TermsOf is what a field's name alone says to one domain in one format: the id of the term that has exactly this name,
// empty for none, and in order the ids of those that it looks like. It matches every alias, which costs more than most
// rules: remember what it says.
func (s *Set) TermsOf(domain, format, name string) (named string, candidates []string) {
	snake := schema.Snake(name)
	for _, id := range s.glossary.ids {
		t := s.glossary.terms[id]
		switch {
		case t.domain() != "" && t.domain() != domain:
		case t.name(format) == name:
			named = id
		case t.looksLike(snake):
			candidates = append(candidates, id)
		}
	}
	return named, candidates
}
