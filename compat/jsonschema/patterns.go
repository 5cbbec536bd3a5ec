package jsonschema

import (
	"github.com/concord-registry/concord/compat/jsonschema/language"
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// patterns keeps what takes time to make of schemas: the languages of patterns, and the sets of listed values.
type patterns struct {
	known map[string]*language.Language
	sets  map[*model.Node]*listing
	// prefixes says that `prefixItems` counts in 2019-09, as it does for the reference; early that it was met there.
	prefixes, early bool
}

func newPatterns() *patterns {
	return &patterns{known: map[string]*language.Language{}, sets: map[*model.Node]*listing{}}
}

// language is nil for a pattern whose language is not known.
func (p *patterns) language(pattern string) *language.Language {
	l, known := p.known[pattern]
	if !known {
		l, _ = language.Parse(pattern)
		p.known[pattern] = l
	}
	return l
}

// match is whether a pattern matches somewhere in a text, for all validators.
func (p *patterns) match(pattern, text string) answer {
	l := p.language(pattern)
	if l == nil {
		return unknown
	}
	if matches, known := l.Matches(text); known {
		return said(matches)
	}
	return unknown
}
