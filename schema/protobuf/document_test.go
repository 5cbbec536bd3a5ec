package protobuf_test

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/bufbuild/protocompile"
	"github.com/google/go-cmp/cmp"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/protobuf"
	"github.com/concord-registry/concord/schema/protobuf/bundled"
)

const orderText = `syntax = "proto3";
package acme.orders;

import "concord/semantics/v1/semantics.proto";
import "confluent/meta.proto";
import "confluent/type/decimal.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";
import "google/type/date.proto";

// An order that was placed.
message OrderPlaced {
  // Who ordered.
  string customer_id = 1 [(concord.semantics.v1.field).term = "customer_id"];
  int64 account = 2; // @term account_id
  optional string note = 3 [(confluent.field_meta) = { doc: "free text" tags: "PII" params: [{ key: "term" value: "note" }] }];
  google.protobuf.Timestamp placed_at = 4;
  google.protobuf.StringValue coupon = 5 [deprecated = true];
  confluent.type.Decimal total = 6 [(confluent.field_meta) = { params: [{ key: "precision" value: "18" }, { key: "scale" value: "2" }] }];
  google.type.Date due = 7;
  repeated Line lines = 8;
  map<string, Status> states = 9;
  oneof contact { string email = 10; }

  message Line { uint32 count = 1; OrderPlaced parent = 2; }
}
enum Status { UNKNOWN = 0; PLACED = 1; }
`

// fieldLine is what a test compares of a field.
type fieldLine struct {
	Path, Canonical, Container, Ref, Presence, Doc, Terms string
	Nullable                                              bool
}

// TestDocument: the same words for the same things as in other formats (document §1).
func TestDocument(t *testing.T) {
	d := parse(t, orderText).Document()
	var got []fieldLine
	for _, f := range d.Fields {
		got = append(got, fieldLine{f.Path, f.Type.Canonical, f.Type.Container, f.Type.Ref, f.Presence, f.Doc, strings.Join(f.Terms, " "), f.Type.Nullable})
	}
	want := []fieldLine{
		{Path: "OrderPlaced.customer_id", Canonical: "string", Presence: "implicit", Doc: "Who ordered.", Terms: "customer_id"},
		{Path: "OrderPlaced.account", Canonical: "int64", Presence: "implicit", Doc: "@term account_id", Terms: "account_id"},
		{Path: "OrderPlaced.note", Canonical: "string", Presence: "optional", Doc: "free text", Terms: "note", Nullable: true},
		{Path: "OrderPlaced.placed_at", Canonical: "timestamp", Presence: "optional"},
		{Path: "OrderPlaced.coupon", Canonical: "string", Presence: "optional", Nullable: true},
		{Path: "OrderPlaced.total", Canonical: "decimal", Presence: "optional"},
		{Path: "OrderPlaced.due", Canonical: "date", Presence: "optional"},
		{Path: "OrderPlaced.lines", Canonical: "record", Container: "array", Ref: "OrderPlaced.Line", Presence: "implicit"},
		{Path: "OrderPlaced.lines.count", Canonical: "uint32", Presence: "implicit"},
		{Path: "OrderPlaced.lines.parent", Canonical: "record", Ref: "OrderPlaced", Presence: "optional"},
		{Path: "OrderPlaced.states", Canonical: "enum", Container: "map", Ref: "Status", Presence: "implicit"},
		{Path: "OrderPlaced.email", Canonical: "string", Presence: "optional"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
	if d.Name != "OrderPlaced" || d.Namespace != "acme.orders" || d.Doc != "An order that was placed." || d.Depth != 2 {
		t.Errorf("the document is %s of %s, %q, depth %d", d.Name, d.Namespace, d.Doc, d.Depth)
	}
	if got, want := d.Fields[5].Type.Params, map[string]any{"precision": 18, "scale": 2}; !cmp.Equal(got, want) {
		t.Errorf("params of the decimal are %v, want %v", got, want)
	}
	if got, want := d.Fields[0].Span, (schema.Span{File: "schema.proto", Start: schema.Position{Line: 14, Column: 3}, End: schema.Position{Line: 14, Column: 78}}); got != want {
		t.Errorf("the first field is at %+v, want %+v", got, want)
	}
	if !d.Fields[4].Deprecated || d.Fields[3].Deprecated {
		t.Error("deprecated is not where the text says so")
	}
	if got := len(d.Types); got != 3 {
		t.Errorf("%d types, want 3", got)
	}
}

func TestTopLevel(t *testing.T) {
	got := parse(t, "syntax = \"proto3\"; message M { string b = 2; oneof o { string c = 3; } string a = 1; } message N { string d = 1; }").TopLevel()
	if diff := cmp.Diff([]string{"b", "a", "c"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestBundledCompile: a compiler links every bundled file, and a schema that uses them.
func TestBundledCompile(t *testing.T) {
	paths := []string{"order.proto"}
	for path := range bundled.Files() {
		paths = append(paths, path)
	}
	resolver := &protocompile.SourceResolver{Accessor: func(path string) (io.ReadCloser, error) {
		text, own := bundled.Text(path)
		if path == "order.proto" {
			text, own = orderText, true
		}
		if !own {
			return nil, io.EOF
		}
		return io.NopCloser(strings.NewReader(text)), nil
	}}
	c := protocompile.Compiler{Resolver: protocompile.WithStandardImports(resolver)}
	if _, err := c.Compile(context.Background(), paths...); err != nil {
		t.Error(err)
	}
}

// TestDescriptorOnly: a descriptor of nothing but a name is read, and has no text.
func TestDescriptorOnly(t *testing.T) {
	s, err := protobuf.Parse(schema.Source{Type: schema.Protobuf, Text: "CgdkZWZhdWx0"}, schema.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if s.Canonical() != "" {
		t.Errorf("canonical text %q, want none", s.Canonical())
	}
}
