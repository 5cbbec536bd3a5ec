package protobuf_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/concord-registry/concord/compat/compattest"
	checker "github.com/concord-registry/concord/compat/protobuf"
	"github.com/concord-registry/concord/compat/rule"
)

// TestReflexive: no schema differs from itself.
func TestReflexive(t *testing.T) {
	for _, p := range goldenPairs(t) {
		s := parse(t, p.Old)
		if got := both(s, s); len(got) > 0 {
			t.Fatalf("%s differs from itself: %v", p.ID, got)
		}
	}
}

// TestSymmetric: what is backward for (a, b) is forward for (b, a), for both judges.
func TestSymmetric(t *testing.T) {
	for _, p := range goldenPairs(t) {
		old, new := parse(t, p.Old), parse(t, p.New)
		backward := checker.Check(rule.Backward, old, new)
		forward := checker.Check(rule.Forward, new, old)
		if diff := gocmp.Diff(project(backward), project(forward)); diff != "" {
			t.Errorf("%s: differences (-backward +forward):\n%s", p.ID, diff)
		}
		if a, b := sound(backward), sound(forward); a != b {
			t.Errorf("%s: sound is %v backward and %v forward", p.ID, a, b)
		}
	}
}

// sound reports whether no finding breaks the wire or a value. Reserved numbers are left out: what is reserved speaks
// of the past, so it has one direction only.
func sound(findings []rule.Finding) bool {
	for _, f := range findings {
		if f.Code != checker.ReservedUsed && f.Breaks&(rule.Wire|rule.Value) != 0 {
			return false
		}
	}
	return true
}

// TestLayout: comments and white space change no verdict.
func TestLayout(t *testing.T) {
	for _, p := range goldenPairs(t)[:500] {
		shaken := "/* c */ " + strings.ReplaceAll(p.New, ";", " ; // c\n")
		want := project(checker.Check(rule.Backward, parse(t, p.Old), parse(t, p.New)))
		got := project(checker.Check(rule.Backward, parse(t, p.Old), parse(t, shaken)))
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-plain +shaken):\n%s", p.ID, diff)
		}
	}
}

// TestTable: every finding over the corpus has a row, and breaks nothing that the row does not list.
func TestTable(t *testing.T) {
	rows := map[rule.Code]rule.Rule{}
	for _, r := range checker.Rules {
		rows[r.Code] = r
	}
	for _, p := range goldenPairs(t) {
		for _, f := range both(parse(t, p.Old), parse(t, p.New)) {
			r, known := rows[f.Code]
			if !known {
				t.Fatalf("%s: the code %s has no row", p.ID, f.Code)
			}
			compattest.Fits(t, r, f)
			offends(t, r, f)
		}
	}
}

// TestHostile: schemas made to be expensive are compared in little time.
func TestHostile(t *testing.T) {
	tests := []struct{ name, old, new string }{
		{"recursive", recursive("A"), recursive("B")},
		{"10 000 fields gone", wide(10_000), "syntax = \"proto3\"; message M {}"},
		{"10 000 fields renamed", wide(10_000), strings.ReplaceAll(wide(10_000), "string f", "string g")},
		{"10 000 reserved", reservedLines(10_000), wide(10_000)},
		{"20 000 enum values", bigEnum(20_000, 0), bigEnum(20_000, 1)},
		{"every message renamed", clique(60, "A"), clique(60, "B")},
		{"deep", deep(90, "int32"), deep(90, "string")},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			old, new := parse(t, test.old), parse(t, test.new)
			start := time.Now()
			both(old, new)
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("the comparison took %v", took)
			}
		})
	}
}

func recursive(name string) string {
	return fmt.Sprintf("syntax = \"proto3\"; message M { %[1]s a = 1; } message %[1]s { %[1]s a = 1; M m = 2; C%[1]s c = 3; } message C%[1]s { %[1]s a = 1; }", name)
}

func wide(n int) string {
	return build("message M {", n, func(i int) string { return fmt.Sprintf("string f%d = %d;", i, i+1) })
}

func reservedLines(n int) string {
	return build("message M {", n, func(i int) string { return fmt.Sprintf("reserved %d;", 2*i) })
}

func bigEnum(n, from int) string {
	return build("enum E {", n, func(i int) string { return fmt.Sprintf("E%d = %d;", i, from+i) })
}

func build(open string, n int, item func(i int) string) string {
	var b strings.Builder
	b.WriteString("syntax = \"proto3\"; " + open)
	for i := range n {
		b.WriteString(item(i))
	}
	return b.String() + "}"
}

// clique has n messages that hold each other, so that all pairs of names meet.
func clique(n int, prefix string) string {
	var b strings.Builder
	b.WriteString("syntax = \"proto3\"; message M { " + prefix + "0 a = 1; }")
	for i := range n {
		fmt.Fprintf(&b, "message %s%d {", prefix, i)
		for j := range n {
			fmt.Fprintf(&b, "%s%d f%d = %d;", prefix, (i*j)%n, j, j+1)
		}
		b.WriteString("}")
	}
	return b.String()
}

func deep(n int, leaf string) string {
	return "syntax = \"proto3\";" + strings.Repeat("message M {", n) + leaf + " f = 1;" + strings.Repeat("}", n)
}
