package policy

import (
	"reflect"

	"github.com/concord-registry/concord/schema"
	"github.com/open-policy-agent/opa/v1/ast"
)

// field writes one field and enters it into the facets.
func (b *builder) field(i int, f *schema.Field) *ast.Term {
	n := b.set.glossary.name(nameKey{b.domain, b.format, f.Name})
	known := b.terms(f, n)
	before, existed := b.before[f.Path]
	b.enter(i, f, n, known, !existed)
	return object(
		item(key.path, text(f.Path)),
		item(key.ordinal, number(f.Ordinal)),
		item(key.number, number(f.Number)),
		item(key.name, n.nameTerm),
		item(key.snake, n.snakeTerm),
		item(key.tokens, n.tokensTerm),
		item(key.type_, b.fieldType(&f.Type)),
		item(key.presence, presence(f.Presence)),
		item(key.default_, defaultTerm(f.Default)),
		item(key.doc, text(f.Doc)),
		item(key.deprecated, truth(f.Deprecated)),
		item(key.terms, known.bound()),
		item(key.overruled, texts(known.overruled)),
		item(key.termCandidates, texts(known.candidates)),
		item(key.tags, texts(f.Tags)),
		item(key.annotations, jsonObject(f.Annotations)),
		item(key.constraints, constraints(&f.Constraints)),
		item(key.origin, origin(f.Origin)),
		item(key.isNew, truth(!existed)),
		item(key.changed, texts(changed(before, f))),
	)
}

// fieldTerms is what is known about a field's meaning.
type fieldTerms struct {
	ids        []string
	source     *ast.Term
	overruled  []string
	candidates []string
}

// terms finds a field's meaning: the schema's own text first, then the bindings of the domain, then a name that is
// exactly a term's. What the text says is never completed by the others.
func (b *builder) terms(f *schema.Field, n *name) fieldTerms {
	bound := b.set.bindings.term(b.domain, b.subject.Name, f.Path)
	switch {
	case len(f.Terms) > 0:
		known := fieldTerms{ids: f.Terms, source: value.schema}
		if bound != "" && bound != f.Terms[0] {
			known.overruled = []string{bound}
		}
		return known
	case bound != "":
		return fieldTerms{ids: []string{bound}, source: value.binding}
	case n.named != "":
		return fieldTerms{ids: []string{n.named}, source: value.name}
	}
	return fieldTerms{candidates: n.candidates}
}

func (t *fieldTerms) bound() *ast.Term {
	if len(t.ids) == 0 {
		return value.noItems
	}
	terms := make([]*ast.Term, len(t.ids))
	for i, id := range t.ids {
		terms[i] = object(item(key.id, text(id)), item(key.source, t.source))
	}
	return ast.ArrayTerm(terms...)
}

func (b *builder) enter(i int, f *schema.Field, n *name, known fieldTerms, isNew bool) {
	put := func(facet map[string][]int, word string) { facet[word] = append(facet[word], i) }
	for _, id := range known.ids {
		put(b.facets.byTerm, id)
	}
	for _, tag := range f.Tags {
		put(b.facets.byTag, tag)
	}
	put(b.facets.byName, n.snake)
	put(b.facets.byType, f.Type.Canonical)
	for _, list := range []struct {
		positions *[]int
		holds     bool
	}{
		{&b.facets.undocumented, f.Doc == ""},
		{&b.facets.notSnake, f.Name != n.snake},
		{&b.facets.notCamel, !n.camel},
		{&b.facets.isNew, isNew},
		{&b.facets.candidate, len(known.candidates) > 0},
	} {
		if list.holds {
			*list.positions = append(*list.positions, i)
		}
	}
}

func (b *builder) fieldType(t *schema.FieldType) *ast.Term {
	if len(t.Params) > 0 {
		return typeTerm(t)
	}
	k := typeKey{t.Canonical, t.Native, t.Container, t.Ref, t.Nullable}
	shared, ok := b.types[k]
	if !ok {
		shared = typeTerm(t)
		b.types[k] = shared
	}
	return shared
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
