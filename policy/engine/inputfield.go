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
		item(key.path, text(p.path)),
		item(key.ordinal, number(p.ordinal)),
		item(key.number, number(p.number)),
		item(key.name, p.name.nameTerm),
		item(key.snake, p.name.snakeTerm),
		item(key.tokens, p.name.tokensTerm),
		item(key.type_, p.typ),
		item(key.presence, presence(p.presence)),
		item(key.default_, rest.defaults),
		item(key.doc, text(p.doc)),
		item(key.deprecated, truth(p.deprecated)),
		item(key.terms, p.terms),
		item(key.overruled, rest.overruled),
		item(key.termCandidates, p.candidates),
		item(key.tags, p.tags),
		item(key.annotations, rest.annotations),
		item(key.constraints, rest.constraints),
		item(key.origin, rest.origin),
		item(key.isNew, truth(p.isNew)),
		item(key.changed, rest.changed),
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
		terms[i] = object(item(key.id, text(id)), item(key.source, t.source))
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
		item(key.canonical, text(t.Canonical)),
		item(key.native, text(t.Native)),
		item(key.params, jsonObject(t.Params)),
		item(key.nullable, truth(t.Nullable)),
		item(key.container, text(t.Container)),
		item(key.ref, text(t.Ref)),
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
	return object(item(key.set, value.true_), item(key.value, jsonValue(d.Value, maxDepth)))
}

func constraints(c *schema.Constraints) *ast.Term {
	var items [][2]*ast.Term
	if c.MinLength != nil {
		items = append(items, item(key.minLength, number(*c.MinLength)))
	}
	if c.MaxLength != nil {
		items = append(items, item(key.maxLength, number(*c.MaxLength)))
	}
	if c.Pattern != nil {
		items = append(items, item(key.pattern, text(*c.Pattern)))
	}
	if c.Min != nil {
		items = append(items, item(key.min, ast.FloatNumberTerm(*c.Min)))
	}
	if c.Max != nil {
		items = append(items, item(key.max, ast.FloatNumberTerm(*c.Max)))
	}
	if c.Enum != nil {
		items = append(items, item(key.enum, jsonValue(c.Enum, maxDepth)))
	}
	if c.Unique != nil {
		items = append(items, item(key.unique, truth(*c.Unique)))
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
		item(key.local, truth(o.Local())),
		item(key.reference, text(o.Reference)),
		item(key.subject, text(o.Subject)),
		item(key.version, number(o.Version)),
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
