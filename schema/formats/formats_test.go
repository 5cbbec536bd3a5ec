package formats

import (
	"errors"
	"strings"
	"testing"

	"github.com/concord-registry/concord/schema"
)

// TestHostile: what is too much is refused before it is parsed, in every format, with the limit named.
func TestHostile(t *testing.T) {
	deep := strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)
	tests := []struct {
		name   string
		source schema.Source
		want   string
	}{
		{"bytes", schema.Source{Text: strings.Repeat(" ", 1<<20+1)}, "1048577 bytes; at most 1048576"},
		{"depth", schema.Source{Text: deep}, "nested more than 100 deep"},
		{"dependencies", schema.Source{Text: "{}", Dependencies: make([]schema.Dependency, 257)}, "needs 257 referenced schemas; at most 256"},
		{"total", schema.Source{Text: "{}", Dependencies: large(9)}, "more than 8388608 bytes"},
	}
	for _, format := range Types {
		for _, test := range tests {
			t.Run(string(format)+" "+test.name, func(t *testing.T) {
				test.source.Type = format
				_, err := Parse(test.source, schema.Options{Strict: true})
				var refusal *schema.Error
				if !errors.As(err, &refusal) || !strings.Contains(err.Error(), test.want) {
					t.Errorf("err = %v, want %q", err, test.want)
				}
			})
		}
	}
}

func large(n int) []schema.Dependency {
	dependencies := make([]schema.Dependency, n)
	for i := range dependencies {
		dependencies[i].Text = strings.Repeat(" ", 1<<20)
	}
	return dependencies
}

func TestUnknownType(t *testing.T) {
	_, err := Parse(schema.Source{Type: "XML", Text: "<a/>"}, schema.Options{})
	var refusal *schema.Error
	if !errors.As(err, &refusal) || refusal.Reason != "Invalid schema type XML" || Known("XML") {
		t.Errorf("err = %v", err)
	}
}

// TestNoNilSchema: a refusal gives no schema at all, not one that holds nothing.
func TestNoNilSchema(t *testing.T) {
	for _, format := range Types {
		if parsed, err := Parse(schema.Source{Type: format, Text: "\x00"}, schema.Options{Strict: true}); parsed != nil || err == nil {
			t.Errorf("%s: %v, %v", format, parsed, err)
		}
	}
}
