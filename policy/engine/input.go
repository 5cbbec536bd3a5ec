package engine

import (
	"slices"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/policy/set"
	"github.com/concord-registry/concord/schema"
)

// builder writes one request as Rego's input, straight into terms: the detour by JSON costs more than all rules. Parts
// that repeat (keys, types, empty lists) are shared.
type builder struct {
	program *Program
	subject policy.Subject
	// format is the subject's in the words of policies.
	format string
	// before are the previous version's fields by path.
	before map[string]*schema.Field
	facets *facets
}

// typeKey is a type without parameters.
type typeKey struct {
	canonical, native, container, ref string
	nullable                          bool
}

// meaning is a term that a field is bound to, and where that is said.
type meaning struct {
	id     string
	source *ast.Term
}

// buildInput is the input of a request but for its `rules`, and what selectors look at.
func (p *Program) buildInput(req *policy.Request) (*input, *set.Traits) {
	b := &builder{program: p, subject: req.Subject, format: policy.FormatOf(req.Subject.Format), facets: newFacets(len(req.Schema.Fields))}
	if req.Previous != nil {
		b.before = fieldsByPath(req.Previous.Document)
	}
	changes := changeKinds(req.Changes)
	items := [][2]*ast.Term{
		{key.apiVersion, value.apiVersion},
		{key.action, text(req.Action)},
		{key.time, text(req.Time.UTC().Format(time.RFC3339))},
		{key.actor, object(item(key.id, text(req.Actor.ID)), item(key.groups, texts(req.Actor.Groups)))},
		{key.subject, b.subjectTerm()},
		{key.schema, b.document(req.Schema)},
		{key.diff, diff(req.Changes, &changes)},
		{key.references, references(req.References)},
	}
	if req.Previous != nil && p.readsPrevious {
		items = append(items, item(key.previous, b.previous(req.Previous)))
	}
	return &input{items: items}, &set.Traits{
		Terms: b.facets.byTerm.at, Names: b.facets.byName.at, Tags: b.facets.byTag.at, Types: b.facets.byType.at,
		Changes: changes.at, Kinds: typeKinds(req.Schema),
		Format: b.format, Domain: req.Subject.Domain, Action: req.Action,
	}
}

// input is a built request that can be put to several lists of rules.
type input struct{ items [][2]*ast.Term }

// asking is the input for the rules of the given ids.
func (in *input) asking(ids []string) ast.Value {
	return ast.NewObject(append(slices.Clone(in.items), item(key.rules, texts(ids)))...)
}

func (b *builder) subjectTerm() *ast.Term {
	return object(
		item(key.name, text(b.subject.Name)),
		item(key.domain, text(b.subject.Domain)),
		item(key.format, text(b.format)),
		item(key.level, text(b.subject.Level)),
	)
}

func (b *builder) document(d *schema.Document) *ast.Term {
	fields := make([]*ast.Term, len(d.Fields))
	for i := range d.Fields {
		fields[i] = b.field(i, &d.Fields[i])
	}
	types := make([]*ast.Term, len(d.Types))
	for i := range d.Types {
		types[i] = namedType(&d.Types[i])
	}
	return object(
		item(key.name, text(d.Name)),
		item(key.namespace, text(d.Namespace)),
		item(key.doc, text(d.Doc)),
		item(key.annotations, jsonObject(d.Annotations)),
		item(key.tags, texts(d.Tags)),
		item(key.size, object(item(key.fields, number(len(fields))), item(key.depth, number(d.Depth)))),
		item(key.types, ast.ArrayTerm(types...)),
		item(key.fields, ast.ArrayTerm(fields...)),
		item(key.facets, b.facets.term()),
	)
}

func namedType(t *schema.NamedType) *ast.Term {
	return object(
		item(key.path, text(t.Path)),
		item(key.kind, text(t.Kind)),
		item(key.name, text(t.Name)),
		item(key.doc, text(t.Doc)),
		item(key.annotations, jsonObject(t.Annotations)),
		item(key.symbols, texts(t.Symbols)),
		item(key.default_, text(t.Default)),
		item(key.origin, origin(t.Origin)),
	)
}

func (b *builder) previous(p *policy.Previous) *ast.Term {
	// The facets of the previous version are nobody's: a second builder collects them.
	old := &builder{program: b.program, subject: b.subject, format: b.format, facets: newFacets(len(p.Document.Fields))}
	fields := make([]*ast.Term, len(p.Document.Fields))
	byPath := map[string]int{}
	for i := range p.Document.Fields {
		fields[i] = old.field(i, &p.Document.Fields[i])
		byPath[p.Document.Fields[i].Path] = i
	}
	items := make([][2]*ast.Term, 0, len(byPath))
	for path, i := range byPath {
		items = append(items, item(text(path), number(i)))
	}
	return object(item(key.version, number(p.Version)), item(key.fields, ast.ArrayTerm(fields...)), item(key.byPath, object(items...)))
}

func fieldsByPath(d *schema.Document) map[string]*schema.Field {
	byPath := make(map[string]*schema.Field, len(d.Fields))
	for i := range d.Fields {
		byPath[d.Fields[i].Path] = &d.Fields[i]
	}
	return byPath
}

func changeKinds(changes []rule.Finding) (kinds facet) {
	for i, c := range changes {
		kinds.put(string(c.Code), nil, i)
	}
	return kinds
}

func typeKinds(d *schema.Document) set.Words {
	kinds := set.Words{}
	for i, t := range d.Types {
		kinds[t.Kind] = i
	}
	return kinds
}

func diff(changes []rule.Finding, kinds *facet) *ast.Term {
	compatible := true
	terms := make([]*ast.Term, len(changes))
	for i, c := range changes {
		compatible = compatible && c.Breaks&(rule.Wire|rule.Value) == 0
		terms[i] = object(
			item(key.kind, text(string(c.Code))),
			item(key.direction, text(c.Direction.String())),
			item(key.version, number(c.Version)),
			item(key.oldPath, text(c.Old.Path)),
			item(key.path, text(c.New.Path)),
			item(key.was, text(c.Was)),
			item(key.is, text(c.Is)),
			item(key.breaks, object(
				item(key.wire, truth(c.Breaks&rule.Wire != 0)),
				item(key.value, truth(c.Breaks&rule.Value != 0)),
				item(key.text, truth(c.Breaks&rule.JSON != 0)),
				item(key.source, truth(c.Breaks&rule.Source != 0)),
			)),
		)
	}
	return object(
		item(key.compatible, truth(compatible)),
		item(key.changes, ast.ArrayTerm(terms...)),
		item(key.kinds, kinds.term()),
	)
}

func references(list []policy.Reference) *ast.Term {
	terms := make([]*ast.Term, len(list))
	for i, r := range list {
		terms[i] = object(
			item(key.name, text(r.Name)),
			item(key.subject, text(r.Subject)),
			item(key.domain, text(r.Domain)),
			item(key.version, number(r.Version)),
		)
	}
	return ast.ArrayTerm(terms...)
}
