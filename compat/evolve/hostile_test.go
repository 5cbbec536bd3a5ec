package evolve_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/concord-registry/concord/compat/evolve"
	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/schema"
)

// TestHostile looks for plans where there is much to do: records whose defaults would multiply, and many properties.
func TestHostile(t *testing.T) {
	tests := []struct {
		name     string
		format   schema.Type
		old, new string
	}{
		{"defaults of records of records", schema.Avro, `{"type":"record","name":"R","fields":[]}`, nested(6, 40)},
		{"many properties", schema.JSON, properties(3000, "string"), properties(3000, "integer")},
		{"many fields", schema.Protobuf, messages(3000, "string"), messages(3000, "int32")},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			start := time.Now()
			_, err := evolve.Find(evolve.Request{Level: word.Full,
				Old: schema.Source{Type: test.format, Text: test.old}, New: schema.Source{Type: test.format, Text: test.new}})
			if err != nil {
				t.Fatal(err)
			}
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("it took %s", took)
			}
		})
	}
}

// nested is a record R of a field of type R0, which has many fields of R1, and so on.
func nested(depth, width int) string {
	text := `"int"`
	for d := depth - 1; d >= 0; d-- {
		fields := []string{`{"name":"f","type":` + text + `}`}
		for w := 1; w < width && d < depth-1; w++ {
			fields = append(fields, fmt.Sprintf(`{"name":"f%d","type":"R%d"}`, w, d+1))
		}
		text = fmt.Sprintf(`{"type":"record","name":"R%d","fields":[%s]}`, d, strings.Join(fields, ","))
	}
	return `{"type":"record","name":"R","fields":[{"name":"a","type":` + text + `}]}`
}

func properties(n int, kind string) string {
	var members, names []string
	for i := range n {
		members = append(members, fmt.Sprintf(`"p%d":{"type":"%s"}`, i, kind))
		if kind == "integer" {
			names = append(names, fmt.Sprintf(`"p%d"`, i))
		}
	}
	return `{"type":"object","properties":{` + strings.Join(members, ",") + `},"required":[` + strings.Join(names, ",") + `]}`
}

func messages(n int, kind string) string {
	var b strings.Builder
	b.WriteString("syntax = \"proto3\";\nmessage M {\n")
	for i := range n {
		fmt.Fprintf(&b, "  %s f%d = %d;\n", kind, i, i+1)
	}
	b.WriteString("}\n")
	return b.String()
}
