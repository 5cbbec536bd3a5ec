package avro

import (
	"github.com/concord-registry/concord/schema/avro"
)

// Whether a reader's type reads all data of a writer's is the largest relation that agrees with the rules of schema
// resolution: every pair is taken to be readable, those that a rule refutes are not, and what depends on them is asked
// again until nothing changes. Every pair and every dependency is looked at a fixed number of times.

// truth holds the pairs that were asked for and what they depend on.
type truth struct {
	claims   map[pair]*claim
	branches map[*avro.Node]*branchIndex
	todo     []pair
	// refutations counts the claims that were refuted.
	refutations int
	effort      effort
}

// claim says that a pair is readable. It is refuted when more of its parts are than may be: any for a record, the last
// one for a reader's union.
type claim struct {
	refuted bool
	// rank says in which order claims were refuted; the parts that refuted one have smaller ranks.
	rank int
	// spare counts how many more parts may be refuted.
	spare int
	// users are the claims of which this one is a part.
	users []*claim
}

func newTruth() *truth {
	return &truth{claims: map[pair]*claim{}, branches: map[*avro.Node]*branchIndex{}}
}

// reads reports whether the pair is readable.
func (t *truth) reads(p pair) bool {
	c := t.claim(p)
	for len(t.todo) > 0 {
		next := t.todo[len(t.todo)-1]
		t.todo = t.todo[:len(t.todo)-1]
		t.expand(next, t.claims[next])
	}
	return !c.refuted
}

func (t *truth) claim(p pair) *claim {
	c, known := t.claims[p]
	if !known {
		t.effort.spend(pairSteps)
		c = &claim{}
		t.claims[p] = c
		t.todo = append(t.todo, p)
	}
	return c
}

func (t *truth) expand(p pair, c *claim) {
	switch {
	case p.writer.Kind == avro.Union:
		for _, branch := range p.writer.Branches {
			t.need(c, pair{p.reader, branch})
		}
	case p.reader.Kind == avro.Union:
		candidates := t.index(p.reader).candidates(p.writer)
		if c.spare = len(candidates) - 1; c.spare < 0 {
			t.refute(c)
		}
		for _, branch := range candidates {
			t.need(c, pair{branch, p.writer})
		}
	case p.reader.Kind != p.writer.Kind:
		if !promotes(p.writer.Kind, p.reader.Kind) {
			t.refute(c)
		}
	case p.reader.Kind == avro.Array, p.reader.Kind == avro.Map:
		t.need(c, pair{p.reader.Items, p.writer.Items})
	case p.reader.Kind.Named():
		t.expandNamed(p, c)
	}
}

func (t *truth) expandNamed(p pair, c *claim) {
	t.effort.weigh(p)
	if len(local(p, nil)) > 0 {
		t.refute(c)
		return
	}
	for _, f := range p.reader.Fields {
		if source, _, _ := sourceOf(f, p.writer); source != nil && !alike(f.Type, source.Type) {
			t.need(c, pair{f.Type, source.Type})
		}
	}
}

// need makes the claim for p a part of c.
func (t *truth) need(c *claim, p pair) {
	part := t.claim(p)
	if part.refuted {
		t.lose(c)
		return
	}
	part.users = append(part.users, c)
}

// lose takes one part from c.
func (t *truth) lose(c *claim) {
	if c.spare--; c.spare < 0 {
		t.refute(c)
	}
}

// refute takes c from all that it is a part of.
func (t *truth) refute(c *claim) {
	for todo := []*claim{c}; len(todo) > 0; {
		next := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if next.refuted {
			continue
		}
		next.refuted = true
		t.refutations++
		next.rank = t.refutations
		for _, user := range next.users {
			if user.spare--; user.spare < 0 {
				todo = append(todo, user)
			}
		}
	}
}

func (t *truth) index(union *avro.Node) *branchIndex {
	x := t.branches[union]
	if x == nil {
		x = newBranchIndex(union)
		t.branches[union] = x
	}
	return x
}

// branch is the branch of a reader's union that a decoder takes for the writer's type, and whether it reads that. It is
// nil when there is none, or none of several reads it.
func (t *truth) branch(union, writer *avro.Node) (branch *avro.Node, reads bool) {
	candidates := t.index(union).candidates(writer)
	for _, candidate := range candidates {
		if t.reads(pair{candidate, writer}) {
			return candidate, true
		}
	}
	if len(candidates) == 1 {
		return candidates[0], false
	}
	return nil, false
}
