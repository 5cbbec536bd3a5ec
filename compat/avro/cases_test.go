package avro_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-registry/concord/compat/avro"
	"github.com/concord-registry/concord/compat/rule"
)

var update = flag.Bool("update", false, "rewrite the wanted findings of the cases")

const casesGlob = "../../testdata/compat/avro/*.txtar"

// TestCases reads each case as a sentence of the specification: the comment says why it matters, old.avsc and new.avsc are
// the schemas, want lists the findings of both directions, and nothing when all is well.
func TestCases(t *testing.T) {
	files, err := filepath.Glob(casesGlob)
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases match %s: %v", casesGlob, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			runCase(t, file)
		})
	}
}

func runCase(t *testing.T, path string) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.TrimSpace(string(archive.Comment)) == "" {
		t.Error("the case does not say why it matters; write a comment on top")
	}
	old, new := parse(t, section(t, archive, "old.avsc")), parse(t, section(t, archive, "new.avsc"))
	var got strings.Builder
	for _, dir := range []rule.Direction{rule.Backward, rule.Forward} {
		for _, f := range avro.Check(dir, old, new) {
			got.WriteString(line(f))
		}
	}
	if *update {
		rewrite(t, path, archive, got.String())
		return
	}
	if diff := cmp.Diff(got.String(), section(t, archive, "want")); diff != "" {
		t.Errorf("got - want +\n%s", diff)
	}
}

// line is a finding as the cases write it: direction, code, the reference's type and path or a dash, what breaks.
func line(f rule.Finding) string {
	reference := "-"
	if f.Reference != nil {
		reference = strings.TrimSpace("refused " + f.Reference.Type + " " + f.Reference.Path)
	}
	return fmt.Sprintf("%s %s | %s | breaks %s\n", f.Direction, f.Code, reference, axes(f.Breaks))
}

func axes(breaks rule.Axis) string {
	var names []string
	for _, axis := range []struct {
		axis rule.Axis
		name string
	}{{rule.Wire, "wire"}, {rule.Value, "value"}, {rule.Text, "text"}, {rule.Source, "source"}} {
		if breaks&axis.axis != 0 {
			names = append(names, axis.name)
		}
	}
	if names == nil {
		return "nothing"
	}
	return strings.Join(names, ", ")
}

func section(t *testing.T, archive *txtar.Archive, name string) string {
	t.Helper()
	for _, f := range archive.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	t.Fatalf("the case has no section %s", name)
	return ""
}

func rewrite(t *testing.T, path string, archive *txtar.Archive, want string) {
	t.Helper()
	for i := range archive.Files {
		if archive.Files[i].Name == "want" {
			archive.Files[i].Data = []byte(want)
		}
	}
	if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}
