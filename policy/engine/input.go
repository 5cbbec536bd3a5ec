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
		{key.APIVersion, value.apiVersion},
		{key.Action, text(req.Action)},
		{key.Time, text(req.Time.UTC().Format(time.RFC3339))},
		{key.Actor, object(item(key.ID, text(req.Actor.ID)), item(key.Groups, texts(req.Actor.Groups)))},
		{key.Subject, b.subjectTerm()},
		{key.Schema, b.document(req.Schema)},
		{key.Diff, diff(req.Changes, &changes)},
		{key.References, references(req.References)},
	}
	if req.Previous != nil && p.readsPrevious {
		items = append(items, item(key.Previous, b.previous(req.Previous)))
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
	return ast.NewObject(append(slices.Clone(in.items), item(key.Rules, texts(ids)))...)
}

func (b *builder) subjectTerm() *ast.Term {
	return object(
		item(key.Name, text(b.subject.Name)),
		item(key.Domain, text(b.subject.Domain)),
		item(key.Format, text(b.format)),
		item(key.Level, text(b.subject.Level)),
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
		item(key.Name, text(d.Name)),
		item(key.Namespace, text(d.Namespace)),
		item(key.Doc, text(d.Doc)),
		item(key.Annotations, jsonObject(d.Annotations)),
		item(key.Tags, texts(d.Tags)),
		item(key.Size, object(item(key.Fields, number(len(fields))), item(key.Depth, number(d.Depth)))),
		item(key.Types, ast.ArrayTerm(types...)),
		item(key.Fields, ast.ArrayTerm(fields...)),
		item(key.Facets, b.facets.term()),
	)
}

func namedType(t *schema.NamedType) *ast.Term {
	return object(
		item(key.Path, text(t.Path)),
		item(key.Kind, text(t.Kind)),
		item(key.Name, text(t.Name)),
		item(key.Doc, text(t.Doc)),
		item(key.Annotations, jsonObject(t.Annotations)),
		item(key.Symbols, texts(t.Symbols)),
		item(key.Default, text(t.Default)),
		item(key.Origin, origin(t.Origin)),
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
	return object(item(key.Version, number(p.Version)), item(key.Fields, ast.ArrayTerm(fields...)), item(key.ByPath, object(items...)))
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
			item(key.Kind, text(string(c.Code))),
			item(key.Direction, text(c.Direction.String())),
			item(key.Version, number(c.Version)),
			item(key.OldPath, text(c.Old.Path)),
			item(key.Path, text(c.New.Path)),
			item(key.Was, text(c.Was)),
			item(key.Is, text(c.Is)),
			item(key.Breaks, object(
				item(key.Wire, truth(c.Breaks&rule.Wire != 0)),
				item(key.Value, truth(c.Breaks&rule.Value != 0)),
				item(key.JSON, truth(c.Breaks&rule.JSON != 0)),
				item(key.Source, truth(c.Breaks&rule.Source != 0)),
			)),
		)
	}
	return object(
		item(key.Compatible, truth(compatible)),
		item(key.Changes, ast.ArrayTerm(terms...)),
		item(key.Kinds, kinds.term()),
	)
}

func references(list []policy.Reference) *ast.Term {
	terms := make([]*ast.Term, len(list))
	for i, r := range list {
		terms[i] = object(
			item(key.Name, text(r.Name)),
			item(key.Subject, text(r.Subject)),
			item(key.Domain, text(r.Domain)),
			item(key.Version, number(r.Version)),
		)
	}
	return ast.ArrayTerm(terms...)
}
