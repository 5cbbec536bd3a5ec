package policy

import (
	"regexp"
	"slices"
	"strings"

	"github.com/concord-registry/concord/schema"
	"github.com/open-policy-agent/opa/v1/ast"
)

// glossary is the set of terms, and what names say about them.
type glossary struct {
	terms map[string]*Term
	// ids are the keys of terms in order.
	ids []string

	// known spares matching every alias against every name again, which would cost more than all rules.
	known memo[nameKey, *name]
}

// nameKey is a field's name in the eyes of one domain and one format.
type nameKey struct{ domain, format, name string }

// name is what a field's name alone says, in Go's words and in Rego's.
type name struct {
	snake                           string
	camel                           bool
	nameTerm, snakeTerm, tokensTerm *ast.Term
	// named is the id of the term that has exactly this name, candidates those of the terms that it looks like.
	named      string
	candidates *ast.Term
}

func newGlossary(terms []*Term, c *complaints) *glossary {
	g := &glossary{terms: map[string]*Term{}}
	names := map[nameKey]*Term{}
	for _, t := range terms {
		if other, twice := g.terms[t.ID]; twice {
			c.add(t.file, 0, "the term %s stands in %s too", t.ID, other.file)
			continue
		}
		g.terms[t.ID] = t
		g.ids = append(g.ids, t.ID)
		for format := range formatTypes {
			key := nameKey{"", format, t.name(format)}
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

// name answers from the name alone.
func (g *glossary) name(k nameKey) *name {
	if len(k.name) > maxMemoText {
		return g.read(k)
	}
	return g.known.get(k, func() *name { return g.read(k) })
}

// camelName is what lowerCamelCase means; one small word is both camel and snake case.
var camelName = regexp.MustCompile(`^[a-z][a-zA-Z0-9]*$`)

func (g *glossary) read(k nameKey) *name {
	tokens := schema.Tokens(k.name)
	n := &name{snake: strings.Join(tokens, "_"), camel: camelName.MatchString(k.name), nameTerm: text(k.name), tokensTerm: texts(tokens)}
	n.snakeTerm = text(n.snake)
	var candidates []string
	for _, id := range g.ids {
		t := g.terms[id]
		switch {
		case t.domain() != "" && t.domain() != k.domain:
		case t.name(k.format) == k.name:
			n.named = id
		case t.looksLike(n.snake):
			candidates = append(candidates, id)
		}
	}
	n.candidates = texts(candidates)
	return n
}
