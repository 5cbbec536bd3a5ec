package avro

import (
	"github.com/concord-registry/concord/schema/avro"
)

// Whether a reader's type reads all data of a writer's is the largest relation that agrees with the rules of schema
// resolution: every pair is taken to be readable, those that a rule refutes are not, and what depends on them is asked
// again until nothing changes. Every pair and every dependency is looked at a fixed number of times.

// truth holds the pairs that were asked for and what they depend on.
type truth struct {
	claims map[pair]*claim
	// spare are claims to be used next, allocated together.
	spare    []claim
	uses     []use
	branches map[*avro.Node]*branchIndex
	todo     []*claim
	// refutations counts the claims that were refuted.
	refutations int
	effort      effort
}

// claim says that a pair is readable. It is refuted when more of its parts are than may be: any for a record, the last
// one for a reader's union.
type claim struct {
	pair
	refuted bool
	// rank says in which order claims were refuted; the parts that refuted one have smaller ranks.
	rank int
	// spare counts how many more parts may be refuted.
	spare int
	// users is the place in uses, counted from 1, of the last claim of which this one is a part; 0 where there is none.
	users int
	// met says where the survey has the pair, counted from 1, without and with a union that chose the reader's type.
	met [2]int
}

// use says that user has some claim as a part; next is the place of the claim's next use, counted from 1, 0 after the last.
type use struct {
	user *claim
	next int
}

func newTruth() *truth {
	return &truth{claims: map[pair]*claim{}}
}

// reads reports whether the pair is readable.
func (t *truth) reads(p pair) bool {
	if p.simple() {
		return p.holds()
	}
	c := t.claim(p)
	for len(t.todo) > 0 {
		next := t.todo[len(t.todo)-1]
		t.todo = t.todo[:len(t.todo)-1]
		t.expand(next)
	}
	return !c.refuted
}

// rank says in which order pairs that are not readable were found to be that.
func (t *truth) rank(p pair) int {
	if p.simple() {
		return 0
	}
	return t.claims[p].rank
}

func (t *truth) claim(p pair) *claim {
	c, known := t.claims[p]
	if !known {
		t.effort.spend(pairSteps)
		if len(t.spare) == 0 {
			t.spare = make([]claim, max(4, min(len(t.claims), 64)))
		}
		c, t.spare = &t.spare[0], t.spare[1:]
		c.pair = p
		t.claims[p] = c
		t.todo = append(t.todo, c)
	}
	return c
}

func (t *truth) expand(c *claim) {
	switch p := c.pair; {
	case p.writer.Kind == avro.Union:
		for _, branch := range p.writer.Branches {
			t.need(c, pair{p.reader, branch})
		}
	case p.reader.Kind == avro.Union:
		candidates := t.candidates(p)
		if c.spare = len(candidates) - 1; c.spare < 0 {
			t.refute(c)
		}
		for _, branch := range candidates {
			t.need(c, pair{branch, p.writer})
		}
	case p.reader.Kind != p.writer.Kind:
		t.refute(c)
	case p.reader.Kind == avro.Array, p.reader.Kind == avro.Map:
		t.need(c, pair{p.reader.Items, p.writer.Items})
	case p.reader.Kind.Named():
		t.expandNamed(c)
	}
}

func (t *truth) expandNamed(c *claim) {
	p := c.pair
	t.effort.weigh(p)
	if len(localType(p, nowhere)) > 0 {
		t.refute(c)
		return
	}
	for i, f := range p.reader.Fields {
		source, _, two := sourceOf(p, i)
		switch {
		case two, source == nil && f.Default == nil:
			t.refute(c)
			return
		case source != nil && !alike(f.Type, source.Type):
			t.need(c, pair{f.Type, source.Type})
		}
	}
}

// need makes the claim for p a part of c.
func (t *truth) need(c *claim, p pair) {
	if p.simple() {
		if !p.holds() {
			t.lose(c)
		}
		return
	}
	part := t.claim(p)
	if part.refuted {
		t.lose(c)
		return
	}
	t.uses = append(t.uses, use{c, part.users})
	part.users = len(t.uses)
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
		for at := next.users; at > 0; at = t.uses[at-1].next {
			user := t.uses[at-1].user
			if user.spare--; user.spare < 0 {
				todo = append(todo, user)
			}
		}
	}
}

// branch is the branch of the reader's union that a decoder takes for the writer's type, and whether it reads that. It is
// nil when there is none, or none of several reads it.
func (t *truth) branch(p pair) (branch *avro.Node, reads bool) {
	candidates := t.candidates(p)
	for _, candidate := range candidates {
		if t.reads(pair{candidate, p.writer}) {
			return candidate, true
		}
	}
	if len(candidates) == 1 {
		return candidates[0], false
	}
	return nil, false
}
