// Package avro compares Avro schemas: it says what the reader of one cannot read of the data of the other.
//
// A check has two halves. The reference half (reference.go) repeats what the reference registry reports, with its paths,
// its repetitions and its mistakes. The other half (truth.go, survey.go) asks what data really breaks, and adds what the
// reference does not see. Both compare a reader's type with a writer's; which of the schemas is which is the direction's
// affair.
//
// A rule stands in the file of its construct (enum.go, union.go, field.go …): its row of the table, the check that finds it,
// the words for it, its fixes, and the samples that witnesses of it are made of. The other files are algorithms over all
// constructs.
package avro

import (
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/avro"
)

// Check lists what stands against reading the data of one schema with the other: first what the reference registry
// reports, in its order, then what it does not. The list is the same for the same input, and bounded: where types are
// shared the reference repeats differences, and repetitions beyond a thousand are cut.
func Check(dir rule.Direction, old, new *avro.Schema) (findings []rule.Finding) {
	reader, writer := rule.Roles(dir, old, new)
	roots := pair{reader.Root, writer.Root}
	defer func() {
		if r := recover(); r != nil {
			if _, known := r.(tooComplex); !known {
				panic(r)
			}
			findings = []rule.Finding{tooComplexFinding(dir, roots)}
		}
	}()
	c := comparison{dir: dir, roots: roots, at: start(roots), truth: newTruth()}
	// Between equal schemas nothing is resolved when data is read, so nothing can break.
	same := old.Same(new)
	if reader.FieldAliases() || !same && !c.truth.reads(roots) {
		c.reference()
	}
	if !same {
		c.survey()
	}
	return c.findings
}

// comparison is one check. list holds the differences that the findings stand for, one by one.
type comparison struct {
	dir      rule.Direction
	roots    pair
	at       *trail
	truth    *truth
	list     []difference
	findings []rule.Finding
	// reported are the keys of what the reference reports, stands the pairs that it takes for missing fields.
	reported map[key]bool
	stands   map[key]pair
}

// reference adds what the reference registry reports. Where data can be read that is nothing, unless aliases of fields make
// it give up.
func (c *comparison) reference() {
	x := newReference()
	result := x.compare(c.roots, c.at)
	c.stands = x.stands
	if x.failed != nil {
		c.reported = map[key]bool{x.failed.key(): true}
		c.add(*x.failed, &rule.Difference{})
		return
	}
	c.reported = x.keys(result)
	for _, d := range result.differences() {
		c.add(d, d.reference())
	}
}

// survey adds what really breaks or changes beyond that, and gives witnesses to all that breaks.
func (c *comparison) survey() {
	s := newSurvey(c.truth, c.reported)
	for _, d := range s.run(c.roots, c.at) {
		c.add(d, nil)
	}
	rule.Optional(func() { newWitnesses(s, c.stands).give(c.list, c.findings) })
}

func (c *comparison) add(d difference, reference *rule.Difference) {
	c.list = append(c.list, d)
	c.findings = append(c.findings, d.finding(c.dir, reference))
}
