// Package jsonschema compares JSON Schema schemas in two ways at once.
//
// The first is that of the reference registry: a comparison of structure, keyword by keyword, whose differences are
// reported in its words, types and paths. The second is containment: whether every value that the writer's schema allows is
// allowed by the reader's. It is decided by looking for a value of which that is not true. Where there is none, it is
// proved; one that an independent validator confirms is the witness; where neither is found within a number of steps, the
// answer is no, and says that it was not proved. Each finding carries both answers, so that one report serves whoever wants
// the reference's verdict and whoever wants the truth.
//
// What differs is found by packages reference and proof; search looks for values, evaluate holds them against schemas. This
// package joins their answers. The rules of one construct stand in one file, each with its words and its fix, and rules.go
// lists them.
package jsonschema

import (
	"strconv"

	"github.com/concord-registry/concord/compat/jsonschema/reference"
	"github.com/concord-registry/concord/compat/jsonschema/search"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/jsonschema"
)

// Check lists what differs between old and new in one direction, by place and then by code. Findings that break nothing
// are refused by the reference only; findings without Reference are seen by containment only.
func Check(dir rule.Direction, old, new *jsonschema.Schema) []rule.Finding {
	if old.Equal(new) {
		return nil
	}
	reader, writer := rule.Roles(dir, old, new)
	w, err := writer.Model()
	if err != nil {
		return []rule.Finding{ended(dir, err.Error())}
	}
	r, err := reader.Model()
	if err != nil {
		return []rule.Finding{ended(dir, err.Error())}
	}
	differences, complete := reference.Compare(w, r)
	if !complete {
		return []rule.Finding{ended(dir, "it takes more than "+strconv.Itoa(reference.MaxSteps)+" steps")}
	}
	a := &assembly{edits: edits{dir, fileOf(new)}, differences: differences}
	f, j := search.New(), &judge{writer: writer, reader: reader}
	whole := a.prove(f, j, w, r)
	findings := a.findings()
	rule.Optional(func() { j.addWitnesses(findings, a.obstacles, f, w, whole) })
	return a.conclude(findings, w, r)
}

// fileOf is what positions call the text of a schema.
func fileOf(s *jsonschema.Schema) string {
	if root, err := s.Model(); err == nil {
		return root.Source.At.File
	}
	return ""
}
