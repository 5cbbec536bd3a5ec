package avro

import (
	"slices"

	"github.com/concord-registry/concord/schema/avro"
)

// branchIndex finds the branches of a reader's union that may read a writer's type, without trying all of them.
type branchIndex struct {
	// simple and alias find named branches by unqualified name and by alias; kind finds the others.
	simple map[string][]int
	alias  map[avro.Name][]int
	kind   map[avro.Kind]int
	nodes  []*avro.Node
}

func newBranchIndex(union *avro.Node) *branchIndex {
	x := &branchIndex{map[string][]int{}, map[avro.Name][]int{}, map[avro.Kind]int{}, union.Branches}
	for i, branch := range union.Branches {
		if !branch.Kind.Named() {
			x.kind[branch.Kind] = i
			continue
		}
		x.simple[branch.Name.Simple] = append(x.simple[branch.Name.Simple], i)
		for _, alias := range branch.Aliases {
			x.alias[alias] = append(x.alias[alias], i)
		}
	}
	return x
}

// candidates are the branches that a decoder tries for writer: the first one that has its full name, or an alias for that,
// and no other; without such a one all that may read it, in the order of the union.
func (x *branchIndex) candidates(writer *avro.Node) []*avro.Node {
	var at []int
	if writer.Kind.Named() {
		at = slices.Concat(x.simple[writer.Name.Simple], x.alias[writer.Name])
	} else {
		for kind, i := range x.kind {
			if kind == writer.Kind || promotes(writer.Kind, kind) {
				at = append(at, i)
			}
		}
	}
	slices.Sort(at)
	nodes := make([]*avro.Node, 0, len(at))
	for _, i := range slices.Compact(at) {
		branch := x.nodes[i]
		if branch.Kind == writer.Kind && (!branch.Kind.Named() || fullyNamed(branch, writer)) {
			return []*avro.Node{branch}
		}
		nodes = append(nodes, branch)
	}
	return nodes
}

// fullyNamed reports whether writer has the full name or an alias of reader.
func fullyNamed(reader, writer *avro.Node) bool {
	return reader.Name == writer.Name || slices.Contains(reader.Aliases, writer.Name)
}
