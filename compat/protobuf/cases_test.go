package protobuf_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-registry/concord/compat/rule"
)

var update = flag.Bool("update", false, "rewrite the want sections of the cases")

// TestCases runs the cases of testdata/compat/protobuf: a comment that says why, old.proto, new.proto, and want with a
// line for each finding: direction, code, what it breaks, and what the reference registry reports.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("../../testdata/compat/protobuf/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases found (%v)", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			section := map[string]int{}
			for i, f := range archive.Files {
				section[f.Name] = i
			}
			if len(archive.Comment) == 0 || len(section) != 3 {
				t.Fatal("a case has a comment and the files old.proto, new.proto, want")
			}
			text := func(name string) string { return string(archive.Files[section[name]].Data) }
			got := lines(both(parse(t, text("old.proto")), parse(t, text("new.proto"))))
			if *update {
				archive.Files[section["want"]].Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := gocmp.Diff(text("want"), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// lines spells findings, one a line.
func lines(findings []rule.Finding) string {
	var b strings.Builder
	for _, f := range findings {
		reported := "unreported"
		if f.Reference != nil {
			reported = f.Reference.Type + " " + f.Reference.Path
		}
		fmt.Fprintf(&b, "%s %s at %s: breaks %s, %s\n", f.Direction, f.Code, place(f), axes(f.Breaks), reported)
	}
	return b.String()
}

// place is where a finding is, in the new schema if it has a place there.
func place(f rule.Finding) string {
	for _, p := range []rule.Place{f.New, f.Old} {
		if p.Span.Start.Line > 0 {
			return fmt.Sprintf("%s:%d", p.Path, p.Span.Start.Line)
		}
	}
	return "the file"
}

func axes(a rule.Axis) string {
	var names []string
	for _, x := range []struct {
		axis rule.Axis
		name string
	}{{rule.Wire, "wire"}, {rule.Value, "value"}, {rule.Text, "text"}, {rule.Source, "source"}} {
		if a&x.axis != 0 {
			names = append(names, x.name)
		}
	}
	if len(names) == 0 {
		return "nothing"
	}
	return strings.Join(names, " ")
}
