package compat_test

import (
	"slices"
	"testing"

	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/formats"
)

func read(t *testing.T, format schema.Type, text string) schema.Parsed {
	t.Helper()
	parsed, err := formats.Parse(schema.Source{Type: format, Text: text}, schema.Options{Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// three versions of a record: each adds a field, the second without a default.
const (
	v1 = `{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}`
	v2 = `{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"int"}]}`
	v3 = `{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"int"},{"name":"c","type":"int","default":0}]}`
)

// TestCheck: which versions count, in which order, and in which directions.
func TestCheck(t *testing.T) {
	old := []compat.Version{
		{Number: 1, Schema: read(t, schema.Avro, v1)},
		{Number: 2, Schema: read(t, schema.Avro, v2)},
	}
	next := read(t, schema.Avro, v3)
	type seen struct {
		version   int
		direction rule.Direction
	}
	tests := []struct {
		level compat.Level
		want  []seen
	}{
		{compat.None, nil},
		{compat.Backward, nil},
		{compat.BackwardTransitive, []seen{{1, rule.Backward}}},
		{compat.Forward, nil},
		{compat.ForwardTransitive, nil},
		{compat.Full, nil},
		{compat.FullTransitive, []seen{{1, rule.Backward}}},
	}
	for _, test := range tests {
		t.Run(string(test.level), func(t *testing.T) {
			findings, err := compat.Check(test.level, old, next)
			if err != nil {
				t.Fatal(err)
			}
			var got []seen
			for _, f := range findings {
				if f.Breaks&rule.Wire != 0 {
					got = append(got, seen{f.Version, f.Direction})
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("broken = %v, want %v", got, test.want)
			}
			if got, want := compat.Confluent.Compatible(compat.Strict, findings), test.want == nil; got != want {
				t.Errorf("compatible = %v, want %v", got, want)
			}
		})
	}
}

// TestCheckListsEveryVersion: newest first, for FULL forward before backward.
func TestCheckListsEveryVersion(t *testing.T) {
	old := []compat.Version{
		{Number: 1, Schema: read(t, schema.Avro, `{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}`)},
		{Number: 2, Schema: read(t, schema.Avro, `{"type":"record","name":"R","fields":[{"name":"a","type":"long"}]}`)},
	}
	findings, err := compat.Check(compat.FullTransitive, old, read(t, schema.Avro, `{"type":"record","name":"R","fields":[{"name":"a","type":"boolean"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	var got []int
	for _, f := range findings {
		got = append(got, f.Version*10+int(f.Direction))
	}
	if want := []int{21, 20, 11, 10}; !slices.Equal(got, want) {
		t.Errorf("version and direction = %v, want %v", got, want)
	}
}

func TestDifferentFormats(t *testing.T) {
	old := []compat.Version{{Number: 1, Schema: read(t, schema.Avro, `"string"`)}}
	next := read(t, schema.JSON, `{"type":"string"}`)
	findings, err := compat.Check(compat.Full, old, next)
	if err != nil || len(findings) != 1 || findings[0].Code != compat.DifferentType {
		t.Fatalf("Check = %v, %v, want one finding of code %s", findings, err, compat.DifferentType)
	}
	for _, judge := range []compat.Judge{compat.Confluent, compat.Sound} {
		if judge.Compatible(compat.Lenient, findings) {
			t.Errorf("%s lets another format pass", judge)
		}
	}
	if findings, _ := compat.Check(compat.None, old, next); len(findings) != 0 {
		t.Errorf("NONE finds %v", findings)
	}
}

func TestJudges(t *testing.T) {
	reference := &rule.Difference{Type: "X"}
	lenient := &rule.Difference{Type: "X", Lenient: true}
	tests := []struct {
		name                      string
		finding                   rule.Finding
		confluent, lenient, sound bool // refuses
	}{
		{"a note", rule.Finding{}, false, false, false},
		{"source only", rule.Finding{Breaks: rule.Source}, false, false, false},
		{"a silent cast that the reference lets pass", rule.Finding{Breaks: rule.Value}, false, false, true},
		{"a break", rule.Finding{Breaks: rule.Wire, Reference: reference}, true, true, true},
		{"what only the reference refuses", rule.Finding{Reference: reference}, true, true, false},
		{"what LENIENT lets pass", rule.Finding{Breaks: rule.Value, Reference: lenient}, true, false, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := [...]bool{
				compat.Confluent.Refuses(compat.Strict, test.finding),
				compat.Confluent.Refuses(compat.Lenient, test.finding),
				compat.Sound.Refuses(compat.Strict, test.finding),
			}
			if want := [...]bool{test.confluent, test.lenient, test.sound}; got != want {
				t.Errorf("refuses = %v, want %v", got, want)
			}
		})
	}
}

func TestWords(t *testing.T) {
	for _, l := range compat.Levels {
		if got, err := compat.ParseLevel(string(l)); got != l || err != nil {
			t.Errorf("ParseLevel(%s) = %s, %v", l, got, err)
		}
	}
	if got, err := compat.ParseLevel("full_transitive"); got != compat.FullTransitive || err != nil {
		t.Errorf("lower case = %s, %v", got, err)
	}
	for _, wrong := range []string{"", "SOME", "BACKWARD "} {
		if _, err := compat.ParseLevel(wrong); err == nil {
			t.Errorf("ParseLevel(%q) gives no error", wrong)
		}
	}
	if got, err := compat.ParseJudge(""); got != compat.Confluent || err != nil {
		t.Errorf("no judge = %s, %v", got, err)
	}
	if _, err := compat.ParseJudge("nobody"); err == nil {
		t.Error("ParseJudge(nobody) gives no error")
	}
}

// TestRules: every code is there once, says what and why, and its example gives exactly it.
func TestRules(t *testing.T) {
	seen := map[rule.Code]bool{}
	for _, r := range compat.Rules() {
		if seen[r.Code] {
			t.Errorf("%s stands twice", r.Code)
		}
		seen[r.Code] = true
		if r.Title == "" || r.Why == "" {
			t.Errorf("%s does not say what it refuses or why", r.Code)
		}
	}
	if len(seen) < 50 {
		t.Errorf("only %d rules", len(seen))
	}
}
