package jsonschema_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	checker "github.com/concord-registry/concord/compat/jsonschema"
	"github.com/concord-registry/concord/compat/jsonschema/schematest"
	"github.com/concord-registry/concord/compat/rule"
)

// goldenCase is a pair of schemas and what the reference said about it.
type goldenCase struct {
	ID                string
	Old, New          string
	Backward, Forward verdict
}

type verdict struct {
	Status     int
	Compatible bool
	Types      []difference
}

type difference struct{ Type, Path string }

// golden reads the golden pairs.
func golden(t testing.TB) []goldenCase {
	t.Helper()
	file, err := os.Open("../../testdata/golden/compat/json.jsonl.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(nil, 1<<24)
	var cases []goldenCase
	for lines.Scan() {
		var c goldenCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		cases = append(cases, c)
	}
	if err := lines.Err(); err != nil || len(cases) != 2500 {
		t.Fatalf("%d cases were read, want 2500; err = %v", len(cases), err)
	}
	return cases
}

var asText = cmp.Transformer("text", func(d difference) string { return d.Type + " " + d.Path })

// TestGolden compares verdicts, types and paths with the reference, in both directions. Directions in which the reference
// failed are not judged, but must be answered.
func TestGolden(t *testing.T) {
	for _, c := range golden(t) {
		t.Run(c.ID, func(t *testing.T) {
			old, new := schematest.Parse(t, c.Old), schematest.Parse(t, c.New)
			for dir, want := range map[rule.Direction]verdict{rule.Backward: c.Backward, rule.Forward: c.Forward} {
				got := projection(checker.Check(dir, old, new))
				if want.Status >= 500 {
					continue
				}
				if diff := cmp.Diff(got, want.Types, asText); len(got)+len(want.Types) > 0 && diff != "" {
					t.Errorf("%s (got -, want +):\n%s\nold %s\nnew %s", dir, diff, c.Old, c.New)
				}
			}
		})
	}
}

// projection is what the reference would report.
func projection(findings []rule.Finding) []difference {
	var out []difference
	for _, f := range findings {
		if f.Reference != nil {
			out = append(out, difference{f.Reference.Type, f.Reference.Path})
		}
	}
	slices.SortFunc(out, func(a, b difference) int {
		if c := strings.Compare(a.Type, b.Type); c != 0 {
			return c
		}
		return strings.Compare(a.Path, b.Path)
	})
	return out
}
