package proof

import (
	"maps"
	"slices"

	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// maxAlternatives bounds into how many alternatives a conjunction is unfolded; what exceeds it stays folded, and nothing
// is known about it.
const maxAlternatives = 64

// expand unfolds a conjunction into alternatives of simple schemas: references followed, allOf taken apart, anyOf and
// oneOf as one alternative for each of their schemas. Of oneOf each alternative also knows what it is not.
func (p *prover) expand(conj []*model.Node) [][]*model.Node {
	return p.unfold(nil, conj, map[*model.Node]bool{}, maxAlternatives)
}

// unfold appends what is left to the simple schemas that are known. budget is how many alternatives there may be.
func (p *prover) unfold(known, left []*model.Node, seen map[*model.Node]bool, budget int) [][]*model.Node {
	known, left = slices.Clone(known), slices.Clone(left)
	if p.Spend(1 + len(known)/8) {
		return [][]*model.Node{known}
	}
	for len(left) > 0 {
		n := left[0].Resolve()
		left = left[1:]
		if n == nil || n.Kind == model.Empty || seen[n] {
			continue
		}
		p.Unfold(n)
		if n.Kind == model.Conditional && n.If != nil && budget > 1 {
			seen[n] = true
			return p.either(append(known, n), left, n, seen, budget/2)
		}
		if n.Kind != model.Combined {
			known = append(known, n)
			continue
		}
		seen[n] = true
		if n.Combined.Criterion == model.AllOf {
			left = append(slices.Clone(n.Combined.Parts), left...)
			continue
		}
		known = append(known, n)
		if parts := n.Combined.Parts; len(parts) > 0 && len(parts) <= budget {
			return p.eachPart(known, left, n.Combined, seen, budget/len(parts))
		}
	}
	return [][]*model.Node{known}
}

func (p *prover) eachPart(known, left []*model.Node, c *model.Combination, seen map[*model.Node]bool, budget int) [][]*model.Node {
	var out [][]*model.Node
	for i, part := range c.Parts {
		with := append([]*model.Node{part}, left...)
		if c.Criterion == model.OneOf {
			for j, other := range c.Parts {
				if j != i {
					with = append(with, p.Made.Not(other))
				}
			}
		}
		out = append(out, p.unfold(known, with, maps.Clone(seen), budget)...)
	}
	return out
}

// either unfolds a conditional: its condition with what follows from it, or the opposite with the rest.
func (p *prover) either(known, left []*model.Node, n *model.Node, seen map[*model.Node]bool, budget int) [][]*model.Node {
	var out [][]*model.Node
	for _, way := range [][]*model.Node{{n.If, n.Then}, {p.Made.Not(n.If), n.Else}} {
		with := slices.DeleteFunc(slices.Concat(way, left), func(n *model.Node) bool { return n == nil })
		out = append(out, p.unfold(known, with, maps.Clone(seen), budget)...)
	}
	return out
}
