package protobuf_test

import (
	"strings"
	"testing"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/protobuf"
)

// TestCompile links a schema with a reference and a bundled file, and refuses what no compiler reads or what is too long.
func TestCompile(t *testing.T) {
	money := schema.Dependency{Reference: schema.Reference{Name: "money.proto"}, Text: `syntax = "proto3"; message Money { int64 cents = 1; }`}
	imports := `syntax = "proto3"; import "money.proto"; import "google/protobuf/timestamp.proto"; `
	tests := []struct{ name, text, refusal string }{
		{"with references", imports + `message M { Money m = 1; google.protobuf.Timestamp t = 2; }`, ""},
		{"number used twice", imports + `message M { Money m = 1; int32 n = 1; }`, "same tag"},
		{"too long", imports + `message M { ` + longField() + `}`, "only 262144 are compiled"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, err := protobuf.Parse(schema.Source{Type: schema.Protobuf, Text: test.text, Dependencies: []schema.Dependency{money}}, schema.Options{})
			if err != nil {
				t.Fatal(err)
			}
			file, err := s.Compile()
			switch {
			case test.refusal == "" && (err != nil || file.Messages().ByName("M").Fields().ByName("m").Message() == nil):
				t.Errorf("got %v, error %v; want a message M with a field m", file, err)
			case test.refusal != "" && (err == nil || !strings.Contains(err.Error(), test.refusal)):
				t.Errorf("got error %v, want one that says %q", err, test.refusal)
			}
		})
	}
}

// TestCompileKeeps: what is small is compiled once, what is large each time.
func TestCompileKeeps(t *testing.T) {
	tests := []struct {
		name, field string
		kept        bool
	}{
		{"small", "f", true},
		{"large", strings.Repeat("f", 40_000), false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, err := protobuf.Parse(schema.Source{Type: schema.Protobuf, Text: `syntax = "proto3"; message M { string ` + test.field + ` = 1; }`}, schema.Options{})
			if err != nil {
				t.Fatal(err)
			}
			first, firstErr := s.Compile()
			second, secondErr := s.Compile()
			if firstErr != nil || secondErr != nil {
				t.Fatalf("Compile = %v, then %v", firstErr, secondErr)
			}
			if kept := first == second; kept != test.kept {
				t.Errorf("kept is %v, want %v", kept, test.kept)
			}
		})
	}
}

func longField() string {
	return "string " + strings.Repeat("f", protobuf.MaxCompiled) + " = 1;"
}
