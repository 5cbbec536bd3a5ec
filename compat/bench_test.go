package compat_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/avro"
)

// BenchmarkTransitive compares a record of 100 fields with a thousand earlier versions of it.
func BenchmarkTransitive(b *testing.B) {
	versions := make([]compat.Version, 1000)
	for i := range versions {
		versions[i] = compat.Version{Number: i + 1, Schema: parse(b, order(i))}
	}
	latest := parse(b, order(1000))
	b.ReportAllocs()
	for b.Loop() {
		findings, err := compat.Check(word.Confluent, word.BackwardTransitive, versions, latest)
		if err != nil || len(findings) > 0 {
			b.Fatalf("%d findings, error %v; want none", len(findings), err)
		}
	}
}

func parse(t testing.TB, text string) schema.Parsed {
	t.Helper()
	s, err := avro.Parse(schema.Source{Type: schema.Avro, Text: text}, schema.Options{Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// order is the version of a record of 100 fields: the types that people use, one of them named and used twice, and a field
// that each version adds anew.
func order(version int) string {
	types := []string{
		`"string"`, `["null","string"]`, `{"type":"long","logicalType":"timestamp-millis"}`, `{"type":"array","items":"string"}`,
		`{"type":"bytes","logicalType":"decimal","precision":10,"scale":2}`, `["null",{"type":"map","values":"long"}]`, `"double"`,
	}
	var fields strings.Builder
	for i := range 97 {
		fmt.Fprintf(&fields, `{"name":"field_%d","type":%s},`, i, types[i%len(types)])
	}
	return `{"type":"record","name":"Order","namespace":"shop","fields":[` + fields.String() +
		`{"name":"ship_to","type":{"type":"record","name":"Address","fields":[{"name":"city","type":"string"},{"name":"zip","type":["null","string"]}]}},` +
		`{"name":"bill_to","type":["null","Address"],"default":null},` +
		fmt.Sprintf(`{"name":"added_%d","type":["null","string"],"default":null}]}`, version)
}
