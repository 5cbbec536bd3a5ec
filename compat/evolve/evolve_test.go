package evolve_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/evolve"
	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/formats"
)

var update = flag.Bool("update", false, "write the expectations anew")

var types = map[string]schema.Type{".avsc": schema.Avro, ".proto": schema.Protobuf, ".json": schema.JSON}

// TestCases runs testdata/evolve: a line "level: LEVEL [JUDGE]", two schemas, and the plan.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("../../testdata/evolve/*.txtar")
	if err != nil || len(files) < 15 {
		t.Fatalf("found %d cases: %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil || len(a.Files) != 3 {
				t.Fatalf("%d files, %v", len(a.Files), err)
			}
			r := request(t, a)
			plan, err := evolve.Find(r)
			if err != nil {
				t.Fatal(err)
			}
			prove(t, r, plan)
			got, want := printed(plan), string(a.Files[2].Data)
			if *update {
				a.Files[2].Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if d := cmp.Diff(want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func request(t *testing.T, a *txtar.Archive) evolve.Request {
	t.Helper()
	_, line, _ := strings.Cut(string(a.Comment), "level: ")
	words := append(strings.Fields(line), "")
	level, levelErr := word.ParseLevel(words[0])
	judge, judgeErr := word.ParseJudge(words[1])
	if levelErr != nil || judgeErr != nil {
		t.Fatal(levelErr, judgeErr)
	}
	return evolve.Request{Level: level, Judge: judge, Old: source(a.Files[0]), New: source(a.Files[1])}
}

func source(f txtar.File) schema.Source {
	return schema.Source{Type: types[filepath.Ext(f.Name)], Text: string(f.Data), File: f.Name}
}

func printed(p evolve.Plan) string {
	var b strings.Builder
	for _, f := range p.Reasons {
		fmt.Fprintf(&b, "reason: %s %s\n", f.Direction, f.Code)
	}
	printSteps(&b, "step", p.Steps)
	printSteps(&b, "instead", p.Instead)
	if len(p.Steps)+len(p.Instead) == 0 {
		b.WriteString("no way\n")
	}
	return b.String()
}

func printSteps(b *strings.Builder, what string, steps []evolve.Step) {
	for i, s := range steps {
		fmt.Fprintf(b, "%s %d: %s\n", what, i+1, s.Do)
		if s.Do != "the wanted schema" {
			fmt.Fprintln(b, strings.TrimRight(s.Text, "\n"))
		}
	}
}

// prove checks every step of a plan as a registry would, from the texts alone.
func prove(t *testing.T, r evolve.Request, plan evolve.Plan) {
	t.Helper()
	for _, steps := range [][]evolve.Step{plan.Steps, plan.Instead} {
		versions := []compat.Version{{Number: 1, Schema: parse(t, r.Old)}}
		for i, step := range steps {
			like := r.New
			like.Text = step.Text
			next := parse(t, like)
			findings, err := compat.Check(r.Judge, r.Level, versions, next)
			if err != nil || !compat.Compatible(r.Judge, word.Strict, findings) {
				t.Errorf("step %d is refused: %v %v", i+1, findings, err)
			}
			versions = append(versions, compat.Version{Number: i + 2, Schema: next})
		}
	}
	if n := len(plan.Steps); n > 0 && plan.Steps[n-1].Text != r.New.Text {
		t.Errorf("the plan ends elsewhere:\n%s", plan.Steps[n-1].Text)
	}
}

func parse(t *testing.T, s schema.Source) schema.Parsed {
	t.Helper()
	p, err := formats.Parse(s, schema.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestCorpus looks for a plan between the schemas of every compatibility case, at the strictest and the weakest promise:
// whatever comes out must hold.
func TestCorpus(t *testing.T) {
	files, err := filepath.Glob("../../testdata/compat/*/*.txtar")
	if err != nil || len(files) < 100 {
		t.Fatalf("found %d cases: %v", len(files), err)
	}
	found := 0
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil || len(a.Files) < 2 {
			t.Fatal(file, err)
		}
		for _, level := range []word.Level{word.Backward, word.Forward, word.Full, word.FullTransitive} {
			for _, judge := range []word.Judge{word.Confluent, word.Sound} {
				r := evolve.Request{Level: level, Judge: judge, Old: source(a.Files[0]), New: source(a.Files[1])}
				plan, err := evolve.Find(r)
				if err != nil {
					continue // a case with references, or of a text that is read leniently only
				}
				prove(t, r, plan)
				if len(plan.Steps)+len(plan.Instead) > 0 && len(plan.Reasons) > 0 {
					found++
				}
			}
		}
	}
	if found < 50 {
		t.Errorf("plans were found for %d refused pairs only", found)
	}
	t.Logf("plans for %d refused pairs", found)
}

// TestFormats: no plan leads from one format to another.
func TestFormats(t *testing.T) {
	plan, err := evolve.Find(evolve.Request{Level: word.Backward,
		Old: schema.Source{Type: schema.Avro, Text: `"int"`}, New: schema.Source{Type: schema.JSON, Text: `{}`}})
	if err != nil || len(plan.Steps)+len(plan.Instead) > 0 || len(plan.Reasons) != 1 {
		t.Errorf("%+v, %v", plan, err)
	}
}
