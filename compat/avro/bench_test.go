package avro_test

import (
	"fmt"
	"testing"

	"github.com/concord-registry/concord/compat/avro"
	"github.com/concord-registry/concord/compat/rule"
)

// BenchmarkCheck compares two records of 100 fields that differ in the last one.
func BenchmarkCheck(b *testing.B) {
	text := func(last string) string {
		return record("R", list(99, func(i int) string {
			return fmt.Sprintf(`{"name":"f%d","type":["null","string"],"default":null}`, i)
		})+`,{"name":"last","type":`+last+`}`)
	}
	old, new := parse(b, text(`"int"`)), parse(b, text(`"string"`))
	b.ReportAllocs()
	for b.Loop() {
		if findings := avro.Check(rule.Backward, old, new); len(findings) != 1 {
			b.Fatalf("%d findings, want 1", len(findings))
		}
	}
}
