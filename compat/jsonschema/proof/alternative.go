package proof

import (
	"slices"

	"github.com/concord-registry/concord/compat/jsonschema/evaluate"
	"github.com/concord-registry/concord/compat/jsonschema/site"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// alternative finds what stands in the way between a conjunction of simple schemas and a schema that is no conjunction.
func (p *prover) alternative(conj []*model.Node, writer, reader *model.Node) []Obstacle {
	fail := func(code rule.Code, violated *model.Node) []Obstacle {
		return []Obstacle{{Code: code, Site: site.Site{Writer: writer, Reader: reader}, Violated: violated}}
	}
	if reader.Kind == model.Array && evaluate.ListInItems(reader) {
		return fail(NotProved, reader)
	}
	switch reader.Kind {
	case model.Combined:
		return fail(p.choice(conj, reader.Combined), reader)
	case model.Conditional:
		return fail(ConditionalChanged, reader)
	case model.Not, model.False, model.Enum, model.Const, model.Boolean, model.Null:
		return fail(NotProved, reader)
	}
	bare := p.Made.OfKind(reader.Kind)
	if reader.Typed && !p.safe(conj, bare) {
		if writer != nil && writer.Kind == reader.Kind {
			return fail(TypeImplied, bare)
		}
		return fail(NotProved, bare)
	}
	return p.keywords(append(slices.Clone(conj), bare), writer, reader)
}

// choice says why a choice of schemas is in the way: values satisfy none of them, or several of oneOf.
func (p *prover) choice(conj []*model.Node, c *model.Combination) rule.Code {
	if c.Criterion == model.OneOf && p.Impossible(breaking(conj, c.Parts...)) {
		return AlternativesOverlap
	}
	return NotProved
}

// keywords finds the keywords of one type that are in the way.
func (p *prover) keywords(conj []*model.Node, writer, reader *model.Node) []Obstacle {
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
