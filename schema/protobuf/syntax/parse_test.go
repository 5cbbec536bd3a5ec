package syntax_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// TestPrint: what is read prints in the one layout.
func TestPrint(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"nothing", "// only a comment\n;", ""},
		{"escapes", `option a = "\x41\101" 'b"\n\'';`, "\noption a = \"AAb\\\"\\n\\'\";\n"},
		{"weak import", `import weak "a"; import public "b"; import "c";`, "\nimport \"c\";\nimport public \"b\";\n"},
		{"last package", "package a; package b;", "package b;\n"},
		{"empty", "message M {}", "\nmessage M {}\n"},
		{"default before json_name", `message M { optional string s = 1 [json_name = "x", default = "y", packed = true]; }`,
			"\nmessage M {\n  optional string s = 1 [\n    packed = true,\n    default = \"y\",\n    json_name = \"x\"\n  ];\n}\n"},
		{"repeated name in a literal", "option (a) = { b: 1 b: 2 };", "\noption (a) = {\n  b: [\n    1,\n    2\n  ]\n};\n"},
		{"gaps of nested messages", "message M { message N { optional N n = 1; message O {} } }",
			"\nmessage M {\n  message N {\n    optional N n = 1;\n  \n    message O {}\n  }\n}\n"},
		{"ranges", `message M { reserved 1, 2 to 2, 5 to max; reserved "a"; extensions 100 to 0x70; }`,
			"\nmessage M {\n  reserved 1, 2 to 2, 5 to max;\n  reserved \"a\";\n\n  extensions 100 to 112;\n}\n"},
		{"rpc", "service S { rpc A (stream M) returns (stream) { option deprecated = true; } }",
			"\nservice S {\n  rpc A (stream M) returns (stream) {\n    option deprecated = true;\n  };\n}\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f, err := syntax.Parse("", test.text, schema.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, syntax.Print(f)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestDocs: the comment before a declaration is its doc, or else the one behind it on its line.
func TestDocs(t *testing.T) {
	f, err := syntax.Parse("", `// detached

// of M,
// in two lines
message M {
  /* of a
   * field */
  optional string a = 1; // not of b
  optional string b = 2; // of b
  optional string c = 3;
}`, schema.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	m := f.Messages[0]
	got := []string{m.Doc, m.Fields[0].Doc, m.Fields[1].Doc, m.Fields[2].Doc}
	want := []string{"of M,\nin two lines", "of a\nfield", "of b", ""}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
