package policy

import (
	"slices"
	"sync"

	"github.com/concord-registry/concord/schema"
)

// glossary is the set of terms, and what names say about them.
type glossary struct {
	terms map[string]*Term
	// ids are the keys of terms in order.
	ids []string

	mu sync.Mutex
	// guesses holds finished answers of guess: matching every alias against every name again would cost more than all
	// rules. It is emptied when full, since names come from clients.
	guesses map[guessKey]guess
}

type guessKey struct{ domain, format, name string }

// guess is what a name alone says: the term that has exactly this name, and the terms that it looks like.
type guess struct {
	named      string
	candidates []string
}

const (
	maxGuesses     = 1 << 14
	maxGuessedName = 128
)

func newGlossary(terms []*Term, c *complaints) *glossary {
	g := &glossary{terms: map[string]*Term{}, guesses: map[guessKey]guess{}}
	names := map[guessKey]*Term{}
	for _, t := range terms {
		if other, twice := g.terms[t.ID]; twice {
			c.add(t.file, 0, "the term %s stands in %s too", t.ID, other.file)
			continue
		}
		g.terms[t.ID] = t
		g.ids = append(g.ids, t.ID)
		for format := range formatTypes {
			key := guessKey{"", format, t.name(format)}
			if other, twice := names[key]; twice && key.name != "" && sameScope(other, t) {
				c.add(t.file, 0, "the name %q in %s means the term %s already", key.name, format, other.ID)
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

// guess answers from the name alone, in the eyes of one domain.
func (g *glossary) guess(domain, format, name string) guess {
	if len(name) > maxGuessedName {
		return g.match(domain, format, name)
	}
	key := guessKey{domain, format, name}
	g.mu.Lock()
	known, ok := g.guesses[key]
	g.mu.Unlock()
	if ok {
		return known
	}
	answer := g.match(domain, format, name)
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.guesses) >= maxGuesses {
		clear(g.guesses)
	}
	g.guesses[key] = answer
	return answer
}

func (g *glossary) match(domain, format, name string) guess {
	var found guess
	snake := schema.Snake(name)
	for _, id := range g.ids {
		t := g.terms[id]
		switch {
		case t.domain() != "" && t.domain() != domain:
		case t.name(format) == name:
			found.named = id
		case t.looksLike(snake):
			found.candidates = append(found.candidates, id)
		}
	}
	return found
}
