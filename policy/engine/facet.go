package engine

import "github.com/open-policy-agent/opa/v1/ast"

// facets are positions of fields by what rules and selectors ask for most.
type facets struct {
	byTerm, byName, byTag, byType                      facet
	undocumented, notSnake, notCamel, isNew, candidate []int
}

// newFacets has room for the names of n fields, most of which have one of their own.
func newFacets(n int) *facets {
	return &facets{byName: facet{at: make(map[string]int, n), entries: make([]facetEntry, 0, n)}}
}

func (f *facets) term() *ast.Term {
	return object(
		item(key.ByTerm, f.byTerm.term()),
		item(key.ByName, f.byName.term()),
		item(key.ByTag, f.byTag.term()),
		item(key.ByType, f.byType.term()),
		item(key.Undocumented, positions(f.undocumented)),
		item(key.NotSnake, positions(f.notSnake)),
		item(key.NotCamel, positions(f.notCamel)),
		item(key.New, positions(f.isNew)),
		item(key.Candidates, positions(f.candidate)),
	)
}

// facet is lists of positions by word. The zero value is empty.
type facet struct {
	// at is where a word stands among the entries.
	at      map[string]int
	entries []facetEntry
}

// facetEntry is a word and where it occurs: most words occur once, and need no list.
type facetEntry struct {
	word  *ast.Term
	first int
	more  []int
}

// put adds a position of a word. Term is the word for Rego; nil makes it of the word.
func (f *facet) put(word string, term *ast.Term, position int) {
	if i, ok := f.at[word]; ok {
		f.entries[i].more = append(f.entries[i].more, position)
		return
	}
	if f.at == nil {
		f.at = map[string]int{}
	}
	if term == nil {
		term = text(word)
	}
	f.at[word] = len(f.entries)
	f.entries = append(f.entries, facetEntry{word: term, first: position})
}

func (f *facet) term() *ast.Term {
	items := make([][2]*ast.Term, len(f.entries))
	for i, e := range f.entries {
		items[i] = item(e.word, e.positions())
	}
	return object(items...)
}

func (e *facetEntry) positions() *ast.Term {
	if len(e.more) == 0 {
		return position(e.first)
	}
	terms := make([]*ast.Term, 1+len(e.more))
	terms[0] = number(e.first)
	for i, n := range e.more {
		terms[i+1] = number(n)
	}
	return ast.ArrayTerm(terms...)
}

// lonely are the lists of one position, which are the most frequent of all lists.
var lonely = func() (lists [256]*ast.Term) {
	for i := range lists {
		lists[i] = ast.ArrayTerm(number(i))
	}
	return lists
}()

// position is the list of one position.
func position(n int) *ast.Term {
	if n < len(lonely) {
		return lonely[n]
	}
	return ast.ArrayTerm(number(n))
}

func positions(list []int) *ast.Term {
	switch len(list) {
	case 0:
		return value.noItems
	case 1:
		return position(list[0])
	}
	terms := make([]*ast.Term, len(list))
	for i, n := range list {
		terms[i] = number(n)
	}
	return ast.ArrayTerm(terms...)
}
