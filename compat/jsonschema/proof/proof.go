// Package proof proves that every value that a writer's schema allows is allowed by the reader's, and finds the places where
// that fails or cannot be shown. Whether a value can fail there it asks of package search.
package proof

import (
	"slices"
	"strings"

	"github.com/concord-registry/concord/compat/jsonschema/search"
	"github.com/concord-registry/concord/compat/jsonschema/site"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// Obstacle is where the proof ended that the reader allows all that the writer does.
type Obstacle struct {
	Code rule.Code
	site.Site
	// Violated is a schema that the reader's asks for at least, and that values violate which are refused here.
	Violated *model.Node
}

// maxObstacles bounds what is reported of any two schemas; beyond maxLocating steps, or maxDeep schemas inside of each
// other, no further places are looked for.
const (
	maxObstacles = 64
	maxDeep      = 50
	maxLocating  = 100_000
)

// Obstacles lists what stands between the values of a writer's schema and a reader's, one obstacle for each code and place.
// When there is none, every value of the writer's is one of the reader's. It spends up to maxLocating steps of the finder,
// beside those that are spent.
func Obstacles(f *search.Finder, writer, reader *model.Node) []Obstacle {
	f.Allow(maxLocating)
	p := &prover{Finder: f, running: map[string]bool{}, results: map[string][]Obstacle{}}
	return p.prove([]*model.Node{writer}, reader)
}

// prover follows the reader's schema and takes from the writer's what is known about the values at hand. A question that is
// met again below itself is taken to be proved: when there is no obstacle anywhere else, it is.
type prover struct {
	*search.Finder
	running map[string]bool
	results map[string][]Obstacle
}

// safe reports whether no value satisfies all of writer and violates reader.
func (p *prover) safe(writer []*model.Node, reader *model.Node) bool {
	return p.Impossible(breaking(writer, reader))
}

// breaking asks for a value that satisfies all of writer and violates the readers.
func breaking(writer []*model.Node, readers ...*model.Node) []search.Literal {
	out := make([]search.Literal, 0, len(writer)+len(readers))
	for _, n := range writer {
		out = append(out, search.Satisfy(n))
	}
	for _, n := range readers {
		out = append(out, search.Violate(n))
	}
	return out
}

// prove gives the obstacles between values that satisfy all of writer and the schema reader.
func (p *prover) prove(writer []*model.Node, reader *model.Node) []Obstacle {
	reader = settled(reader)
	if reader == nil || search.Obscure(reader) {
		return []Obstacle{{Code: NotProved, Site: site.Site{Reader: reader}, Violated: reader}}
	}
	key := p.Key(breaking(writer, reader))
	if found, known := p.results[key]; known || p.running[key] {
		return found
	}
	if p.safe(writer, reader) {
		return nil
	}
	if p.Spend(1) || len(p.running) > maxDeep {
		return []Obstacle{{Code: Unfinished, Site: site.Site{Writer: only(writer), Reader: reader}, Violated: reader}}
	}
	p.running[key] = true
	found := distinct(p.parts(writer, reader))
	delete(p.running, key)
	if len(found) > maxObstacles {
		found = found[:maxObstacles:maxObstacles]
	}
	p.results[key] = found
	return found
}

// settled follows references, up to one beside which there is more; nil when one leads nowhere.
func settled(n *model.Node) *model.Node {
	for hops := 0; n != nil && n.Kind == model.Reference && n.Dynamic == nil && !search.Obscure(n); hops++ {
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

// parts proves a conjunction of the reader's part by part, anything else for each alternative of the writer's.
func (p *prover) parts(writer []*model.Node, reader *model.Node) []Obstacle {
	switch {
	case reader.Dynamic != nil:
		return append(p.prove(writer, p.Variant(p.Made.Stripped, reader)), p.prove(writer, reader.Dynamic)...)
	case reader.Kind == model.Combined && reader.Combined.Criterion == model.AllOf:
		p.Unfold(reader)
		var found []Obstacle
		for _, part := range reader.Combined.Parts {
			found = append(found, p.prove(writer, part)...)
		}
		return found
	}
	var found []Obstacle
	for _, alternative := range p.expand(writer) {
		if len(found) < maxObstacles && !p.safe(alternative, reader) {
			found = append(found, p.alternative(alternative, only(writer), reader)...)
		}
	}
	return found
}

// distinct keeps one obstacle for each code and place.
func distinct(found []Obstacle) []Obstacle {
	seen := map[string]bool{}
	return slices.DeleteFunc(found, func(o Obstacle) bool {
		key := string(o.Code) + "\x00" + strings.Join(o.Path, "\x00")
		again := seen[key]
		seen[key] = true
		return again
	})
}
