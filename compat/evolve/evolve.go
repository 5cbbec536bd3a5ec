// Package evolve looks for a way from one schema to another in steps that a compatibility level accepts: a field that
// first comes with a default, a symbol after a default symbol, a name after its alias. It knows the commonest moves of
// the three formats and makes up nothing else; every step of a plan was checked by package compat.
//
// The package does no I/O and keeps no state.
package evolve

import (
	"fmt"
	"slices"
	"strings"

	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/formats"
)

// Step is one version to register.
type Step struct {
	// Text is the schema; for the wanted one, as it was given.
	Text string
	// Do says what the step changes.
	Do string
}

// Plan is a way, or the reason why there is none.
type Plan struct {
	// Steps lead from the old schema to the wanted one, which is the last; empty when no way was found. Each is
	// compatible with all versions before that the level asks for.
	Steps []Step
	// Reasons are the findings that stand against the wanted schema as it is; empty when one step is enough.
	Reasons []rule.Finding
	// Instead leads to a schema near to the wanted one, where no way leads to that one; empty when there is none either.
	Instead []Step
}

// Request says from where to where, and under what promise.
type Request struct {
	Level word.Level
	Judge word.Judge
	// Old and New are closed; steps between refer to what New refers to.
	Old, New schema.Source
}

// maxBetween is how many steps a plan has between the old and the wanted schema.
const maxBetween = 3

// Find looks for the shortest plan. The error is that of reading Old or New, or of a failed check.
func Find(r Request) (Plan, error) {
	old, err := formats.Parse(r.Old, schema.Options{})
	if err != nil {
		return Plan{}, err
	}
	new, err := formats.Parse(r.New, schema.Options{Strict: true})
	if err != nil {
		return Plan{}, err
	}
	if err := compat.CanJudge(r.Judge, new.Type()); err != nil {
		return Plan{}, err
	}
	findings, err := compat.Check(r.Judge, r.Level, []compat.Version{{Schema: old}}, new)
	if err != nil {
		return Plan{}, err
	}
	var plan Plan
	for _, f := range findings {
		if compat.Refuses(r.Judge, word.Strict, f) {
			plan.Reasons = append(plan.Reasons, f)
		}
	}
	wanted := candidate{Step: Step{r.New.Text, "the wanted schema"}, parsed: new}
	if len(plan.Reasons) == 0 {
		plan.Steps = []Step{wanted.Step}
		return plan, nil
	}
	if old.Type() != new.Type() {
		return plan, nil
	}
	s := search{request: r, nodes: []candidate{{parsed: old}}, accepted: map[edge]bool{}}
	s.nodes = append(s.nodes, readable(r.New, moves(old, new))...)
	s.nodes = append(s.nodes, wanted)
	plan.Steps, err = s.shortest(len(s.nodes) - 1)
	for i := 1; err == nil && len(plan.Steps) == 0 && len(plan.Instead) == 0 && i < len(s.nodes)-1; i++ {
		if s.nodes[i].target {
			plan.Instead, err = s.shortest(i)
		}
	}
	return plan, err
}

// candidate is a schema that a plan may lead through.
type candidate struct {
	Step
	parsed schema.Parsed
	// target is set when the schema could stand in for the wanted one.
	target bool
	// last is set when nothing may follow, although the level would allow it.
	last bool
}

// shownNames is how many names a sentence holds.
const shownNames = 8

// sentence says what a step does to what.
func sentence(do string, what []string) string {
	if more := len(what) - shownNames; more > 0 {
		what = append(what[:shownNames:shownNames], fmt.Sprintf("and %d more", more))
	}
	return do + ": " + strings.Join(what, ", ")
}

// moves are the candidates between two schemas of one format, unread.
func moves(old, new schema.Parsed) []candidate {
	switch new.Type() {
	case schema.Avro:
		return avroMoves(old.Canonical(), new.Canonical())
	case schema.JSON:
		return jsonMoves(old.Canonical(), new.Canonical())
	}
	return protobufMoves(old.Canonical(), new.Canonical())
}

// readable are the candidates that are schemas, over what like refers to.
func readable(like schema.Source, list []candidate) (read []candidate) {
	for _, c := range list {
		source := like
		source.Text, source.File = c.Text, ""
		parsed, err := formats.Parse(source, schema.Options{Strict: true})
		if err != nil {
			continue
		}
		c.parsed = parsed
		read = append(read, c)
	}
	return read
}

// search walks from node to node; the first is the old schema.
type search struct {
	request Request
	nodes   []candidate
	// accepted remembers which steps the level accepts.
	accepted map[edge]bool
}

// edge is a step between two nodes, by index.
type edge struct{ old, new int }

// shortest is the shortest way to a node, nil for none.
func (s *search) shortest(target int) ([]Step, error) {
	for between := range maxBetween + 1 {
		path, err := s.extend([]int{0}, target, between)
		if err != nil || path == nil {
			if err != nil {
				return nil, err
			}
			continue
		}
		var steps []Step
		for _, i := range path[1:] {
			steps = append(steps, s.nodes[i].Step)
		}
		return steps, nil
	}
	return nil, nil
}

// extend continues a path by exactly `between` nodes and the target.
func (s *search) extend(path []int, target, between int) ([]int, error) {
	if between == 0 {
		ok, err := s.accepts(path, target)
		if !ok || err != nil {
			return nil, err
		}
		return append(path, target), nil
	}
	for i := 1; i < len(s.nodes)-1; i++ {
		if i == target || s.nodes[i].last || slices.Contains(path, i) {
			continue
		}
		ok, err := s.accepts(path, i)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		if longer, err := s.extend(append(path[:len(path):len(path)], i), target, between-1); longer != nil || err != nil {
			return longer, err
		}
	}
	return nil, nil
}

// accepts reports whether the level accepts a node after those of a path.
func (s *search) accepts(path []int, next int) (bool, error) {
	if !s.request.Level.Transitive() {
		path = path[len(path)-1:]
	}
	for _, old := range path {
		ok, err := s.acceptsStep(edge{old, next})
		if !ok || err != nil {
			return false, err
		}
	}
	return true, nil
}

func (s *search) acceptsStep(e edge) (bool, error) {
	if ok, known := s.accepted[e]; known {
		return ok, nil
	}
	findings, err := compat.Check(s.request.Judge, s.request.Level, []compat.Version{{Schema: s.nodes[e.old].parsed}}, s.nodes[e.new].parsed)
	if err != nil {
		return false, fmt.Errorf("check a step: %w", err)
	}
	s.accepted[e] = compat.Compatible(s.request.Judge, word.Strict, findings)
	return s.accepted[e], nil
}
