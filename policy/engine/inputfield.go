package engine

import (
	"reflect"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/concord-registry/concord/schema"
)

// field writes one field and enters it into the facets.
func (b *builder) field(i int, f *schema.Field) *ast.Term {
	n := b.program.name(nameKey{b.subject.Domain, b.format, f.Name})
	known := b.terms(f, n)
	before, existed := b.before[f.Path]
	b.enter(i, f, n, known, !existed)
	typ, typeRecurs := b.fieldType(&f.Type)
	terms, termsRecur := b.bound(&known)
	tags, tagsRecur := b.tags(f.Tags)
	p := plainField{
		path: f.Path, doc: f.Doc, presence: f.Presence, ordinal: f.Ordinal, number: f.Number, deprecated: f.Deprecated,
		isNew: !existed, name: n, typ: typ, terms: terms, tags: tags, candidates: known.candidates,
	}
	rest := fieldRest{
		defaultTerm(f.Default), texts(known.overruled), jsonObject(f.Annotations),
		constraints(&f.Constraints), origin(f.Origin), texts(changed(before, f)),
	}
	if rest == nothing && typeRecurs && termsRecur && tagsRecur && p.short() {
		return b.program.memos.fields.get(p, func() *ast.Term { return p.term(rest) })
	}
	return p.term(rest)
}

// plainField is all that there is to a field of which [fieldRest] has nothing to tell. Its terms are shared: what is the
// same is the same pointer.
type plainField struct {
	path, doc, presence          string
	ordinal, number              int
	deprecated, isNew            bool
	name                         *name
	typ, terms, tags, candidates *ast.Term
}

// short reports whether the field's texts are worth remembering.
func (p *plainField) short() bool {
	return len(p.path) <= maxMemoText && len(p.doc) <= maxMemoText && len(p.presence) <= maxMemoText
}

// fieldRest is what few fields have.
type fieldRest struct {
	defaults, overruled, annotations, constraints, origin, changed *ast.Term
}

var nothing = fieldRest{value.noDefault, value.noItems, value.noKeys, value.noKeys, value.local, value.noItems}

func (p *plainField) term(rest fieldRest) *ast.Term {
	return object(
		item(key.Path, text(p.path)),
		item(key.Ordinal, number(p.ordinal)),
		item(key.Number, number(p.number)),
		item(key.Name, p.name.nameTerm),
		item(key.Snake, p.name.snakeTerm),
		item(key.Tokens, p.name.tokensTerm),
		item(key.Type, p.typ),
		item(key.Presence, presence(p.presence)),
		item(key.Default, rest.defaults),
		item(key.Doc, text(p.doc)),
		item(key.Deprecated, truth(p.deprecated)),
		item(key.Terms, p.terms),
		item(key.Overruled, rest.overruled),
		item(key.TermCandidates, p.candidates),
		item(key.Tags, p.tags),
		item(key.Annotations, rest.annotations),
		item(key.Constraints, rest.constraints),
		item(key.Origin, rest.origin),
		item(key.IsNew, truth(p.isNew)),
		item(key.Changed, rest.changed),
	)
}

// fieldTerms is what is known about a field's meaning.
type fieldTerms struct {
	ids        []string
	source     *ast.Term
	overruled  []string
	candidates *ast.Term
}

// terms finds a field's meaning: the schema's own text first, then the bindings of the domain, then a name that is
// exactly a term's. What the text says is never completed by the others.
func (b *builder) terms(f *schema.Field, n *name) fieldTerms {
	bound := b.program.Bound(b.subject.Domain, b.subject.Name, f.Path)
	switch {
	case len(f.Terms) > 0:
		known := fieldTerms{ids: f.Terms, source: value.schema, candidates: value.noItems}
		if bound != "" && bound != f.Terms[0] {
			known.overruled = []string{bound}
		}
		return known
	case bound != "":
		return fieldTerms{ids: []string{bound}, source: value.binding, candidates: value.noItems}
	case n.named != "":
		return fieldTerms{ids: []string{n.named}, source: value.name, candidates: value.noItems}
	}
	return fieldTerms{candidates: n.candidates}
}

// bound lists what a field means, and says whether the list is shared. Most fields mean one thing at most, and that
// recurs.
func (b *builder) bound(t *fieldTerms) (list *ast.Term, recurs bool) {
	switch {
	case len(t.ids) == 0:
		return value.noItems, true
	case len(t.ids) == 1 && len(t.ids[0]) <= maxMemoText:
		return b.program.memos.meanings.get(meaning{t.ids[0], t.source}, t.list), true
	}
	return t.list(), false
}

func (t *fieldTerms) list() *ast.Term {
	terms := make([]*ast.Term, len(t.ids))
	for i, id := range t.ids {
		terms[i] = object(item(key.ID, text(id)), item(key.Source, t.source))
	}
	return ast.ArrayTerm(terms...)
}

// tags lists tags, and says whether the list is shared.
func (b *builder) tags(tags []string) (list *ast.Term, recurs bool) {
	switch {
	case len(tags) == 0:
		return value.noItems, true
	case len(tags) == 1 && len(tags[0]) <= maxMemoText:
		return b.program.memos.tags.get(tags[0], func() *ast.Term { return texts(tags) }), true
	}
	return texts(tags), false
}

func (b *builder) enter(i int, f *schema.Field, n *name, known fieldTerms, isNew bool) {
	to := b.facets
	for _, id := range known.ids {
		to.byTerm.put(id, nil, i)
	}
	for _, tag := range f.Tags {
		to.byTag.put(tag, nil, i)
	}
	to.byName.put(n.snake, n.snakeTerm, i)
	to.byType.put(f.Type.Canonical, nil, i)
	for _, list := range []struct {
		positions *[]int
		holds     bool
	}{
		{&to.undocumented, f.Doc == ""},
		{&to.notSnake, f.Name != n.snake},
		{&to.notCamel, !n.camel},
		{&to.isNew, isNew},
		{&to.candidate, known.candidates != value.noItems},
	} {
		if list.holds {
			*list.positions = append(*list.positions, i)
		}
	}
}

// fieldType is a type, and says whether its term is shared.
func (b *builder) fieldType(t *schema.FieldType) (typ *ast.Term, recurs bool) {
	if len(t.Params) > 0 || len(t.Native)+len(t.Ref) > maxMemoText {
		return typeTerm(t), false
	}
	k := typeKey{t.Canonical, t.Native, t.Container, t.Ref, t.Nullable}
	return b.program.memos.types.get(k, func() *ast.Term { return typeTerm(t) }), true
}

func typeTerm(t *schema.FieldType) *ast.Term {
	return object(
		item(key.Canonical, text(t.Canonical)),
		item(key.Native, text(t.Native)),
		item(key.Params, jsonObject(t.Params)),
		item(key.Nullable, truth(t.Nullable)),
		item(key.Container, text(t.Container)),
		item(key.Ref, text(t.Ref)),
	)
}

func presence(word string) *ast.Term {
	switch word {
	case "required":
		return value.required
	case "optional":
		return value.optional
	}
	return text(word)
}

func defaultTerm(d schema.Default) *ast.Term {
	if !d.Set {
		return value.noDefault
	}
	return object(item(key.Set, value.true_), item(key.Value, jsonValue(d.Value, maxDepth)))
}

func constraints(c *schema.Constraints) *ast.Term {
	var items [][2]*ast.Term
	if c.MinLength != nil {
		items = append(items, item(key.MinLength, number(*c.MinLength)))
	}
	if c.MaxLength != nil {
		items = append(items, item(key.MaxLength, number(*c.MaxLength)))
	}
	if c.Pattern != nil {
		items = append(items, item(key.Pattern, text(*c.Pattern)))
	}
	if c.Min != nil {
		items = append(items, item(key.Min, ast.FloatNumberTerm(*c.Min)))
	}
	if c.Max != nil {
		items = append(items, item(key.Max, ast.FloatNumberTerm(*c.Max)))
	}
	if c.Enum != nil {
		items = append(items, item(key.Enum, jsonValue(c.Enum, maxDepth)))
	}
	if c.Unique != nil {
		items = append(items, item(key.Unique, truth(*c.Unique)))
	}
	if len(items) == 0 {
		return value.noKeys
	}
	return object(items...)
}

func origin(o schema.Origin) *ast.Term {
	if o == (schema.Origin{}) {
		return value.local
	}
	return object(
		item(key.Local, truth(o.Local())),
		item(key.Reference, text(o.Reference)),
		item(key.Subject, text(o.Subject)),
		item(key.Version, number(o.Version)),
	)
}

// changed lists what differs from the field as it was; nothing for a new one.
func changed(before, now *schema.Field) []string {
	if before == nil {
		return nil
	}
	a, b := before.Type, now.Type
	a.Nullable = b.Nullable
	var words []string
	for _, part := range []struct {
		word    string
		differs bool
	}{
		{"type", !reflect.DeepEqual(a, b)},
		{"nullable", before.Type.Nullable != now.Type.Nullable},
		{"presence", before.Presence != now.Presence},
		{"default", !reflect.DeepEqual(before.Default, now.Default)},
		{"doc", before.Doc != now.Doc},
	} {
		if part.differs {
			words = append(words, part.word)
		}
	}
	return words
}
