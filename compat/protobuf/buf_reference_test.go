//go:build buf

package protobuf_test

import (
	"fmt"
	"testing"

	checker "github.com/concord-registry/concord/compat/protobuf"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/protobuf"
)

// TestBufReferences compares verdicts where a file imports another one: what moves out of it, and what changes in the
// imported one. Only what the file uses of it counts here, so the cases use what they change; and that the imported file
// lost something is judged where it is a subject, so nothing moves in.
func TestBufReferences(t *testing.T) {
	const uses = "message M { N n = 1; E e = 2; }\n"
	const both = "message N { string s = 1; int32 n = 2; }\nenum E { A = 0; B = 1; }\n"
	tests := []struct{ name, old, oldReferenced, new, newReferenced string }{
		{"nothing", uses, both, uses, both},
		{"message and enum moved out", uses + both, "", uses, both},
		{"moved out, a field removed", uses + both, "", uses, "message N { string s = 1; }\nenum E { A = 0; B = 1; }\n"},
		{"moved out, a field renamed", uses + both, "", uses, "message N { string s = 1; int32 m = 2; }\nenum E { A = 0; B = 1; }\n"},
		{"moved out, a value removed", uses + both, "", uses, "message N { string s = 1; int32 n = 2; }\nenum E { A = 0; }\n"},
		{"moved out, a value removed and reserved", uses + both, "", uses, "message N { string s = 1; int32 n = 2; }\nenum E { reserved 1; A = 0; }\n"},
		{"moved out, a reservation withdrawn", uses + "message N { reserved 5; string s = 1; }\nenum E { A = 0; }\n", "", uses, "message N { string s = 1; }\nenum E { A = 0; }\n"},
		{"referenced field removed", uses, both, uses, "message N { string s = 1; }\nenum E { A = 0; B = 1; }\n"},
		{"referenced field removed and reserved", uses, both, uses, "message N { reserved 2; string s = 1; }\nenum E { A = 0; B = 1; }\n"},
		{"referenced field renamed", uses, both, uses, "message N { string s = 1; int32 m = 2; }\nenum E { A = 0; B = 1; }\n"},
		{"referenced field made wider", uses, both, uses, "message N { string s = 1; int64 n = 2; }\nenum E { A = 0; B = 1; }\n"},
		{"referenced value renamed", uses, both, uses, "message N { string s = 1; int32 n = 2; }\nenum E { A = 0; C = 1; }\n"},
		{"referenced value removed", uses, both, uses, "message N { string s = 1; int32 n = 2; }\nenum E { A = 0; }\n"},
		{"referenced value added", uses, both, uses, "message N { string s = 1; int32 n = 2; }\nenum E { A = 0; B = 1; C = 2; }\n"},
	}
	files := map[string]map[string]string{"old": {}, "new": {}}
	for i, test := range tests {
		for side, texts := range map[string][2]string{"old": {test.old, test.oldReferenced}, "new": {test.new, test.newReferenced}} {
			files[side][fmt.Sprintf("p%d.proto", i)] = main(i, texts[0])
			files[side][fmt.Sprintf("dep/p%d.proto", i)] = head(i) + texts[1]
		}
	}
	theirs, _ := breaking(t, files["old"], files["new"], len(tests))
	categories := bufCategories(t)
	for i, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			ours := offences{}
			for _, f := range checker.Check(rule.Backward, referring(t, i, 1, test.old, test.oldReferenced), referring(t, i, 2, test.new, test.newReferenced)) {
				for _, name := range f.Buf {
					ours[name] = true
				}
			}
			for _, judge := range judges {
				if got, want := refuses(categories, judge, ours), refuses(categories, judge, theirs[i]); got != want {
					t.Errorf("%s: refused here is %v, by buf %v\nhere: %s\nbuf: %s", judge, got, want, ours, theirs[i])
				}
			}
		})
	}
}

func head(i int) string { return fmt.Sprintf("syntax = \"proto3\";\npackage p%d;\n", i) }

func main(i int, text string) string {
	return head(i) + fmt.Sprintf("import \"dep/p%d.proto\";\n", i) + text
}

func referring(t *testing.T, i, version int, text, referenced string) *protobuf.Schema {
	t.Helper()
	ref := schema.Reference{Name: fmt.Sprintf("dep/p%d.proto", i), Subject: "dep", Version: version}
	s, err := protobuf.Parse(schema.Source{
		Type: schema.Protobuf, Text: main(i, text), References: []schema.Reference{ref},
		Dependencies: []schema.Dependency{{Reference: ref, Text: head(i) + referenced}},
	}, schema.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}
