package protobuf_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/protobuf"
	"github.com/concord-registry/concord/schema/protobuf/bundled"
)

func parse(t testing.TB, text string) *protobuf.Schema {
	t.Helper()
	s, err := protobuf.Parse(schema.Source{Type: schema.Protobuf, Text: text}, schema.Options{})
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return s
}

// TestRefusals: what is refused, and where.
func TestRefusals(t *testing.T) {
	tests := []struct {
		name, text, at string
		fields         bool
	}{
		{"unknown type", "syntax = \"proto3\";\nmessage M {\n  Missing a = 1;\n}", "schema.proto:3:3", false},
		{"type twice", "message M {}\nenum M { A = 0; }", "schema.proto:2:1", false},
		{"type of a file not imported", "syntax = \"proto3\";\nmessage M {\n  google.protobuf.Timestamp a = 1;\n}", "schema.proto:3:3", true},
		{"syntax line not first", "message M {}\nsyntax = \"proto3\";", "schema.proto:2:1", false},
		{"required in proto3", "syntax = \"proto3\";\nmessage M {\n  required string a = 1;\n}", "schema.proto:3:3", false},
		{"no label in proto2", "message M {\n  string a = 1;\n}", "schema.proto:2:3", false},
		{"label on a map", "message M {\n  repeated map<string, string> a = 1;\n}", "schema.proto:2:12", false},
		{"key of a map", "syntax = \"proto3\";\nmessage M {\n  map<bytes, string> a = 1;\n}", "schema.proto:3:7", false},
		{"number too great", "syntax = \"proto3\";\nmessage M {\n  string a = 4294967296;\n}", "schema.proto:3:14", false},
		{"open comment", "message M {} /* open", "schema.proto:1:14", false},
		{"open string", "import \"a", "schema.proto:1:8", false},
		{"open message", "message M {", "schema.proto:1:12", false},
		{"editions", "edition = \"2023\";", "schema.proto:1:1", false},
		{"nothing like it", "{}", "schema.proto:1:1", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := protobuf.Parse(schema.Source{Type: schema.Protobuf, Text: test.text}, schema.Options{Fields: test.fields})
			var refusal *schema.Error
			if !errors.As(err, &refusal) {
				t.Fatalf("Parse = %v, want a *schema.Error", err)
			}
			if refusal.At.String() != test.at {
				t.Errorf("refused at %s (%s), want %s", refusal.At, refusal.Reason, test.at)
			}
		})
	}
}

// TestReferences: types come from referenced files, by full or relative names, through public imports too.
func TestReferences(t *testing.T) {
	base := schema.Dependency{Reference: schema.Reference{Name: "base.proto", Subject: "base", Version: 2},
		Text: "syntax = \"proto3\"; package shop; message Money { int64 units = 1; }"}
	facade := schema.Dependency{Reference: schema.Reference{Name: "facade.proto", Subject: "facade", Version: 1},
		Text: "syntax = \"proto3\"; import public \"base.proto\";"}
	src := schema.Source{
		Type:         schema.Protobuf,
		Text:         "syntax = \"proto3\"; package shop.orders; import \"facade.proto\"; message Order { Money price = 1; }",
		References:   []schema.Reference{facade.Reference},
		Dependencies: []schema.Dependency{base, facade},
	}
	s, err := protobuf.Parse(src, schema.Options{Fields: true})
	if err != nil {
		t.Fatal(err)
	}
	d := s.Resolve("shop.orders.Order", "Money")
	if d == nil || d.Name != "shop.Money" || d.Local() != "Money" {
		t.Fatalf("Money means %+v", d)
	}
	want := schema.Origin{Reference: "base.proto", Subject: "base", Version: 2}
	if d.Origin != want {
		t.Errorf("Origin = %+v, want %+v", d.Origin, want)
	}
	if f := s.Document().Fields[1]; f.Path != "Order.price.units" || f.Origin != want {
		t.Errorf("the document has %s of %+v", f.Path, f.Origin)
	}
}

// TestBundled: every bundled file is read, and imports only bundled files.
func TestBundled(t *testing.T) {
	files := bundled.Files()
	if len(files) != 31 {
		t.Errorf("%d files are bundled, want 31", len(files))
	}
	for path, f := range files {
		for _, i := range f.Imports {
			if files[i.Path] == nil {
				t.Errorf("%s imports %s, which is not bundled", path, i.Path)
			}
		}
		if text, own := bundled.Text(path); own {
			parse(t, text)
		}
	}
}

// TestHostile: texts made to be expensive end soon, read or refused.
func TestHostile(t *testing.T) {
	tests := []struct {
		name, text string
		refused    bool
	}{
		{"nested messages", strings.Repeat("message M {", 100_000) + strings.Repeat("}", 100_000), true},
		{"nested literals", "option (a) = " + strings.Repeat("{a:", 50_000) + "1" + strings.Repeat("}", 50_000) + ";", true},
		{"nested maps", "message M { " + strings.Repeat("map<string,", 50_000), true},
		{"comments on one line", "message M {" + strings.Repeat("/**/", 200_000) + "}", false},
		{"comments before fields", "syntax = \"proto3\";message M {" + strings.Repeat("/*a*/int32 a=1;", 40_000) + "}", false},
		{"fields", "syntax = \"proto3\";message M {" + strings.Repeat("M a=1;", 45_000) + "}", false},
		{"too many fields", "syntax = \"proto3\";message M {" + strings.Repeat("M a=1;", 60_000) + "}", true},
		{"enum", "enum E {" + strings.Repeat("A=0;", 45_000) + "}", false},
		{"long name", "message " + strings.Repeat("a", 900_000) + " {}", false},
		{"long package", "syntax = \"proto3\"; package " + strings.Repeat("a.", 100_000) + "b; message M { M a = 1; M b = 2; }", false},
		{"great exponent", "message M { optional double d = 1 [default = 1e999999999]; }", false},
		{"options", "message M {" + numbered(30_000, "option o%d = 1;") + "}", false},
		{"parts of one option", "message M {" + numbered(20_000, "option (a).f%d = 1;") + "}", false},
		{"tags", "message M {" + numbered(20_000, "option (confluent.message_meta).tags = \"t%d\";") + "}", false},
		{"repeated literal", "option (a) = {" + strings.Repeat("a:1 ", 40_000) + "};", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			start := time.Now()
			s, err := protobuf.Parse(schema.Source{Type: schema.Protobuf, Text: test.text}, schema.Options{})
			if (err != nil) != test.refused {
				t.Errorf("Parse = %v, want refused %v", err, test.refused)
			}
			if err == nil {
				s.Normalized()
				s.Render("serialized")
				s.Document()
				s.Tags()
			}
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}

// numbered repeats a format with 0, 1, 2 and so on.
func numbered(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// TestImportCycle: files that import each other are read once each.
func TestImportCycle(t *testing.T) {
	a := schema.Dependency{Reference: schema.Reference{Name: "a.proto", Subject: "a", Version: 1}, Text: `import public "b.proto"; message A {}`}
	b := schema.Dependency{Reference: schema.Reference{Name: "b.proto", Subject: "b", Version: 1}, Text: `import public "a.proto"; message B { optional A a = 1; }`}
	src := schema.Source{Type: schema.Protobuf, Text: `import "a.proto"; message M { optional B b = 1; }`, Dependencies: []schema.Dependency{a, b}}
	if _, err := protobuf.Parse(src, schema.Options{Fields: true}); err != nil {
		t.Error(err)
	}
}

// TestTags: tags are listed, added, taken away, and kept beside docs.
func TestTags(t *testing.T) {
	s := parse(t, `syntax = "proto3";
package p;
import "confluent/meta.proto";
message M {
  string a = 1 [(confluent.field_meta) = { doc: "d" tags: ["PII"] }];
  oneof o { string b = 2; }
}`)
	want := []schema.EntityTags{{Entity: schema.Entity{Path: ".p.M.a", Type: "sr_field"}, Tags: []string{"PII"}}}
	if diff := cmp.Diff(want, s.Tags()); diff != "" {
		t.Errorf("Tags (-want +got):\n%s", diff)
	}
	text, err := s.Retag(
		[]schema.EntityTags{{Entity: schema.Entity{Path: "p.M.o.b", Type: "sr_field"}, Tags: []string{"X"}}, {Entity: schema.Entity{Path: ".p.M", Type: "sr_record"}, Tags: []string{"T"}}},
		[]schema.EntityTags{{Entity: schema.Entity{Path: ".p.M.a", Type: "sr_field"}, Tags: []string{"PII"}}})
	if err != nil {
		t.Fatal(err)
	}
	want = []schema.EntityTags{
		{Entity: schema.Entity{Path: ".p.M", Type: "sr_record"}, Tags: []string{"T"}},
		{Entity: schema.Entity{Path: ".p.M.o.b", Type: "sr_field"}, Tags: []string{"X"}},
	}
	again := parse(t, text)
	if diff := cmp.Diff(want, again.Tags()); diff != "" {
		t.Errorf("after Retag (-want +got):\n%s\n%s", diff, text)
	}
	if !strings.Contains(text, `doc: "d"`) || !strings.Contains(text, `import "confluent/meta.proto"`) {
		t.Errorf("Retag lost the doc or has no import:\n%s", text)
	}
	if _, err := s.Retag([]schema.EntityTags{{Entity: schema.Entity{Path: ".p.N"}, Tags: []string{"T"}}}, nil); err == nil {
		t.Error("Retag accepts a path that leads nowhere")
	}
	bare := parse(t, `syntax = "proto3"; package p; message M { string a = 1; }`)
	if _, err := bare.Retag([]schema.EntityTags{{Entity: schema.Entity{Path: ".p.M"}, Tags: []string{"T"}}}, nil); err == nil {
		t.Error("Retag uses options that the file does not import")
	}
}

func FuzzParse(f *testing.F) {
	for _, c := range goldenCases(f)[:50] {
		f.Add(c.Steps[len(c.Steps)-1].Body.Schema)
	}
	f.Add("syntax = \"proto3\"; message M { map<string, M> a = 1 [(x).y = { z: [1, 'a\\n'] }]; } // end")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := protobuf.Parse(schema.Source{Type: schema.Protobuf, Text: text}, schema.Options{})
		if err != nil {
			var refusal *schema.Error
			if !errors.As(err, &refusal) {
				t.Errorf("refused without a *schema.Error: %v", err)
			}
			return
		}
		again, err := protobuf.Parse(schema.Source{Type: schema.Protobuf, Text: s.Canonical()}, schema.Options{})
		if err != nil {
			t.Fatalf("the canonical text is refused: %v\n%s", err, s.Canonical())
		}
		if again.Canonical() != s.Canonical() {
			t.Errorf("canonical of canonical differs:\n%s", cmp.Diff(s.Canonical(), again.Canonical()))
		}
		s.Normalized()
		s.Render("serialized")
		s.Document()
		s.Tags()
	})
}

func BenchmarkParse(b *testing.B) {
	text := goldenCases(b)[0].Steps[0].Body.Schema
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		parse(b, text)
	}
}
