// Package avro compares Avro schemas: it says what the reader of one cannot read of the data of the other.
//
// A check has two halves. The reference half (reference.go) repeats what the reference registry reports, with its paths,
// its repetitions and its mistakes. The other half (truth.go, survey.go) asks what data really breaks, and adds what the
// reference does not see. Both compare a reader's type with a writer's; which of the schemas is which is the direction's
// affair.
package avro

import (
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/avro"
)

// Check lists what stands against reading the data of one schema with the other: first what the reference registry
// reports, in its order, then what it does not. The list is the same for the same input, and bounded: where types are
// shared the reference repeats differences, and repetitions beyond a thousand are cut.
func Check(dir rule.Direction, old, new *avro.Schema) (findings []rule.Finding) {
	reader, writer := rule.Roles(dir, old.Root, new.Root)
	defer func() {
		if r := recover(); r != nil {
			if _, known := r.(tooComplex); !known {
				panic(r)
			}
			d := difference{code: TooComplex, pair: pair{reader, writer}, at: start(reader, writer)}
			findings = []rule.Finding{d.finding(dir, &rule.Difference{})}
		}
	}()
	return compare(dir, pair{reader, writer}, old.Canonical() == new.Canonical())
}

// compare runs both halves. Between equal texts nothing is resolved when data is read, so nothing can break.
func compare(dir rule.Direction, roots pair, equal bool) []rule.Finding {
	at := start(roots.reader, roots.writer)
	x := newReference()
	result := x.compare(roots, at)
	var list []difference
	var findings []rule.Finding
	reported := map[key]bool{}
	if x.failed != nil {
		reported[x.failed.key()] = true
		list = append(list, *x.failed)
		findings = append(findings, x.failed.finding(dir, &rule.Difference{}))
	} else {
		reported = x.keys(result)
		list = result.differences()
		for _, d := range list {
			findings = append(findings, d.finding(dir, d.reference()))
		}
	}
	if equal {
		return findings
	}
	s := newSurvey(reported)
	for _, d := range s.run(roots, at) {
		list = append(list, d)
		findings = append(findings, d.finding(dir, nil))
	}
	rule.Optional(func() { newWitnesses(s, x.stands).give(list, findings) })
	return findings
}
