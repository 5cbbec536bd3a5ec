package avro

import (
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/avro"
)

// UnionBranchMissing is the code of types that no branch of a union reads.
const UnionBranchMissing rule.Code = "AvroUnionBranchMissing"

var unionBranchMissing = row{
	Rule: rule.Rule{
		Code:        UnionBranchMissing,
		Title:       "A type is written that no branch of the reader's union reads",
		Why:         "The reader looks for a branch that takes the written type and finds none; the datum cannot be read.",
		Breaks:      rule.Wire,
		Differences: []string{"MISSING_UNION_BRANCH"},
		Old:         `["null","string"]`,
		New:         `["null","int"]`,
	},
	refer: func(d *difference) (kind, info string) {
		return "MISSING_UNION_BRANCH", "reader union lacking writer type: " + upper(d.writer)
	},
	message: func(d *difference, s sides) string {
		return s.writer + " writes " + s.written + ", and no branch of " + s.read + " in " + s.reader + " reads it" + d.closest(s)
	},
	fixReader: func(d *difference) rule.Fix {
		return rule.Fix{Text: "keep the branch " + say(d.writer) + " in the union"}
	},
	fixWriter: func(d *difference) rule.Fix {
		return rule.Fix{Text: "do not write " + say(d.writer) + " here: readers of the old schema have no branch for it"}
	},
}

// closest says what stands against the branch that has the name of the written type, if there is one.
func (d *difference) closest(s sides) string {
	for _, branch := range d.reader.Branches {
		if !branch.Kind.Named() || branch.Kind != d.writer.Kind || !sameName(branch, d.writer) {
			continue
		}
		if against := local(pair{branch, d.writer}, d.at); len(against) > 0 {
			return "; the branch " + branch.Name.Full() + " comes closest, but " + against[0].message(against[0].sides(s.dir))
		}
	}
	return ""
}

// union goes on with the branch that a decoder takes for the writer's type. When that does not read it, and the reference
// does not say so, what stands against it is found inside.
func (s *survey) union(v visit) {
	missing := difference{rule: &unionBranchMissing, pair: v.pair}
	branch, reads := s.truth.branch(v.pair)
	switch {
	case branch == nil:
		s.report(missing)
	case reads || !s.reported[missing.key()]:
		s.visit(visit{pair: pair{branch, v.writer}, union: true})
	}
}

// union takes the first branch that is readable and has a value, else the first that has one. Records come last, or first.
func (s *sampler) union(p pair) *datum {
	plain, maker := true, s
	if s.measure == nested {
		plain, maker = false, s.inner()
		defer func() { s.parts = maker.parts }()
	}
	for _, demand := range []struct{ readable, plain bool }{{true, plain}, {true, !plain}, {false, plain}, {false, !plain}} {
		for i := range p.writer.Branches {
			if s.measure != small {
				i = len(p.writer.Branches) - 1 - i
			}
			branch := pair{p.reader, p.writer.Branches[i]}
			if demand.plain == (branch.writer.Kind == avro.Record) || demand.readable && p.reader != nil && !s.truth.reads(branch) {
				continue
			}
			if value := maker.sample(branch); value != nil {
				return &datum{node: p.writer, number: int64(i), parts: []*datum{value}}
			}
		}
	}
	return nil
}
