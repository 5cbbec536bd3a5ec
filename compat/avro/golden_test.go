package avro_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/concord-registry/concord/compat/avro"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
	avroschema "github.com/concord-registry/concord/schema/avro"
)

// goldenPair is a line of testdata/golden/compat: two schemas, and what the reference registry said of them.
type goldenPair struct {
	ID       string
	Old, New string
	Backward goldenVerdict
	Forward  goldenVerdict
}

type goldenVerdict struct {
	Compatible bool
	Types      []goldenDifference
}

type goldenDifference struct{ Type, Path string }

func (a goldenDifference) compare(b goldenDifference) int {
	if c := strings.Compare(a.Type, b.Type); c != 0 {
		return c
	}
	return strings.Compare(a.Path, b.Path)
}

// TestGolden demands the reference's verdict, types and paths, with their multiplicity, for every pair in both directions.
func TestGolden(t *testing.T) {
	pairs := readGolden(t)
	if len(pairs) < 2500 {
		t.Fatalf("%d pairs, want 2500", len(pairs))
	}
	for _, p := range pairs {
		old, new := parse(t, p.Old), parse(t, p.New)
		compareGolden(t, p, rule.Backward, old, new, p.Backward)
		compareGolden(t, p, rule.Forward, old, new, p.Forward)
	}
}

func compareGolden(t *testing.T, p goldenPair, dir rule.Direction, old, new *avroschema.Schema, want goldenVerdict) {
	t.Helper()
	got := []goldenDifference{}
	compatible := true
	for _, f := range avro.Check(dir, old, new) {
		if f.Reference == nil {
			continue
		}
		compatible = false
		if f.Reference.Type != "" {
			got = append(got, goldenDifference{f.Reference.Type, f.Reference.Path})
		}
	}
	slices.SortFunc(got, goldenDifference.compare)
	slices.SortFunc(want.Types, goldenDifference.compare)
	if compatible != want.Compatible {
		t.Errorf("%s %s: compatible = %t, want %t\nold %s\nnew %s", p.ID, dir, compatible, want.Compatible, p.Old, p.New)
	}
	if diff := cmp.Diff(got, want.Types); diff != "" {
		t.Errorf("%s %s: got - want +\n%s\nold %s\nnew %s", p.ID, dir, diff, p.Old, p.New)
	}
}

func parse(t testing.TB, text string) *avroschema.Schema {
	t.Helper()
	s, err := avroschema.Parse(schema.Source{Type: schema.Avro, Text: text}, schema.Options{})
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return s
}

func readGolden(t *testing.T) []goldenPair {
	t.Helper()
	file, err := os.Open("../../testdata/golden/compat/avro.jsonl.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var pairs []goldenPair
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var p goldenPair
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		pairs = append(pairs, p)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return pairs
}
