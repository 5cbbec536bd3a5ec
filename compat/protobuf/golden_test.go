package protobuf_test

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"os"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	checker "github.com/concord-registry/concord/compat/protobuf"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/protobuf"
)

// goldenPair is one line of the golden compatibility data.
type goldenPair struct {
	ID, Old, New      string
	Backward, Forward goldenVerdict
}

type goldenVerdict struct {
	Compatible bool
	Types      []goldenDifference
}

type goldenDifference struct{ Type, Path string }

// goldenPairs reads the golden compatibility data of Protobuf.
func goldenPairs(t testing.TB) []goldenPair {
	t.Helper()
	f, err := os.Open("../../testdata/golden/compat/protobuf.jsonl.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var pairs []goldenPair
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var p goldenPair
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		pairs = append(pairs, p)
	}
	if len(pairs) == 0 {
		t.Fatal("no golden pairs")
	}
	return pairs
}

func parse(t testing.TB, text string) *protobuf.Schema {
	t.Helper()
	s, err := protobuf.Parse(schema.Source{Type: schema.Protobuf, Text: text}, schema.Options{})
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return s
}

// TestGolden compares types, paths and multiplicity of all differences with those of the reference registry.
func TestGolden(t *testing.T) {
	for _, p := range goldenPairs(t) {
		old, new := parse(t, p.Old), parse(t, p.New)
		for _, dir := range []rule.Direction{rule.Backward, rule.Forward} {
			want := p.Backward
			if dir == rule.Forward {
				want = p.Forward
			}
			got := project(checker.Check(dir, old, new))
			if compatible := len(got) == 0; compatible != want.Compatible {
				t.Errorf("%s %s: compatible is %v, want %v", p.ID, dir, compatible, want.Compatible)
			}
			if diff := gocmp.Diff(want.Types, got); diff != "" {
				t.Errorf("%s %s (-want +got):\n%s\nold:\n%s\nnew:\n%s", p.ID, dir, diff, p.Old, p.New)
			}
		}
	}
}

// project lists the differences that findings stand for, sorted by type and path.
func project(findings []rule.Finding) []goldenDifference {
	list := []goldenDifference{}
	for _, f := range findings {
		if f.Reference != nil {
			list = append(list, goldenDifference{f.Reference.Type, f.Reference.Path})
		}
	}
	slices.SortFunc(list, func(a, b goldenDifference) int {
		return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.Path, b.Path))
	})
	return list
}
