package jsonschema_test

import (
	"fmt"
	"strings"
	"testing"

	checker "github.com/concord-registry/concord/compat/jsonschema"
	"github.com/concord-registry/concord/compat/jsonschema/schematest"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/jsonschema"
)

// BenchmarkCheck compares golden pairs, of which most break something: proof, places and witnesses.
func BenchmarkCheck(b *testing.B) {
	cases := golden(b)[:100]
	type pair struct{ old, new *jsonschema.Schema }
	var pairs []pair
	for _, c := range cases {
		pairs = append(pairs, pair{schematest.Parse(b, c.Old), schematest.Parse(b, c.New)})
	}
	i := 0
	for b.Loop() {
		p := pairs[i%len(pairs)]
		checker.Check(rule.Backward, p.old, p.new)
		i++
	}
}

// BenchmarkTransitive compares a contract of 100 fields with a thousand earlier versions of it.
func BenchmarkTransitive(b *testing.B) {
	versions := make([]*jsonschema.Schema, 1000)
	for i := range versions {
		versions[i] = schematest.Parse(b, order(i))
	}
	latest := schematest.Parse(b, order(1000))
	b.ReportAllocs()
	for b.Loop() {
		for _, old := range versions {
			if findings := checker.Check(rule.Backward, old, latest); breaks(findings) {
				b.Fatalf("%s", findings[0].Message)
			}
		}
	}
}

// BenchmarkProperties compares objects of more and more properties, of which one differs at the end.
func BenchmarkProperties(b *testing.B) {
	for _, n := range []int{100, 1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			old, new := schematest.Parse(b, wide(n, "string")), schematest.Parse(b, wide(n, "integer"))
			for b.Loop() {
				if !breaks(checker.Check(rule.Backward, old, new)) {
					b.Fatal("nothing breaks")
				}
			}
		})
	}
}

// order is a version of a closed contract: the keywords that people use, a limit that each version widens, and a property
// that versions had under another name, which a pattern still allows.
func order(version int) string {
	types := []string{fmt.Sprintf(`{"type":"string","maxLength":%d}`, 80+version), `{"type":["null","string"]}`,
		`{"type":"string","format":"date-time"}`,
		`{"type":"array","items":{"type":"string"}}`, `{"type":"number","minimum":0}`, `{"$ref":"#/definitions/address"}`, `{"enum":["new","paid","sent"]}`}
	var fields strings.Builder
	for i := range 99 {
		fmt.Fprintf(&fields, `"field_%d":%s,`, i, types[min(i, 1+i%6)])
	}
	return `{"type":"object","properties":{` + fields.String() + fmt.Sprintf(`"added_%d":{"type":"string"}`, version) + `},"required":["field_0"],
		"patternProperties":{"^added_":{"type":"string"}},"additionalProperties":false,
		"definitions":{"address":{"type":"object",
			"properties":{"city":{"type":"string"},"zip":{"type":"string","pattern":"^[0-9]{5}$"}},"required":["city"]}}}`
}

func wide(n int, last string) string {
	return `{"type":"object","properties":{` + list(n, func(i int) string { return fmt.Sprintf(`"field_%d":{"type":"string"}`, i) }) +
		`,"last":{"type":"` + last + `"}},"additionalProperties":false}`
}
