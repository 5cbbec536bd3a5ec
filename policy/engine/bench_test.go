package engine_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/policy/engine"
	"github.com/concord-registry/concord/policy/set"
	"github.com/concord-registry/concord/schema"
)

// manyRules is a set of n rules as councils write them, by facets where there is one: seven of ten are about one term,
// two about one domain, one about a change; every fiftieth is about every schema, and the first of them reads every name.
func manyRules(tb testing.TB, n int) *engine.Program {
	tb.Helper()
	type body struct{ match, condition string }
	term := body{`{terms: ["term%d"]}`, `some i in input.schema.facets.by_term.term%d; f := input.schema.fields[i]; f.type.canonical != "uuid"`}
	domain := body{`{domains: ["domain%d"]}`, `some i in input.schema.facets.by_type.decimal; f := input.schema.fields[i]; f.name == "amount%d"`}
	change := body{`{changes: ["AvroFieldMissingDefault"]}`, `some i in input.schema.facets.new; f := input.schema.fields[i]; f.snake == "name_%d"`}
	bodies := []body{term, term, term, domain, term, term, domain, term, term, change}
	files := set.Files{"policy.yaml": []byte(policyYAML)}
	for i := range n {
		b := bodies[i%len(bodies)]
		if i%50 == 0 {
			b = body{"all", `some i in input.schema.facets.undocumented; f := input.schema.fields[i]; not f.deprecated`}
		}
		if i == 0 {
			b.condition = `some f in input.schema.fields; regex.match("^x_%d[A-Z]", f.name)`
		}
		n := strings.NewReplacer("%d", strconv.Itoa(i))
		files[fmt.Sprintf("rules/r%d/rule.rego", i)] = fmt.Appendf(nil, `# METADATA
# title: rule %[1]d
# organizations: [council]
# custom: {id: R%[1]d, severity: low, match: %[2]s}
package policy.council.r%[1]d
import rego.v2
violation contains v if {
	%[3]s
	v := {"path": f.path, "message": $"{f.name} breaks rule %[1]d"}
}
`, i, n.Replace(b.match), n.Replace(b.condition))
		files[fmt.Sprintf("terms/term%d.yaml", i)] = fmt.Appendf(nil,
			"{id: term%[1]d, title: T, definition: d, owner: council, types: [uuid], names: {default: the_term_%[1]d}, aliases: ['^alias_?%[1]d$']}", i)
	}
	program, err := engine.Load("bench", files)
	if err != nil {
		tb.Fatal(err)
	}
	return program
}

// fiftyFields is a schema that five of the rules about terms apply to.
func fiftyFields() *schema.Document {
	fields := make([]schema.Field, 50)
	types := []string{"string", "int64", "decimal", "timestamp", "bool"}
	for i := range fields {
		fields[i] = field(fmt.Sprintf("field_number_%d", i), types[i%5], "long")
		if i%10 == 0 {
			fields[i].Terms = []string{fmt.Sprintf("term%d", i+1)}
			fields[i].Type = schema.FieldType{Canonical: "uuid", Native: "string{logicalType:uuid}"}
		}
		if i%7 == 0 {
			fields[i].Tags = []string{"pii"}
		}
	}
	return document(fields...)
}

// BenchmarkEvaluate200Rules50Fields decides on one schema again and again, as audits and new versions do, and on schemas
// whose fields were never seen.
func BenchmarkEvaluate200Rules50Fields(b *testing.B) {
	e := starting(manyRules(b, 200))
	unseen := make([]policy.Request, 400) // more fields than are remembered
	for i := range unseen {
		unseen[i] = request(schema.Avro, fiftyFields())
		for j := range unseen[i].Schema.Fields {
			unseen[i].Schema.Fields[j].Path += fmt.Sprint(".", i)
		}
	}
	for _, load := range []struct {
		name     string
		requests []policy.Request
	}{{"seen", unseen[:1]}, {"unseen", unseen}} {
		b.Run(load.name, func(b *testing.B) {
			d := e.Evaluate(context.Background(), load.requests[0])
			if d.Rules.Loaded != 200 || d.Rules.Applicable != 9 || len(d.Rules.Failed) > 0 {
				b.Fatalf("not the load that was meant: %+v", d.Rules)
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				e.Evaluate(context.Background(), load.requests[i%len(load.requests)])
			}
		})
	}
}

func BenchmarkLoad200Rules(b *testing.B) {
	for b.Loop() {
		manyRules(b, 200)
	}
}
