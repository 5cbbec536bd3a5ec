package jsonschema

import (
	"slices"
	"strings"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/jsonschema"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// maxWitnessed bounds for how many obstacles a witness is looked for, maxCandidates how many values are tried for each.
const (
	maxWitnessed  = 8
	maxCandidates = 64
)

// addWitness looks for values that the writer's schema allows and the reader's refuses, and gives one to each finding
// that breaks something. A value counts only when an independent validator confirms both.
func addWitness(findings []rule.Finding, obstacles []obstacle, root *model.Node, writer, reader *jsonschema.Schema) {
	if len(obstacles) == 0 || !affordable(root) {
		return
	}
	if other, err := reader.Model(); err != nil || !affordable(other) {
		return
	}
	w, err := writer.Validator()
	if err != nil {
		return
	}
	r, err := reader.Validator()
	if err != nil {
		return
	}
	s := &sampler{newProver()}
	for _, o := range obstacles[:min(len(obstacles), maxWitnessed)] {
		for _, candidate := range s.candidates(root, o) {
			text := string(jsontree.Append(nil, candidate, nil))
			if w.Accepts(text) && !r.Accepts(text) {
				give(findings, o, &rule.Witness{Datum: text, Result: r.Explain(text)})
				break
			}
		}
	}
}

// give attaches a witness to the breaking findings at an obstacle that have none.
func give(findings []rule.Finding, o obstacle, w *rule.Witness) {
	for i := range findings {
		f := &findings[i]
		path := strings.Split(strings.TrimPrefix(f.New.Path, "#/"), "/")
		if f.New.Path == "#/" {
			path = nil
		}
		if f.Breaks != 0 && f.Witness == nil && related(path, o.path) {
			f.Witness = w
		}
	}
}

// candidates are values of the writer's schema, as far as it is known how to make them, with a hint at the obstacle.
func (s *sampler) candidates(root *model.Node, o obstacle) []*jsontree.Value {
	var out []*jsontree.Value
	if o.absent != "" {
		out = append(out, s.place([]*model.Node{root}, o.path[:len(o.path)-2], nil)...)
	}
	for _, hint := range slices.Concat(o.hints, []*jsontree.Value{own}, anyValues) {
		if len(out) > maxCandidates {
			break
		}
		out = append(out, s.place([]*model.Node{root}, o.path, hint)...)
	}
	return out
}

// own is the hint that asks for a sample of what the writer itself allows at the place.
var own = &jsontree.Value{}

// sampler makes values that satisfy schemas.
type sampler struct{ *prover }

// maxSampleDepth bounds how deep samples are built.
const maxSampleDepth = 8

// maxPlaced bounds how many alternatives of the writer's a hint is placed in.
const maxPlaced = 4

// place gives samples of a conjunction that hold the hint where path leads; without a hint, the value
// there is a sample itself.
func (s *sampler) place(conj []*model.Node, path []string, hint *jsontree.Value) []*jsontree.Value {
	step := nextStep(path)
	if step.kind == model.Empty {
		if hint == nil || hint == own {
			return []*jsontree.Value{s.sample(conj, 0)}
		}
		return []*jsontree.Value{hint}
	}
	var out []*jsontree.Value
	for _, alternative := range s.expand(conj) {
		if len(out) >= maxPlaced {
			break
		}
		if kindsOf(alternative)&kindOf(step.kind) == 0 {
			continue
		}
		out = append(out, s.inside(append(alternative, s.ofKind(step.kind)), step, hint)...)
	}
	return out
}

func (s *sampler) inside(conj []*model.Node, step pathStep, hint *jsontree.Value) []*jsontree.Value {
	outer := s.sample(conj, 0)
	var out []*jsontree.Value
	for _, name := range step.names(conj) {
		step.name = name
		for _, inner := range s.place(s.cell(conj, step), step.rest, hint) {
			out = append(out, s.with(outer, conj, step, inner))
		}
	}
	return out
}

// with is a sample that holds inner where a step leads.
func (s *sampler) with(outer *jsontree.Value, conj []*model.Node, step pathStep, inner *jsontree.Value) *jsontree.Value {
	v := *outer
	if step.kind == model.Object {
		v.Members = slices.DeleteFunc(slices.Clone(outer.Members), func(m jsontree.Member) bool { return m.Name == step.name })
		v.Members = append(v.Members, jsontree.Member{Name: step.name, Value: inner})
		return &v
	}
	v.Items = slices.Clone(outer.Items)
	for len(v.Items) <= step.index {
		v.Items = append(v.Items, s.sample(s.itemCell(conj, len(v.Items)), 1))
	}
	v.Items[step.index] = inner
	return &v
}

// cell is what the conjunction asks of the member that a step leads to.
func (s *sampler) cell(conj []*model.Node, step pathStep) []*model.Node {
	if step.kind == model.Array {
		return s.itemCell(conj, step.index)
	}
	return s.nameCell(conj, step.name)
}

func (s *sampler) nameCell(conj []*model.Node, name string) []*model.Node {
	var cell []*model.Node
	for _, rules := range objectsOf(conj) {
		cell = append(cell, s.applying(rules, name, false)...)
	}
	return cell
}

func (s *sampler) itemCell(conj []*model.Node, i int) []*model.Node {
	var cell []*model.Node
	for _, rules := range arraysOf(conj) {
		cell = append(cell, s.item(rules, i))
	}
	return cell
}

// sample is a small value of a conjunction: no more members than are required.
func (s *sampler) sample(conj []*model.Node, depth int) *jsontree.Value {
	alternatives := s.expand(conj)
	i := max(0, slices.IndexFunc(alternatives, func(a []*model.Node) bool { return !s.empty(a, 0) }))
	simple := alternatives[i]
	if values, finite := s.valuesOf(simple); finite && len(values) > 0 {
		return values[0]
	}
	kinds := kindsListed(kindsOf(simple))
	if len(kinds) == 0 || depth > maxSampleDepth {
		return &jsontree.Value{}
	}
	return s.ofType(simple, kinds[len(kinds)-1], depth)
}

// fill adds properties until there are as many as the conjunction asks for: declared ones, then strangers.
func (s *sampler) fill(v *jsontree.Value, simple []*model.Node, depth int) {
	w := objectsOf(simple)
	least := 0
	for _, rules := range w {
		if n, ok := sizeBeside(rules.Min, 0); ok {
			least = max(least, n)
		}
	}
	for _, name := range append(declared(w, &model.ObjectRules{}), strangers...) {
		if len(v.Members) >= least {
			return
		}
		if cell := s.nameCell(simple, name); v.Get(name) == nil && !s.disjoint(cell, s.ofKind(model.Empty)) {
			v.Members = append(v.Members, jsontree.Member{Name: name, Value: s.sample(cell, depth+1)})
		}
	}
}

func (s *sampler) ofType(simple []*model.Node, kind model.Kind, depth int) *jsontree.Value {
	tried := anyValues
	switch kind {
	case model.Object:
		v := &jsontree.Value{Kind: jsontree.Object}
		for _, rules := range objectsOf(simple) {
			for _, name := range rules.Required {
				if v.Get(name) == nil {
					v.Members = append(v.Members, jsontree.Member{Name: name, Value: s.sample(s.nameCell(simple, name), depth+1)})
				}
			}
		}
		s.fill(v, simple, depth)
		return v
	case model.Array:
		v := &jsontree.Value{Kind: jsontree.Array}
		least, _ := sizeBeside(lengthsOf(arraysOf(simple)).min, 0)
		for i := range least {
			v.Items = append(v.Items, s.sample(s.itemCell(simple, i), depth+1))
		}
		return v
	case model.Number:
		n := numbersOf(simple)
		tried = slices.Concat(around(n.min), around(n.max), multipleHints(n, n.step()), anyValues)
	case model.String:
		tried = slices.Concat(lengthHints(stringsOf(simple).length.min), stringHints)
	}
	for _, v := range tried {
		if kindOfValue(v) == kind && !slices.ContainsFunc(simple, func(n *model.Node) bool { return newEvaluation().accepts(n, v) == no }) {
			return v
		}
	}
	return &jsontree.Value{}
}
