package compat_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/compat/word"
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
		level word.Level
		want  []seen
	}{
		{word.None, nil},
		{word.Backward, nil},
		{word.BackwardTransitive, []seen{{1, rule.Backward}}},
		{word.Forward, nil},
		{word.ForwardTransitive, nil},
		{word.Full, nil},
		{word.FullTransitive, []seen{{1, rule.Backward}}},
	}
	for _, test := range tests {
		t.Run(string(test.level), func(t *testing.T) {
			findings, err := compat.Check(word.Confluent, test.level, old, next)
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
			if got, want := compat.Compatible(word.Confluent, word.Strict, findings), test.want == nil; got != want {
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
	findings, err := compat.Check(word.Confluent, word.FullTransitive, old, read(t, schema.Avro, `{"type":"record","name":"R","fields":[{"name":"a","type":"boolean"}]}`))
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
	findings, err := compat.Check(word.Confluent, word.Full, old, next)
	if err != nil || len(findings) != 1 || findings[0].Code != compat.DifferentType {
		t.Fatalf("Check = %v, %v, want one finding of code %s", findings, err, compat.DifferentType)
	}
	for _, judge := range []word.Judge{word.Confluent, word.Sound} {
		if compat.Compatible(judge, word.Lenient, findings) {
			t.Errorf("%s lets another format pass", judge)
		}
	}
	if findings, _ := compat.Check(word.Confluent, word.None, old, next); len(findings) != 0 {
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
				compat.Refuses(word.Confluent, word.Strict, test.finding),
				compat.Refuses(word.Confluent, word.Lenient, test.finding),
				compat.Refuses(word.Sound, word.Strict, test.finding),
			}
			if want := [...]bool{test.confluent, test.lenient, test.sound}; got != want {
				t.Errorf("refuses = %v, want %v", got, want)
			}
		})
	}
}

// TestCheckBy: a version is opened once for both directions, newest first; shared findings stay as they are; that the
// formats differ is said once; an error ends the check.
func TestCheckBy(t *testing.T) {
	shared := map[string][]rule.Finding{
		"same": nil, "broken": {{Code: "A"}, {Code: "B"}}, "other": {{Code: compat.DifferentType}},
	}
	var did []string
	open := func(name string) (int, compat.Comparison, error) {
		did = append(did, name)
		if name == "unreadable" {
			return 0, nil, errors.New(name)
		}
		return 7, func(dir rule.Direction) ([]rule.Finding, error) {
			did = append(did, dir.String())
			return shared[name], nil
		}, nil
	}
	tests := []struct {
		level word.Level
		judge word.Judge
		old   string
		want  string // what was done, in order
		found int
	}{
		{word.None, word.Confluent, "unreadable same", "", 0},
		{word.Backward, word.Confluent, "unreadable broken", "broken backward", 2},
		{word.Forward, word.Sound, "broken same", "same forward", 0},
		{word.Forward, word.BufFile, "broken same", "same backward", 0},
		{word.Full, word.Confluent, "broken", "broken forward backward", 4},
		{word.Full, word.Confluent, "other", "other forward", 1},
		{word.FullTransitive, word.Confluent, "broken other", "other forward broken forward backward", 5},
		{word.ForwardTransitive, word.BufWire, "same other", "other backward same backward", 1},
		{word.BackwardTransitive, word.Sound, "same unreadable broken", "broken backward unreadable", -1},
	}
	for _, test := range tests {
		t.Run(string(test.level)+" "+test.old, func(t *testing.T) {
			did = nil
			findings, err := compat.CheckBy(test.judge, test.level, strings.Fields(test.old), open)
			if got := strings.Join(did, " "); got != test.want {
				t.Errorf("did %s, want %s", got, test.want)
			}
			if test.found < 0 != (err != nil) || len(findings) != max(test.found, 0) {
				t.Errorf("%d findings and error %v, want %d", len(findings), err, test.found)
			}
			for _, f := range findings {
				if f.Version != 7 {
					t.Errorf("%s says version %d, want 7", f.Code, f.Version)
				}
			}
		})
	}
	if shared["broken"][0].Version != 0 {
		t.Error("a finding of the caller was changed")
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
