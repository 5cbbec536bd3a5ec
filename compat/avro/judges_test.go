//go:build judges

package avro_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/concord-registry/concord/compat/avro"
	"github.com/concord-registry/concord/compat/rule"
)

const judgesFolder = "../../.ci/tools/avro-judges"

// question is a datum, or several, put to a judge. broken are the codes of the findings that the data are witnesses of,
// none where Concord says that all data are readable.
type question struct {
	Writer string   `json:"writer"`
	Reader string   `json:"reader"`
	Data   []string `json:"data"`
	broken []rule.Code
}

// TestOtherJudges puts data to the decoders of two other houses, Apache Avro in Java and fastavro in Python: data between
// schemas of which Concord says that nothing breaks, and the witnesses of those where something does. What is readable must
// be read; a witness must be refused, except where a judge is known to read more than the specification says. The libraries
// of the judges come from their registries, pinned, into a folder that goes with the test.
func TestOtherJudges(t *testing.T) {
	questions := ask(rand.New(rand.NewPCG(7, 7)), *pairs)
	tests := []struct {
		name    string
		command []string
		// strict are refusals that the specification does not know, lenient the codes of witnesses that the judge may read.
		strict  *regexp.Regexp
		lenient []rule.Code
	}{
		// It does not ask for the names of records, in a union takes one with the right fields, and in a record that holds
		// itself finds enums and fixed types in unions by simple names.
		{"apache", javaJudge(t), regexp.MustCompile(`^none$`), []rule.Code{avro.NameMismatch, avro.UnionBranchMissing, avro.NamespaceInUnion}},
		// It takes aliases without a namespace for names in any, finds enums and fixed types in unions by simple names, and
		// does not know a type by its name when the field that defines it is not written.
		{"fastavro", pythonJudge(t), regexp.MustCompile(`(?i)^(SchemaResolutionError: schema mismatch|UnknownType): `),
			[]rule.Code{avro.NameMismatch, avro.UnionBranchMissing, avro.NamespaceInUnion, avro.FieldAliasIgnored}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			read, refused, strict, forgiven, lenient := 0, 0, 0, 0, map[rule.Code]int{}
			for i, answers := range judged(t, test.command, questions) {
				q := questions[i]
				for j, refusal := range answers {
					switch {
					case q.broken == nil && refusal == "":
						read++
					case q.broken == nil && test.strict.MatchString(refusal):
						strict++
					case q.broken == nil:
						t.Errorf("%s is readable, but: %s\nwriter %s\nreader %s", q.Data[j], refusal, q.Writer, q.Reader)
					case refusal != "":
						refused++
					case slices.Contains(test.lenient, q.broken[j]):
						lenient[q.broken[j]]++
						forgiven++
					default:
						t.Errorf("%s: the witness %s is read\nwriter %s\nreader %s", q.broken[j], q.Data[j], q.Writer, q.Reader)
					}
				}
			}
			t.Logf("%d data read, %d refused by strictness; %d witnesses refused, and read by leniency: %v", read, strict, refused, lenient)
			if read < *pairs || refused < *pairs/4 || strict*100 > read || forgiven*20 > refused {
				t.Error("too few to mean anything, or too many exceptions")
			}
		})
	}
}

// ask makes pairs of schemas, and data that the one writes: random ones where Concord says that the other reads all, and
// the witnesses where it does not.
func ask(random *rand.Rand, pairs int) []question {
	var questions []question
	for made := 0; made < pairs; {
		old, new := generated(random)
		if old == nil || new == nil || !inhabited(old.schema.Root) || !inhabited(new.schema.Root) {
			continue
		}
		made++
		for _, dir := range []rule.Direction{rule.Backward, rule.Forward} {
			reader, writer := rule.Roles(dir, old, new)
			q := question{Writer: plainText(writer), Reader: plainText(reader)}
			readable := true
			for _, f := range avro.Check(dir, old.schema, new.schema) {
				if f.Breaks&rule.Wire == 0 {
					continue
				}
				readable = false
				if f.Witness != nil {
					q.Data = append(q.Data, fmt.Sprintf("%x", f.Witness.Encoded))
					q.broken = append(q.broken, f.Code)
				}
			}
			for range 6 {
				if readable {
					q.Data = append(q.Data, fmt.Sprintf("%x", (&writing{Rand: random}).value(nil, writer.schema.Root)))
				}
			}
			questions = append(questions, q)
		}
	}
	return questions
}

// plainText is the text of a schema without logical types: what these mean is no matter of decoding.
func plainText(v *version) string {
	return strings.ReplaceAll(v.schema.Canonical(), `"logicalType"`, `"x-logicalType"`)
}

// judged is what a judge answers to the questions.
func judged(t *testing.T, command []string, questions []question) [][]string {
	t.Helper()
	var in bytes.Buffer
	for _, q := range questions {
		line, err := json.Marshal(q)
		if err != nil {
			t.Fatal(err)
		}
		in.Write(append(line, '\n'))
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
	answers := make([][]string, len(lines))
	for i, line := range lines {
		if err := json.Unmarshal([]byte(line), &answers[i]); err != nil {
			t.Fatal(err)
		}
	}
	return answers
}

// javaJudge installs the libraries of the judge in Java, and is the command that starts it.
func javaJudge(t *testing.T) []string {
	jars := filepath.Join(t.TempDir(), "jars")
	install(t, "mvn", "-q", "-B", "-f", filepath.Join(judgesFolder, "pom.xml"), "dependency:copy-dependencies", "-DoutputDirectory="+jars)
	return []string{"java", "-cp", filepath.Join(jars, "*"), filepath.Join(judgesFolder, "Judge.java")}
}

// pythonJudge installs the libraries of the judge in Python, and is the command that starts it.
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
