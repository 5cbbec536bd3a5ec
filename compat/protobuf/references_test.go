package protobuf_test

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	checker "github.com/concord-registry/concord/compat/protobuf"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/protobuf"
)

// order is a schema whose money comes from a referenced file.
func order(t *testing.T, version int, money string) *protobuf.Schema {
	t.Helper()
	ref := schema.Reference{Name: "money.proto", Subject: "money", Version: version}
	s, err := protobuf.Parse(schema.Source{
		Type:         schema.Protobuf,
		Text:         "syntax = \"proto3\";\nimport \"money.proto\";\nmessage Order {\n  Money price = 1;\n}\n",
		References:   []schema.Reference{ref},
		Dependencies: []schema.Dependency{{Reference: ref, Text: "syntax = \"proto3\"; message Money { " + money + " }"}},
	}, schema.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestReferences: what a referenced message breaks is reported at the field that holds it, and at its own place.
func TestReferences(t *testing.T) {
	tests := []struct{ name, old, new, want string }{
		{"same", "int64 units = 1;", "int64 units = 1;", ""},
		{"field added", "int64 units = 1;", "int64 units = 1; string currency = 2;", ""},
		{"other wire group", "int64 units = 1;", "string units = 1;",
			"backward ProtobufFieldNamedTypeChanged at Order.price:4: breaks value json source, FIELD_NAMED_TYPE_CHANGED #/Order/1\n" +
				"backward ProtobufFieldScalarKindChanged at Order.price.units:1: breaks value json source, unreported\n"},
		{"cast", "int64 units = 1;", "int32 units = 1;",
			"backward ProtobufFieldNamedTypeChanged at Order.price:4: breaks value json source, unreported\n" +
				"backward ProtobufFieldScalarNarrowed at Order.price.units:1: breaks value json source, unreported\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := ""
			for _, f := range checker.Check(rule.Backward, order(t, 1, test.old), order(t, 2, test.new)) {
				got += line(f) + "\n"
			}
			if diff := gocmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestReserveEdit: the edit of a removed field leaves a text that reserves its number, with nothing left to advise.
func TestReserveEdit(t *testing.T) {
	old := parse(t, "syntax = \"proto3\";\nmessage M {\n  string s = 1;\n  string t = 2;\n}\n")
	text := "syntax = \"proto3\";\nmessage M {\n  string s = 1;\n}\n"
	found := checker.Check(rule.Backward, old, parse(t, text))
	if len(found) != 1 || found[0].Fix.Edit == nil {
		t.Fatalf("Check = %+v, want one finding with an edit", found)
	}
	at := found[0].Fix.Edit.At.Start
	offset := 0
	for line := 1; line < at.Line; offset++ {
		if text[offset] == '\n' {
			line++
		}
	}
	offset += at.Column - 1
	edited := text[:offset] + found[0].Fix.Edit.Text + text[offset:]
	for _, f := range checker.Check(rule.Backward, old, parse(t, edited)) {
		if f.Fix.Edit != nil {
			t.Errorf("after the edit there is still %+v for\n%s", f.Fix, edited)
		}
	}
}
