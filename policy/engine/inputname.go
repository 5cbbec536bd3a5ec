package engine

import (
	"regexp"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/concord-registry/concord/schema"
)

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

// name answers from the name alone. Names are remembered, because matching every alias against every name again would
// cost more than all rules.
func (p *Program) name(k nameKey) *name {
	if len(k.name) > maxMemoText {
		return p.readName(k)
	}
	return p.memos.names.get(k, func() *name { return p.readName(k) })
}

// camelName is what lowerCamelCase means; one small word is both camel and snake case.
var camelName = regexp.MustCompile(`^[a-z][a-zA-Z0-9]*$`)

func (p *Program) readName(k nameKey) *name {
	tokens := schema.Tokens(k.name)
	n := &name{snake: strings.Join(tokens, "_"), camel: camelName.MatchString(k.name), nameTerm: text(k.name), tokensTerm: texts(tokens)}
	n.snakeTerm = text(n.snake)
	var candidates []string
	n.named, candidates = p.TermsOf(k.domain, k.format, k.name)
	n.candidates = texts(candidates)
	return n
}
