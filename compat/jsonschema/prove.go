package jsonschema

import (
	"slices"
	"strconv"
	"strings"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// obstacle is where the proof ended that the reader allows all that the writer does. Its path is made as that of a
// [difference] is.
type obstacle struct {
	code rule.Code
	path []string
	// writer and reader are the schemas at the place; writer is nil when several join there.
	writer, reader *model.Node
	// hints are values worth trying as a witness at the place, absent a property to leave out.
	hints  []*jsontree.Value
	absent string
	// again says that the pair came round; what stands in the way is reported where it was met first.
	again bool
}

// maxWork bounds the steps of one proof, a few million instructions in all; beyond it nothing more is proved. maxObstacles
// bounds what one pair reports.
const (
	maxWork      = 60_000
	maxObstacles = 64
)

// prover decides containment (compatibility contract §4.7): is every value that satisfies a set of schemas also one of
// another schema? It follows the reader's schema and takes from the writer's what is known about the values at hand.
// Everything that it leaves out of the writer's makes the proof harder, never wrong. A pair that comes round is assumed
// to be proved; when that turns out wrong, the proof is repeated without.
type prover struct {
	identities
	ids    map[*model.Node]int
	open   map[string]bool
	done   map[string][]obstacle
	leaned map[string]bool
	failed map[string]bool
	// work counts the steps of the proof, in all its passes.
	work int
	// grounded counts the proofs under way that may not assume what comes round; their results are kept apart.
	grounded int
	// nots and kinds keep the nodes that the prover makes, so that a schema is always the same node.
	nots  map[*model.Node]*model.Node
	kinds map[model.Kind]*model.Node
	lists map[string]*model.Node
}

func newProver() *prover {
	return &prover{
		ids: map[*model.Node]int{}, failed: map[string]bool{}, nots: map[*model.Node]*model.Node{},
		kinds: map[model.Kind]*model.Node{}, lists: map[string]*model.Node{},
		identities: identities{prints: map[*model.Node]string{}},
		open:       map[string]bool{}, done: map[string][]obstacle{}, leaned: map[string]bool{},
	}
}

// run gives the obstacles between two schemas; none means that containment is proved.
func (p *prover) run(writer, reader *model.Node) []obstacle {
	p.textual = model.DraftOf(writer.Source) == model.DraftOf(reader.Source)
	for {
		p.open, p.done, p.leaned = map[string]bool{}, map[string][]obstacle{}, map[string]bool{}
		found := p.prove([]*model.Node{writer}, reader)
		revised := false
		for key := range p.leaned {
			if len(p.done[key]) > 0 && !p.failed[key] {
				p.failed[key], revised = true, true
			}
		}
		if !revised {
			return firstMet(found)
		}
	}
}

// firstMet leaves out what came round, unless there is nothing else.
func firstMet(found []obstacle) []obstacle {
	first := slices.DeleteFunc(slices.Clone(found), func(o obstacle) bool { return o.again })
	if len(first) == 0 {
		return found
	}
	return first
}

// spend counts steps and reports whether there were too many.
func (p *prover) spend(steps int) bool {
	p.work += steps
	return p.work > maxWork
}

func (p *prover) id(n *model.Node) int {
	id, known := p.ids[n]
	if !known {
		id = len(p.ids) + 1
		p.ids[n] = id
	}
	return id
}

func (p *prover) key(writer []*model.Node, reader *model.Node) string {
	ids := make([]int, len(writer))
	for i, n := range writer {
		ids[i] = p.id(n)
	}
	slices.Sort(ids)
	var b strings.Builder
	for _, id := range slices.Compact(ids) {
		b.WriteString(strconv.Itoa(id) + ",")
	}
	return b.String() + "<" + strconv.Itoa(p.id(reader))
}

// proved reports whether there is no obstacle.
func (p *prover) proved(writer []*model.Node, reader *model.Node) bool {
	return len(p.prove(writer, reader)) == 0
}

// prove gives the obstacles between values that satisfy all of writer and the schema reader.
func (p *prover) prove(writer []*model.Node, reader *model.Node) []obstacle {
	resolved := reader.Resolve()
	if resolved == nil {
		return []obstacle{{code: codeNotProved, reader: reader}}
	}
	reader = resolved
	if reader.Kind == model.Empty || p.given(writer, reader) {
		return nil
	}
	key := p.key(writer, reader)
	if p.grounded > 0 {
		key = "grounded " + key
	}
	if found, known := p.done[key]; known {
		return found
	}
	if p.open[key] && (p.failed[key] || p.grounded > 0) {
		return []obstacle{{code: codeNotProved, writer: only(writer), reader: reader, again: true}}
	}
	if p.open[key] {
		p.leaned[key] = true
		return nil
	}
	if p.spend(1) {
		return []obstacle{{code: codeNotProved, writer: only(writer), reader: reader}}
	}
	p.open[key] = true
	found := p.step(writer, reader)
	delete(p.open, key)
	if len(found) > maxObstacles {
		found = found[:maxObstacles:maxObstacles]
	}
	p.done[key] = found
	return found
}

// given reports whether one of the writer's schemas says the same as the reader's.
func (p *prover) given(writer []*model.Node, reader *model.Node) bool {
	return slices.ContainsFunc(writer, func(w *model.Node) bool {
		return w == reader || w.Resolve() == reader || !p.spend(1) && p.same(w.Resolve(), reader)
	})
}

func only(writer []*model.Node) *model.Node {
	if len(writer) == 1 {
		return writer[0].Resolve()
	}
	return nil
}

// step proves one pair: a conjunction part by part, anything else for each alternative of the writer's.
func (p *prover) step(writer []*model.Node, reader *model.Node) []obstacle {
	if reader.Kind == model.Combined && reader.Combined.Criterion == model.AllOf {
		var found []obstacle
		for _, part := range reader.Combined.Parts {
			found = append(found, p.prove(writer, part)...)
		}
		return found
	}
	if dynamic(reader.Source) {
		return []obstacle{{code: codeNotProved, writer: only(writer), reader: reader}}
	}
	var found []obstacle
	for _, alternative := range p.expand(writer) {
		if !p.empty(alternative, 0) {
			found = append(found, p.alternative(alternative, only(writer), reader)...)
		}
	}
	return distinctObstacles(found)
}

// dynamic reports whether a schema refers to what only its users decide.
func dynamic(v *jsontree.Value) bool {
	return v.Get("$dynamicRef") != nil || v.Get("$recursiveRef") != nil
}

// alternative proves one conjunction of simple schemas against a schema that is no conjunction.
func (p *prover) alternative(conj []*model.Node, writer, reader *model.Node) []obstacle {
	if p.given(conj, reader) || p.finitelyContained(conj, reader) {
		return nil
	}
	fail := func(code rule.Code) []obstacle {
		return []obstacle{{code: code, writer: writer, reader: reader, hints: hintsFor(conj, reader)}}
	}
	switch reader.Kind {
	case model.Combined:
		return p.choice(conj, writer, reader)
	case model.Not:
		if p.disjoint(conj, reader.Negated) {
			return nil
		}
		return fail(codeNotProved)
	case model.Conditional:
		if p.conditional(conj, reader) {
			return nil
		}
		return fail("JSONConditionalChanged")
	case model.False, model.Enum, model.Const:
		return fail(codeNotProved)
	}
	kinds := kindsOf(conj)
	if reader.Typed && kinds&^kindOf(reader.Kind) != 0 {
		code := rule.Code(codeNotProved)
		if writer != nil && writer.Kind == reader.Kind {
			code = "JSONTypeImplied"
		}
		return fail(code)
	}
	if kinds&kindOf(reader.Kind) == 0 {
		return nil
	}
	return p.typed(append(slices.Clone(conj), p.ofKind(reader.Kind)), writer, reader)
}

// typed proves the keywords of one type.
func (p *prover) typed(conj []*model.Node, writer, reader *model.Node) []obstacle {
	o := &obstacles{writer: writer, reader: reader}
	switch reader.Kind {
	case model.Number:
		p.number(o, conj, reader.Number)
	case model.String:
		p.string(o, conj, reader.String)
	case model.Object:
		p.object(o, conj, reader)
	case model.Array:
		p.array(o, conj, reader)
	}
	return o.found
}

// conditional proves if/then/else from what is known: the values satisfy both branches, or one of them and its condition.
func (p *prover) conditional(conj []*model.Node, reader *model.Node) bool {
	fits := func(branch *model.Node, condition *model.Node) bool {
		return branch == nil || p.proved(append(slices.Clone(conj), condition), branch)
	}
	if reader.If == nil {
		return true
	}
	return (p.disjoint(conj, reader.If) || fits(reader.Then, reader.If)) &&
		(p.proved(conj, reader.If) || fits(reader.Else, p.not(reader.If)))
}

// choice proves anyOf and oneOf: some alternative takes all values, or one for each type of value. Of oneOf the others
// must then take none.
func (p *prover) choice(conj []*model.Node, writer, reader *model.Node) []obstacle {
	parts := reader.Combined.Parts
	fail := obstacle{code: codeNotProved, writer: writer, reader: reader, hints: hintsFor(conj, reader)}
	for _, kind := range kindsListed(kindsOf(conj)) {
		narrowed := append(slices.Clone(conj), p.ofKind(kind))
		if p.empty(narrowed, 0) {
			continue
		}
		i := slices.IndexFunc(parts, func(part *model.Node) bool { return p.proved(narrowed, part) })
		if i < 0 {
			return []obstacle{fail}
		}
		for j, other := range parts {
			if reader.Combined.Criterion == model.OneOf && j != i && !p.disjoint(narrowed, other) {
				fail.code = "JSONAlternativesOverlap"
				return []obstacle{fail}
			}
		}
	}
	return nil
}

// disjoint reports whether it is known that no value satisfies both.
func (p *prover) disjoint(conj []*model.Node, other *model.Node) bool {
	for _, alternative := range p.expand(append(slices.Clone(conj), other)) {
		if !p.empty(alternative, 0) {
			return false
		}
	}
	return true
}

// obstacles collects what stands in the way of one pair.
type obstacles struct {
	writer, reader *model.Node
	found          []obstacle
}

func (o *obstacles) add(code rule.Code, path []string, hints ...*jsontree.Value) {
	o.found = append(o.found, obstacle{code: code, path: path, writer: o.writer, reader: o.reader, hints: hints})
}

// missing reports a property that may be absent.
func (o *obstacles) missing(name string, code rule.Code, path ...string) {
	o.found = append(o.found, obstacle{code: code, path: path, writer: o.writer, reader: o.reader, absent: name})
}

// under includes what stands in the way below a keyword; code replaces that of an obstacle at the keyword itself. An
// obstacle in a schema that the prover made is one of the schema around it.
func (o *obstacles) under(found []obstacle, code rule.Code, path ...string) {
	for _, f := range found {
		if len(f.path) == 0 && code != "" && f.code == codeNotProved {
			f.code = code
		}
		if len(f.path) == 0 && f.reader.Source.At.Start.Line == 0 {
			f.writer, f.reader = o.writer, o.reader
		}
		f.path = append(slices.Clone(path), f.path...)
		o.found = append(o.found, f)
	}
}

// distinctObstacles keeps one obstacle for each code and place.
func distinctObstacles(found []obstacle) []obstacle {
	seen := map[string]bool{}
	return slices.DeleteFunc(found, func(o obstacle) bool {
		key := string(o.code) + "\x00" + strings.Join(o.path, "\x00")
		again := seen[key]
		seen[key] = true
		return again
	})
}
