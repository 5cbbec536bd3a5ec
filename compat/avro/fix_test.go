package avro_test

import (
	"strings"
	"testing"

	"github.com/concord-registry/concord/compat/avro"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
	avroschema "github.com/concord-registry/concord/schema/avro"
)

// TestEdits applies every edit that the findings of the corpus offer: the new schema stays a schema, and what the edit is
// for is gone.
func TestEdits(t *testing.T) {
	tried := 0
	for _, p := range readGolden(t) {
		old, new := parse(t, p.Old), parse(t, p.New)
		for _, f := range avro.Check(rule.Backward, old, new) {
			if f.Fix.Text == "" || f.Message == "" {
				t.Errorf("%s: %s lacks words: %+v", p.ID, f.Code, f)
			}
			if f.Fix.Edit == nil {
				continue
			}
			tried++
			edited := apply(p.New, f.Fix.Edit)
			for _, left := range avro.Check(rule.Backward, old, parse(t, edited)) {
				if left.Code == f.Code && left.New.Path == f.New.Path && left.Is == f.Is && left.Was == f.Was {
					t.Errorf("%s: %s at %s is still there after the edit %q", p.ID, f.Code, f.New.Path, f.Fix.Edit.Text)
				}
			}
		}
	}
	if tried < 400 {
		t.Errorf("only %d edits were tried", tried)
	}
}

// apply makes an edit that inserts.
func apply(text string, edit *rule.Edit) string {
	at := offset(text, edit.At.Start)
	return text[:at] + edit.Text + text[at:]
}

func offset(text string, p schema.Position) int {
	lines := strings.SplitAfter(text, "\n")
	at := p.Column - 1
	for _, line := range lines[:p.Line-1] {
		at += len(line)
	}
	return at
}

// TestFinding shows one finding in full.
func TestFinding(t *testing.T) {
	old := parse(t, `{"type": "record", "name": "Order", "fields": []}`)
	new := parse(t, "{\"type\": \"record\", \"name\": \"Order\", \"fields\": [\n  {\"name\": \"total\", \"type\": \"int\"}]}")
	findings := avro.Check(rule.Backward, old, new)
	if len(findings) != 1 {
		t.Fatalf("%d findings, want 1: %+v", len(findings), findings)
	}
	f := findings[0]
	for _, test := range []struct{ name, got, want string }{
		{"message", f.Message, "Order.total: the new schema reads the field, the old schema does not write it, and it has no default"},
		{"fix", f.Fix.Text, "give the field total a default such as 0, or an alias if it is a written field under a new name"},
		{"edit", f.Fix.Edit.At.String() + f.Fix.Edit.Text, `2:34, "default": 0`},
		{"old place", f.Old.Path + " " + f.Old.Span.String(), "Order.total 0:0"},
		{"new place", f.New.Path + " " + f.New.Span.String(), "Order.total 2:3"},
		{"was", f.Was, ""},
		{"is", f.Is, "int"},
		{"reference", f.Reference.Type + " " + f.Reference.Path + " " + f.Reference.Info, "READER_FIELD_MISSING_DEFAULT_VALUE /fields/0 total"},
	} {
		if test.got != test.want {
			t.Errorf("%s = %q, want %q", test.name, test.got, test.want)
		}
	}
}

// TestFixOfNull says what to do about null, which is a branch where anything else is a type.
func TestFixOfNull(t *testing.T) {
	nullable := parse(t, `{"type":"record","name":"O","fields":[{"name":"x","type":["null","string"]}]}`)
	plain := parse(t, `{"type":"record","name":"O","fields":[{"name":"x","type":"string"}]}`)
	for _, test := range []struct {
		dir      rule.Direction
		old, new *avroschema.Schema
		want     string
	}{
		{rule.Backward, nullable, plain, "let it be null as well, with the type [null, string]: old data hold null here"},
		{rule.Forward, plain, nullable, "do not write null here: readers of the old schema hold string alone; add a field that may be null beside it"},
	} {
		findings := avro.Check(test.dir, test.old, test.new)
		if len(findings) != 1 || findings[0].Fix.Text != test.want {
			t.Errorf("%s: findings are %+v, want one with the fix %q", test.dir, findings, test.want)
		}
	}
}

// TestClosestBranch demands the reason that the reference loses: why the branch of the same name does not read the type.
func TestClosestBranch(t *testing.T) {
	old := parse(t, `{"type":"record","name":"O","fields":[{"name":"x","type":["null",{"type":"record","name":"P","fields":[]}]}]}`)
	new := parse(t, `{"type":"record","name":"O","fields":[{"name":"x","type":["null",{"type":"record","name":"P","fields":[{"name":"k","type":"int"}]}]}]}`)
	findings := avro.Check(rule.Backward, old, new)
	want := "O.x: the old schema writes P, and no branch of [null, P] in the new schema reads it; the branch P comes closest, " +
		"but O.x.k: the new schema reads the field, the old schema does not write it, and it has no default"
	if len(findings) != 1 || findings[0].Message != want {
		t.Errorf("findings are %+v, want one that says %q", findings, want)
	}
}
