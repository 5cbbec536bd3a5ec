package jsonschema_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	checker "github.com/concord-registry/concord/compat/jsonschema"
	"github.com/concord-registry/concord/compat/jsonschema/schematest"
	"github.com/concord-registry/concord/compat/rule"
)

var update = flag.Bool("update", false, "write what is found into the cases")

// TestCases compares the findings of every case with what it wants: a line each of direction, code, place, the
// reference's type and path (a dash when it lets the change pass, LENIENT when that policy does), and what breaks.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("../../testdata/compat/json/*.txtar")
	if err != nil || len(files) < 60 {
		t.Fatalf("%d cases were found, want 60 or more; err = %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if len(archive.Files) != 3 || archive.Files[2].Name != "want" || len(archive.Comment) == 0 {
				t.Fatal("a case is a comment and the files old.json, new.json and want")
			}
			old, new := schematest.Parse(t, string(archive.Files[0].Data)), schematest.Parse(t, string(archive.Files[1].Data))
			var got strings.Builder
			for _, dir := range []rule.Direction{rule.Backward, rule.Forward} {
				for _, f := range checker.Check(dir, old, new) {
					got.WriteString(line(f))
				}
			}
			if *update {
				archive.Files[2].Data = []byte(got.String())
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(got.String(), string(archive.Files[2].Data)); diff != "" {
				t.Errorf("(got -, want +)\n%s", diff)
			}
		})
	}
}

func line(f rule.Finding) string {
	reference := "-"
	if f.Reference != nil {
		reference = strings.TrimSpace(f.Reference.Type + " " + f.Reference.Path)
		if f.Reference.Lenient {
			reference += " LENIENT"
		}
	}
	breaks := "breaks nothing"
	if f.Breaks != 0 {
		breaks = "breaks"
	}
	if f.Witness != nil {
		breaks += " " + f.Witness.Datum
	}
	return fmt.Sprintf("%s %s %s | %s | %s\n", f.Direction, f.Code, f.New.Path, reference, breaks)
}
