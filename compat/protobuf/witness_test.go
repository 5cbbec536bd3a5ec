package protobuf_test

import (
	"fmt"
	"regexp"
	"slices"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	checker "github.com/concord-registry/concord/compat/protobuf"
	"github.com/concord-registry/concord/compat/rule"
)

// conventions lists the codes that refuse though no message's bytes show a break, and why they do.
var conventions = map[rule.Code]string{
	checker.MessageRemoved:      "there is nothing left to read a record with",
	checker.ReservedUsed:        "the data that break are older than both schemas",
	checker.EnumValueRenumbered: "an enum that no field has may be one's in another file",
	checker.EnumValueUnknown:    "an enum that no field has may be one's in another file",
	checker.EnumClosed:          "an enum that no field has may be one's in another file",
	checker.ExtensionChanged:    "bytes that become a string, as with a field",
	checker.FieldBytesToString:  "a decoder of proto2 may keep bytes that are not UTF-8, as the one here does, or replace them",
}

// ofStrings is what is said of an extension that a convention lets break.
var ofStrings = regexp.MustCompile(` is (optional |repeated )?bytes in the \w+ schema and (optional |repeated )?string in the \w+ schema$`)

// conventional reports whether a finding may do without a witness.
func conventional(f rule.Finding) bool {
	return conventions[f.Code] != "" && (f.Code != checker.ExtensionChanged || ofStrings.MatchString(f.Message))
}

// TestWitnesses asks for a witness of every direction of the corpus that breaks.
func TestWitnesses(t *testing.T) {
	n := tally{by: map[rule.Code]int{}}
	for _, p := range goldenPairs(t) {
		if linked(parse(t, p.Old)) == nil || linked(parse(t, p.New)) == nil {
			continue
		}
		for _, dir := range []rule.Direction{rule.Backward, rule.Forward} {
			old, new := parse(t, p.Old), parse(t, p.New)
			_, writer := rule.Roles(dir, linked(old), linked(new))
			if complaint := n.check(checker.Check(dir, old, new), writer); complaint != "" {
				t.Errorf("%s %s: %s\nold:\n%s\nnew:\n%s", p.ID, dir, complaint, p.Old, p.New)
			}
		}
	}
	t.Log(n)
	if n.broken < 500 || n.conventions*5 > n.broken {
		t.Errorf("%v: too few to mean anything", n)
	}
}

// tally counts directions that break, those among them that do by convention, and witnesses.
type tally struct {
	broken, conventions, witnesses int
	// by counts the conventions.
	by map[rule.Code]int
}

func (n tally) String() string {
	return fmt.Sprintf("%d directions break, %d of them by convention %v; %d witnesses", n.broken, n.conventions, n.by, n.witnesses)
}

// check says what is wrong with the witnesses of a direction, nothing when all is well.
func (n *tally) check(findings []rule.Finding, writer protoreflect.FileDescriptor) string {
	breaking := slices.DeleteFunc(findings, func(f rule.Finding) bool { return f.Breaks&(rule.Wire|rule.Value) == 0 })
	if len(breaking) == 0 {
		return ""
	}
	n.broken++
	shown, agreed := false, rule.Code("")
	for _, f := range breaking {
		if conventional(f) {
			agreed = f.Code
		}
		if f.Witness != nil {
			shown = true
			n.witnesses++
			if f.Witness.Result == "" || f.Witness.Datum == "" {
				return fmt.Sprintf("%s has an empty witness: %+v", f.Code, f.Witness)
			}
		}
	}
	switch {
	case shown:
		return ""
	case agreed != "" || endless(writer.Messages()):
		n.conventions++
		n.by[agreed]++
		return ""
	}
	return fmt.Sprintf("no witness for any of %d findings, the first: %s: %s", len(breaking), breaking[0].Code, breaking[0].Message)
}

// TestWitness decodes a witness again by hand.
func TestWitness(t *testing.T) {
	tests := []struct{ name, old, new, datum, result string }{
		{"narrowed", "message M { int64 n = 1; }", "message M { int32 n = 1; }", `{"n":"1099511627776"}`, `n: "1099511627776" is read as "0"`},
		{"packed", "message M { repeated int32 n = 1; }", "message M { int32 n = 1; }", `{"n":[1,-1]}`, `n: 2 values are read as 1`},
		{"not UTF-8", "message M { bytes b = 1; }", "message M { string b = 1; }", `{"b":"/wA="}`, "refused: field M.b contains invalid UTF-8"},
		{"nested", "message M { message N { sint64 n = 1; } }", "message M { message N { sint32 n = 1; } }", `{"n":"1099511627776"}`, `n: "1099511627776" is read as "0"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			old, new := `syntax = "proto3"; `+test.old, `syntax = "proto3"; `+test.new
			findings := checker.Check(rule.Backward, parse(t, old), parse(t, new))
			i := slices.IndexFunc(findings, func(f rule.Finding) bool { return f.Witness != nil })
			if i < 0 {
				t.Fatalf("no witness among %d findings", len(findings))
			}
			w := findings[i].Witness
			if w.Datum != test.datum || w.Result != test.result {
				t.Errorf("got %s, %s; want %s, %s", w.Datum, w.Result, test.datum, test.result)
			}
			if err := proto.Unmarshal(w.Encoded, dynamicpb.NewMessage(innermost(compile(old).Messages()))); err != nil {
				t.Errorf("the writer does not read its own datum %x: %v", w.Encoded, err)
			}
		})
	}
}

// TestWitnessRequires: a sample has what is required at any depth, or it would not be encoded.
func TestWitnessRequires(t *testing.T) {
	chain := ""
	for i := range 8 {
		chain += fmt.Sprintf("message R%d { required R%d r = 1; }\n", i, i+1)
	}
	text := func(kind string) string {
		return `syntax = "proto2"; message M { required R0 r = 1; optional ` + kind + " n = 2; }\n" + chain + "message R8 { }\n"
	}
	findings := checker.Check(rule.Backward, parse(t, text("int64")), parse(t, text("int32")))
	if len(findings) != 1 || findings[0].Witness == nil {
		t.Errorf("got %+v, want one finding with a witness", findings)
	}
}

// TestWitnessOfExtension: what an extension holds is shown, also where it was a field or becomes one.
func TestWitnessOfExtension(t *testing.T) {
	extended := func(kind string) string {
		return `syntax = "proto2"; package p; message M { extensions 100; } extend M { optional ` + kind + ` x = 100; }`
	}
	field := `syntax = "proto2"; package p; message M { optional int32 x = 100; }`
	tests := []struct{ name, old, new, result string }{
		{"extensions", extended("int64"), extended("int32"), `x: "1099511627776" is read as "0"`},
		{"becomes a field", extended("int64"), field, `x: "1099511627776" is read as "0"`},
		{"was a field", field, extended("uint32"), `x: "-1" is read as "4294967295"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			findings := checker.Check(rule.Backward, parse(t, test.old), parse(t, test.new))
			i := slices.IndexFunc(findings, func(f rule.Finding) bool { return f.Code == checker.ExtensionChanged })
			if i < 0 || findings[i].Witness == nil || findings[i].Witness.Result != test.result {
				t.Errorf("got %+v, want a witness that says %s", findings, test.result)
			}
		})
	}
}

func innermost(list protoreflect.MessageDescriptors) protoreflect.MessageDescriptor {
	if inner := list.Get(0).Messages(); inner.Len() > 0 {
		return innermost(inner)
	}
	return list.Get(0)
}

// endless reports whether a message requires itself, so that no datum of it ends: nothing shows a break of what holds it.
func endless(list protoreflect.MessageDescriptors) bool {
	for i := range list.Len() {
		if m := list.Get(i); requires(m, nil) || endless(m.Messages()) {
			return true
		}
	}
	return false
}

func requires(m protoreflect.MessageDescriptor, outer []protoreflect.FullName) bool {
	if slices.Contains(outer, m.FullName()) {
		return true
	}
	fields := m.Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		if f.Cardinality() == protoreflect.Required && f.Message() != nil && requires(f.Message(), append(slices.Clip(outer), m.FullName())) {
			return true
		}
	}
	return false
}
