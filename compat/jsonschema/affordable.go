package jsonschema

import "github.com/concord-registry/concord/schema/jsonschema/model"

// The validator that confirms witnesses unfolds references again for every value and cannot be interrupted. maxUnfolded
// bounds how many schemas one value is held against, maxReach how many schemas there may be on the way to the last one.
const (
	maxUnfolded = 2000
	maxReach    = 200
)

// affordable reports whether a schema can be given to the validator.
func affordable(root *model.Node) bool {
	m := &measure{unfolded: map[*model.Node]int{}, reach: map[*model.Node]int{}}
	return m.reachOf(root) <= maxReach && m.worst <= maxUnfolded
}

// measure counts what a validator would do. What contains itself in place counts as too much, what contains itself
// through a member as nothing: values end.
type measure struct {
	unfolded, reach map[*model.Node]int
	worst           int
}

// unfoldedOf is how many schemas a value is held against, saturating.
func (m *measure) unfoldedOf(n *model.Node) int {
	if count, known := m.unfolded[n]; known {
		return count
	}
	m.unfolded[n] = maxUnfolded + 1
	count := 1
	for _, part := range inPlace(n) {
		count = min(count+m.unfoldedOf(part), maxUnfolded+1)
	}
	m.unfolded[n] = count
	return count
}

// inPlace are the schemas that a schema applies to the same value.
func inPlace(n *model.Node) []*model.Node {
	switch n.Kind {
	case model.Reference:
		if n.Target != nil {
			return []*model.Node{n.Target}
		}
	case model.Combined, model.Not, model.Conditional:
		return n.Children()
	case model.Object:
		var out []*model.Node
		for _, d := range n.Object.Dependencies {
			if d.Schema != nil {
				out = append(out, d.Schema)
			}
		}
		return out
	}
	return nil
}

// reachOf is how many schemas lie between n and the last one below it, and measures all of them.
func (m *measure) reachOf(n *model.Node) int {
	if depth, known := m.reach[n]; known {
		return depth
	}
	m.reach[n] = 0
	m.worst = max(m.worst, m.unfoldedOf(n))
	below := n.Children()
	if n.Kind == model.Reference && n.Target != nil {
		below = append(below, n.Target)
	}
	depth := 0
	for _, child := range below {
		depth = max(depth, 1+m.reachOf(child))
	}
	m.reach[n] = depth
	return depth
}
