package compat_test

import (
	"strings"
	"testing"

	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/schema"
)

// TestBufJudges: each category refuses what it lists, whichever direction the level asks for, and nothing at NONE.
func TestBufJudges(t *testing.T) {
	const old = `syntax = "proto3"; message M { string s = 1; int32 n = 2; } enum E { A = 0; }`
	tests := []struct {
		name, new string
		want      [4]bool // refused by wire, wire-json, package, file
	}{
		{"nothing", old, [4]bool{}},
		{"a field added", `syntax = "proto3"; message M { string s = 1; int32 n = 2; bool b = 3; } enum E { A = 0; }`, [4]bool{}},
		{"a field removed and reserved", `syntax = "proto3"; message M { reserved 2; reserved "n"; string s = 1; } enum E { A = 0; }`, [4]bool{false, false, true, true}},
		{"a field removed, its number reserved", `syntax = "proto3"; message M { reserved 2; string s = 1; } enum E { A = 0; }`, [4]bool{false, true, true, true}},
		{"a field removed", `syntax = "proto3"; message M { string s = 1; } enum E { A = 0; }`, [4]bool{true, true, true, true}},
		{"a field renamed", `syntax = "proto3"; message M { string t = 1; int32 n = 2; } enum E { A = 0; }`, [4]bool{false, true, true, true}},
		{"a wider number", `syntax = "proto3"; message M { string s = 1; int64 n = 2; } enum E { A = 0; }`, [4]bool{false, true, true, true}},
		{"an option of the file", `syntax = "proto3"; option go_package = "a"; message M { string s = 1; int32 n = 2; } enum E { A = 0; }`, [4]bool{false, false, true, true}},
		{"another package", `syntax = "proto3"; package a; message M { string s = 1; int32 n = 2; } enum E { A = 0; }`, [4]bool{true, true, true, true}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			versions := []compat.Version{{Number: 1, Schema: read(t, schema.Protobuf, old)}}
			for _, level := range word.Levels {
				var got [4]bool
				for i, judge := range []word.Judge{word.BufWire, word.BufWireJSON, word.BufPackage, word.BufFile} {
					findings, err := compat.Check(judge, level, versions, read(t, schema.Protobuf, test.new))
					if err != nil {
						t.Fatal(err)
					}
					got[i] = !compat.Compatible(judge, word.Strict, findings)
				}
				want := test.want
				if level == word.None {
					want = [4]bool{}
				}
				if got != want {
					t.Errorf("at %s refused = %v, want %v", level, got, want)
				}
			}
		})
	}
}

// TestJudgesOfFormats: the judges of buf have no verdict on other formats, and say who has.
func TestJudgesOfFormats(t *testing.T) {
	for _, judge := range word.Judges {
		ofBuf := strings.HasPrefix(string(judge), "buf-")
		for _, format := range []schema.Type{schema.Avro, schema.Protobuf, schema.JSON} {
			err := compat.CanJudge(judge, format)
			if want := ofBuf && format != schema.Protobuf; want != (err != nil) || want && !strings.Contains(err.Error(), "sound") {
				t.Errorf("%s on %s: %v, want an error: %v", judge, format, err, want)
			}
		}
		if !compat.Refuses(judge, word.Strict, rule.Finding{Code: compat.DifferentType, Breaks: rule.Wire, Reference: &rule.Difference{}}) {
			t.Errorf("%s lets another format pass", judge)
		}
		spelled := strings.ToUpper(strings.ReplaceAll(string(judge), "-", "_"))
		if got, err := word.ParseJudge(spelled); got != judge || err != nil {
			t.Errorf("ParseJudge(%s) = %s, %v", spelled, got, err)
		}
	}
}
