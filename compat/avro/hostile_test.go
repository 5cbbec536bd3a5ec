package avro_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/concord-registry/concord/compat/avro"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
	avroschema "github.com/concord-registry/concord/schema/avro"
)

// list joins the n texts that text gives.
func list(n int, text func(i int) string) string {
	var out strings.Builder
	for i := range n {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString(text(i))
	}
	return out.String()
}

func record(name, fields string) string {
	return fmt.Sprintf(`{"type":"record","name":%q,"fields":[%s]}`, name, fields)
}

// TestHostile checks schemas that are made to be slow. Each must end soon, whatever it says.
func TestHostile(t *testing.T) {
	// A chain of n records, of which each refers to the one before it and the first to itself.
	chain := func(n int) string {
		return `[` + list(n, func(i int) string {
			return record(fmt.Sprintf("R%d", i), fmt.Sprintf(`{"name":"f","type":["null","R%d"]}`, max(i-1, 0)))
		}) + `]`
	}
	diamond := func(leaf string) string {
		return `[` + record("D0", `{"name":"f","type":`+leaf+`}`) + "," + list(60, func(i int) string {
			return record(fmt.Sprintf("D%d", i+1), fmt.Sprintf(`{"name":"a","type":"D%d"},{"name":"b","type":"D%d"}`, i, i))
		}) + `]`
	}
	wide := func(kind string) string {
		return record("W", list(9_000, func(i int) string { return fmt.Sprintf(`{"name":"f%d","type":%q}`, i, kind) }))
	}
	enums := func(prefix string) string {
		return `[` + list(4_000, func(i int) string {
			return fmt.Sprintf(`{"type":"enum","name":"%s%d","symbols":["A"]}`, prefix, i)
		}) + `]`
	}
	symbols := func(prefix string) string {
		return `{"type":"enum","name":"E","symbols":[` + list(40_000, func(i int) string { return fmt.Sprintf(`"%s%d"`, prefix, i) }) + `]}`
	}
	tests := []struct{ name, old, new string }{
		{"a chain of records", chain(300), chain(301)},
		{"a diamond of 60 levels with a difference at the bottom", diamond(`"int"`), diamond(`"string"`)},
		{"9 000 fields that all differ", wide("int"), wide("string")},
		{"9 000 fields that all widen", wide("int"), wide("long")},
		{"unions of 4 000 strangers", enums("A"), enums("B")},
		{"a chain that is too deep", chain(1100), chain(1100) + " "},
		{"40 000 symbols that all differ", symbols("A"), symbols("B")},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			old, new := parseLarge(t, test.old), parseLarge(t, test.new)
			start := time.Now()
			backward, forward := avro.Check(rule.Backward, old, new), avro.Check(rule.Forward, old, new)
			if took := time.Since(start); took > time.Minute {
				t.Errorf("two checks took %s", took)
			}
			t.Logf("%d and %d findings in %s", len(backward), len(forward), time.Since(start))
		})
	}
}

func parseLarge(t *testing.T, text string) *avroschema.Schema {
	t.Helper()
	s, err := avroschema.Parse(schema.Source{Type: schema.Avro, Text: text}, schema.Options{Limits: schema.Limits{Bytes: 1 << 22}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}
