package jsonschema

import (
	"slices"
	"strings"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// obstacle is where the proof ended that the reader allows all that the writer does. Its path is made as that of a
// [difference] is.
type obstacle struct {
	code rule.Code
	path []string
	// writer and reader are the schemas at the place; writer is nil when several join there.
	writer, reader *model.Node
	around         place
	// violated is a schema that the reader's asks for at least, and that values violate which are refused here.
	violated *model.Node
}

// maxObstacles bounds what one pair reports; beyond maxLocating steps, or maxDeep schemas inside of each other, no further
// places are looked for.
const (
	maxObstacles = 64
	maxDeep      = 50
	maxLocating  = 100_000
)

// prover finds the places where containment fails or cannot be shown. It follows the reader's schema and takes from the
// writer's what is known about the values at hand; whether a value can fail there is asked of a [finder]. A pair that
// comes round is taken to be proved: when there is no obstacle at all, it is.
type prover struct {
	*finder
	running map[string]bool
	results map[string][]obstacle
}

func newProver(f *finder) *prover {
	f.limit = f.work + maxLocating
	return &prover{finder: f, running: map[string]bool{}, results: map[string][]obstacle{}}
}

// safe reports whether no value satisfies all of writer and violates reader.
func (p *prover) safe(writer []*model.Node, reader *model.Node) bool {
	return p.solve(append(wanted(writer), literal{reader, true})).none
}

func wanted(nodes []*model.Node) []literal {
	out := make([]literal, len(nodes), len(nodes)+1)
	for i, n := range nodes {
		out[i] = literal{n, false}
	}
	return out
}

// prove gives the obstacles between values that satisfy all of writer and the schema reader.
func (p *prover) prove(writer []*model.Node, reader *model.Node) []obstacle {
	reader = settled(reader)
	if reader == nil || obscure(reader) {
		return []obstacle{{code: codeNotProved, reader: reader, violated: reader}}
	}
	key := p.key(append(wanted(writer), literal{reader, true}))
	if found, known := p.results[key]; known || p.running[key] {
		return found
	}
	if p.safe(writer, reader) {
		return nil
	}
	if p.spend(1) || len(p.running) > maxDeep {
		return []obstacle{{code: codeUnfinished, writer: only(writer), reader: reader, violated: reader}}
	}
	p.running[key] = true
	found := distinctObstacles(p.step(writer, reader))
	delete(p.running, key)
	if len(found) > maxObstacles {
		found = found[:maxObstacles:maxObstacles]
	}
	p.results[key] = found
	return found
}

// settled follows references, up to one beside which there is more; nil when one leads nowhere.
func settled(n *model.Node) *model.Node {
	for hops := 0; n != nil && n.Kind == model.Reference && n.Dynamic == nil && !obscure(n); hops++ {
		if n = n.Target; hops > 1000 {
			return nil
		}
	}
	return n
}

func only(writer []*model.Node) *model.Node {
	if len(writer) == 1 {
		return writer[0].Resolve()
	}
	return nil
}

// step proves one pair: a conjunction part by part, anything else for each alternative of the writer's.
func (p *prover) step(writer []*model.Node, reader *model.Node) []obstacle {
	switch {
	case reader.Dynamic != nil:
		return append(p.prove(writer, p.variant(p.made.stripped, reader)), p.prove(writer, reader.Dynamic)...)
	case reader.Kind == model.Combined && reader.Combined.Criterion == model.AllOf:
		var found []obstacle
		for _, part := range reader.Combined.Parts {
			if reader.Combined.Synthetic {
				p.around[part] = reader
			}
			found = append(found, p.prove(writer, part)...)
		}
		return found
	}
	var found []obstacle
	for _, alternative := range p.expand(writer) {
		if len(found) < maxObstacles && !p.safe(alternative, reader) {
			found = append(found, p.alternative(alternative, only(writer), reader)...)
		}
	}
	return found
}

// alternative finds what stands in the way between a conjunction of simple schemas and a schema that is no conjunction.
func (p *prover) alternative(conj []*model.Node, writer, reader *model.Node) []obstacle {
	fail := func(code rule.Code) []obstacle {
		return []obstacle{{code: code, writer: writer, reader: reader, violated: reader}}
	}
	if reader.Kind == model.Array && listInItems(reader) {
		return fail(codeNotProved)
	}
	switch reader.Kind {
	case model.Combined:
		return fail(p.choice(conj, reader.Combined))
	case model.Conditional:
		return fail("JSONConditionalChanged")
	case model.Not, model.False, model.Enum, model.Const, model.Boolean, model.Null:
		return fail(codeNotProved)
	}
	if reader.Typed && !p.safe(conj, p.made.ofKind(reader.Kind)) {
		code := rule.Code(codeNotProved)
		if writer != nil && writer.Kind == reader.Kind {
			code = "JSONTypeImplied"
		}
		return []obstacle{{code: code, writer: writer, reader: reader, violated: p.made.ofKind(reader.Kind)}}
	}
	return p.typed(append(slices.Clone(conj), p.made.ofKind(reader.Kind)), writer, reader)
}

// choice says why a choice of schemas is in the way: values satisfy none of them, or several of oneOf.
func (p *prover) choice(conj []*model.Node, c *model.Combination) rule.Code {
	if c.Criterion != model.OneOf {
		return codeNotProved
	}
	none := wanted(conj)
	for _, part := range c.Parts {
		none = append(none, literal{part, true})
	}
	if p.solve(none).none {
		return "JSONAlternativesOverlap"
	}
	return codeNotProved
}

// typed finds the keywords of one type that are in the way.
func (p *prover) typed(conj []*model.Node, writer, reader *model.Node) []obstacle {
	o := &obstacles{prover: p, conj: conj, writer: writer, reader: reader}
	switch reader.Kind {
	case model.Number:
		o.number(reader.Number)
	case model.String:
		o.string(reader.String)
	case model.Object:
		o.object()
	case model.Array:
		o.array()
	}
	return o.found
}

// obstacles collects what stands in the way of one pair.
type obstacles struct {
	*prover
	conj           []*model.Node
	writer, reader *model.Node
	found          []obstacle
}

// keyword reports a keyword of the reader's that values of the writer's can violate, given as a schema of its own.
func (o *obstacles) keyword(code rule.Code, alone *model.Node, path ...string) {
	if !o.full() && !o.safe(o.conj, alone) {
		o.found = append(o.found, obstacle{code: code, path: path, writer: o.writer, reader: o.reader,
			around: place{o.writer, o.reader, path}, violated: alone})
	}
}

// full reports whether enough was found.
func (o *obstacles) full() bool { return len(o.found) >= maxObstacles }

// below includes what stands in the way below a keyword, where wrap makes a schema of the keyword with another one in it;
// code replaces that of an obstacle at the keyword itself. An obstacle in a schema that the search made is one of the
// schema around it.
func (o *obstacles) below(found []obstacle, wrap func(*model.Node) *model.Node, code rule.Code, path ...string) {
	for _, f := range found {
		if f.violated = wrap(f.violated); o.full() || o.safe(o.conj, f.violated) {
			continue
		}
		if len(f.path) == 0 && f.code == codeNotProved {
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

// objectWith is a schema of objects with some rules of its own.
func objectWith(change func(*model.ObjectRules)) *model.Node {
	n := bareType(model.Object)
	n.Typed = false
	change(n.Object)
	n.Object.Index()
	return n
}

func arrayWith(change func(*model.ArrayRules)) *model.Node {
	n := bareType(model.Array)
	n.Typed = false
	change(n.Array)
	return n
}

var anythingAtAll = &model.Node{Kind: model.Empty, Source: noSource}
