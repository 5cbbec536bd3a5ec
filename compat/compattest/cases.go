// Package compattest is what the tests of the formats' checkers have in common: the cases of testdata/compat, and the rule
// tables with their examples.
package compattest

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-registry/concord/compat/rule"
)

var update = flag.Bool("update", false, "rewrite what the cases want")

// Check compares two texts, and fails t when one is no schema.
type Check func(t testing.TB, old, new string) []rule.Finding

// Both makes a Check of both directions, backward first, of a format's parser and checker.
func Both[S any](parse func(testing.TB, string) S, check func(rule.Direction, S, S) []rule.Finding) Check {
	return func(t testing.TB, oldText, newText string) []rule.Finding {
		t.Helper()
		old, new := parse(t, oldText), parse(t, newText)
		return append(check(rule.Backward, old, new), check(rule.Forward, old, new)...)
	}
}

// Cases reads each file of a folder as a sentence of the specification: a comment that says why it matters, the schemas
// old and new with the extension given, and want with a line for each finding, spelled by line. There must be as many files
// as said, or more. With -update what is found is written into the files.
func Cases(t *testing.T, folder, extension string, least int, check Check, line func(rule.Finding) string) {
	files, err := filepath.Glob(filepath.Join(folder, "*.txtar"))
	if err != nil || len(files) < least {
		t.Fatalf("%s has %d cases, want %d or more; error %v", folder, len(files), least, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			old, new, want := sections(t, archive, extension)
			var got strings.Builder
			for _, f := range check(t, string(old.Data), string(new.Data)) {
				got.WriteString(line(f) + "\n")
			}
			if diff := cmp.Diff(got.String(), string(want.Data)); diff != "" && !*update {
				t.Errorf("got - want +\n%s", diff)
			}
			if want.Data = []byte(got.String()); *update {
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func sections(t *testing.T, archive *txtar.Archive, extension string) (old, new, want *txtar.File) {
	t.Helper()
	f := archive.Files
	if len(f) != 3 || f[0].Name != "old"+extension || f[1].Name != "new"+extension || f[2].Name != "want" {
		t.Fatalf("a case has the files old%s, new%s and want, in this order", extension, extension)
	}
	if strings.TrimSpace(string(archive.Comment)) == "" {
		t.Error("the case does not say why it matters; write a comment on top")
	}
	return &f[0], &f[1], &f[2]
}

// Axes spells what a finding breaks, with a separator; nothing is spelled too.
func Axes(a rule.Axis, separator string) string {
	if a == 0 {
		return "nothing"
	}
	return strings.Join(a.Names(), separator)
}
