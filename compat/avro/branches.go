package avro

import (
	"slices"

	"github.com/concord-registry/concord/schema/avro"
)

// fewBranches is how many branches of a union are tried one by one.
const fewBranches = 8

// candidates are the branches of the reader's union that a decoder tries for the writer's type: the first one that has its
// full name, or an alias for that, and no other; without such a one all that may read it, in the order of the union.
func (t *truth) candidates(p pair) []*avro.Node {
	branches := p.reader.Branches
	if len(branches) > fewBranches {
		branches = t.index(p.reader).narrow(p.writer)
	}
	var list []*avro.Node
	for i, branch := range branches {
		switch {
		case branch.Kind == p.writer.Kind && (!branch.Kind.Named() || fullyNamed(branch, p.writer)):
			return branches[i : i+1]
		case branch.Kind.Named() && p.writer.Kind.Named() && sameName(branch, p.writer), promotes(p.writer.Kind, branch.Kind):
			list = append(list, branch)
		}
	}
	return list
}

// branchIndex finds the branches of a large union that may be candidates, without trying all of them.
type branchIndex struct {
	// simple and alias find named branches by unqualified name and by alias; others have no names.
	simple map[string][]int
	alias  map[avro.Name][]int
	others []*avro.Node
	nodes  []*avro.Node
}

func (t *truth) index(union *avro.Node) *branchIndex {
	x := t.branches[union]
	if x == nil {
		x = newBranchIndex(union)
		if t.branches == nil {
			t.branches = map[*avro.Node]*branchIndex{}
		}
		t.branches[union] = x
	}
	return x
}

func newBranchIndex(union *avro.Node) *branchIndex {
	x := &branchIndex{simple: map[string][]int{}, alias: map[avro.Name][]int{}, nodes: union.Branches}
	for i, branch := range union.Branches {
		if !branch.Kind.Named() {
			x.others = append(x.others, branch)
			continue
		}
		x.simple[branch.Name.Simple] = append(x.simple[branch.Name.Simple], i)
		for _, alias := range branch.Aliases {
			x.alias[alias] = append(x.alias[alias], i)
		}
	}
	return x
}

// narrow leaves out branches that cannot read writer, and keeps the order of the others.
func (x *branchIndex) narrow(writer *avro.Node) []*avro.Node {
	if !writer.Kind.Named() {
		return x.others
	}
	at := slices.Concat(x.simple[writer.Name.Simple], x.alias[writer.Name])
	slices.Sort(at)
	var nodes []*avro.Node
	for _, i := range slices.Compact(at) {
		nodes = append(nodes, x.nodes[i])
	}
	return nodes
}
