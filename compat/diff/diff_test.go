package diff_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-registry/concord/compat/diff"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/formats"
)

var update = flag.Bool("update", false, "write the expectations anew")

var types = map[string]schema.Type{".avsc": schema.Avro, ".proto": schema.Protobuf, ".json": schema.JSON}

// TestCases runs testdata/diff: two schemas, and what changed.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("../../testdata/diff/*.txtar")
	if err != nil || len(files) < 5 {
		t.Fatalf("found %d cases: %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil || len(a.Files) != 3 {
				t.Fatalf("%d files, %v", len(a.Files), err)
			}
			result, err := diff.Compare(parse(t, a.Files[0]), parse(t, a.Files[1]))
			if err != nil {
				t.Fatal(err)
			}
			got, want := printed(result), string(a.Files[2].Data)
			if *update {
				a.Files[2].Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if d := cmp.Diff(want, got); d != "" {
				t.Error(d)
			}
			checkWhole(t, result)
		})
	}
}

func parse(t *testing.T, f txtar.File) schema.Parsed {
	t.Helper()
	p, err := formats.Parse(schema.Source{Type: types[filepath.Ext(f.Name)], Text: string(f.Data), File: f.Name}, schema.Options{Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// printed is a line for each change, and below it the codes of its findings.
func printed(r diff.Result) string {
	var b strings.Builder
	if r.Same() {
		b.WriteString("formatting only\n")
	}
	for _, c := range r.Changes {
		fmt.Fprintf(&b, "%s %s %s: %q -> %q\n", c.Kind, c.What, c.Path(), c.Was, c.Is)
		printFindings(&b, c.Findings)
	}
	if len(r.Rest) > 0 {
		b.WriteString("elsewhere\n")
		printFindings(&b, r.Rest)
	}
	return b.String()
}

func printFindings(b *strings.Builder, findings []rule.Finding) {
	for _, f := range findings {
		fmt.Fprintf(b, "    %s %s\n", f.Direction, f.Code)
	}
}

// checkWhole demands that every finding stands in exactly one place.
func checkWhole(t *testing.T, r diff.Result) {
	t.Helper()
	placed := len(r.Rest)
	for _, c := range r.Changes {
		placed += len(c.Findings)
	}
	if placed != len(r.Findings) {
		t.Errorf("%d findings are placed, want %d", placed, len(r.Findings))
	}
}

// TestCorpus compares every pair of the compatibility corpus in both orders, and every schema with itself.
func TestCorpus(t *testing.T) {
	files, err := filepath.Glob("../../testdata/compat/*/*.txtar")
	if err != nil || len(files) < 100 {
		t.Fatalf("found %d cases: %v", len(files), err)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		old, new := lenient(a, "old"), lenient(a, "new")
		if old == nil || new == nil {
			continue
		}
		for _, pair := range [][2]schema.Parsed{{old, new}, {new, old}} {
			r, err := diff.Compare(pair[0], pair[1])
			if err != nil {
				t.Errorf("%s: %v", file, err)
			}
			checkWhole(t, r)
		}
		if r, err := diff.Compare(old, old); err != nil || len(r.Changes) != 0 {
			t.Errorf("%s: a schema differs from itself: %v %v", file, r.Changes, err)
		}
	}
}

// lenient reads the file of an archive whose name begins so, nil when it cannot be read on its own.
func lenient(a *txtar.Archive, name string) schema.Parsed {
	for _, f := range a.Files {
		if strings.TrimSuffix(f.Name, filepath.Ext(f.Name)) != name {
			continue
		}
		p, err := formats.Parse(schema.Source{Type: types[filepath.Ext(f.Name)], Text: string(f.Data)}, schema.Options{})
		if err == nil {
			return p
		}
	}
	return nil
}

// TestEffects demands the verdicts of both judges in each direction.
func TestEffects(t *testing.T) {
	old := parse(t, txtar.File{Name: "old.avsc", Data: []byte(`{"type":"record","name":"R","fields":[]}`)})
	new := parse(t, txtar.File{Name: "new.avsc", Data: []byte(`{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}`)})
	r, err := diff.Compare(old, new)
	if err != nil {
		t.Fatal(err)
	}
	want := []diff.Effect{{Judge: "confluent", Forward: true}, {Judge: "sound", Forward: true}}
	if d := cmp.Diff(want, diff.Effects(r.Findings)); d != "" {
		t.Error(d)
	}
}
