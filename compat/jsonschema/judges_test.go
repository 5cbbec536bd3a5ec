//go:build judges

package jsonschema_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	checker "github.com/concord-registry/concord/compat/jsonschema"
	"github.com/concord-registry/concord/compat/rule"
)

const judgesFolder = "../../.ci/tools/json-judges"

// question is documents put to a judge: witnesses of a break, or random ones of a pair where nothing breaks.
type question struct {
	Writer string   `json:"writer"`
	Reader string   `json:"reader"`
	Data   []string `json:"data"`
	breaks bool
}

// disputed reports whether validators differ about a question: whether `contains` evaluates items in 2019-09.
func (q question) disputed() bool {
	both := q.Writer + q.Reader
	return strings.Contains(both, "2019-09") && strings.Contains(both, "unevaluatedItems") && strings.Contains(both, "contains")
}

// TestOtherJudges puts documents to the validator of another house, the package jsonschema in Python. Where nothing breaks
// it must not refuse for the reader what it accepts for the writer; it must accept a witness for the writer and refuse it
// for the reader. The library comes from its registry, pinned, into a folder that goes with the test.
func TestOtherJudges(t *testing.T) {
	questions := ask(*pairs)
	safe, witnesses, silent := 0, 0, 0
	for i, answers := range judged(t, pythonJudge(t), questions) {
		q := questions[i]
		for j, answer := range answers {
			writer, reader := answer[0], answer[1]
			switch {
			case writer == nil || reader == nil, q.breaks && *reader && q.disputed():
				silent++
			case q.breaks && (!*writer || *reader):
				t.Errorf("the witness %s is accepted for the writer: %v, for the reader: %v\nwriter %s\nreader %s",
					q.Data[j], *writer, *reader, q.Writer, q.Reader)
			case q.breaks:
				witnesses++
			case *writer && !*reader:
				t.Errorf("nothing breaks, but %s is refused\nwriter %s\nreader %s", q.Data[j], q.Writer, q.Reader)
			case *writer:
				safe++
			}
		}
	}
	t.Logf("%d documents accepted for both, %d witnesses confirmed, %d not judged", safe, witnesses, silent)
	if safe < *pairs || witnesses < *pairs/4 || silent*20 > safe {
		t.Error("too few to mean anything")
	}
}

// ask makes pairs of schemas with documents.
func ask(pairs int) []question {
	e := &evolution{Rand: rand.New(rand.NewPCG(7, 7))}
	var questions []question
	for made := 0; made < pairs; {
		first := e.schema()
		old, new := newVersion(first), newVersion(e.evolve(first))
		if old == nil || new == nil {
			continue
		}
		made++
		for _, dir := range []rule.Direction{rule.Backward, rule.Forward} {
			reader, writer := rule.Roles(dir, old, new)
			q := question{Writer: writer.text, Reader: reader.text, Data: []string{}}
			for _, f := range checker.Check(dir, old.schema, new.schema) {
				q.breaks = q.breaks || f.Breaks != 0
				if f.Witness != nil {
					q.Data = append(q.Data, f.Witness.Datum)
				}
			}
			g := newGenerator(e.Rand, writer.text, old.text, new.text)
			for range 10 {
				if datum := g.text(); !q.breaks && writer.validator.Accepts(datum) {
					g.allowed(datum)
					q.Data = append(q.Data, datum)
				}
			}
			questions = append(questions, q)
		}
	}
	return questions
}

// judged is what a judge answers: for every document whether each schema accepts it, nil where it cannot say.
func judged(t *testing.T, command []string, questions []question) [][][2]*bool {
	t.Helper()
	var in bytes.Buffer
	encoder := json.NewEncoder(&in)
	for _, q := range questions {
		if err := encoder.Encode(q); err != nil {
			t.Fatal(err)
		}
	}
	judge := exec.CommandContext(t.Context(), command[0], command[1:]...)
	judge.Stdin, judge.Stderr = &in, os.Stderr
	out, err := judge.Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if len(lines) != len(questions) {
		t.Fatalf("%d answers to %d questions", len(lines), len(questions))
	}
	answers := make([][][2]*bool, len(lines))
	for i, line := range lines {
		if err := json.Unmarshal([]byte(line), &answers[i]); err != nil {
			t.Fatal(err)
		}
	}
	return answers
}

// pythonJudge installs the library of the judge, and is the command that starts it.
func pythonJudge(t *testing.T) []string {
	dir := t.TempDir()
	install(t, "python3", "-m", "venv", dir)
	python := filepath.Join(dir, "bin", "python")
	install(t, python, "-m", "pip", "install", "-q", "-r", filepath.Join(judgesFolder, "requirements.txt"))
	return []string{python, filepath.Join(judgesFolder, "judge.py")}
}

func install(t *testing.T, command ...string) {
	t.Helper()
	if out, err := exec.CommandContext(t.Context(), command[0], command[1:]...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(command, " "), err, out)
	}
}
