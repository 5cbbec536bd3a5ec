//go:build judges

package protobuf_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	checker "github.com/concord-registry/concord/compat/protobuf"
	"github.com/concord-registry/concord/compat/rule"
)

const judgesFolder = "../../.ci/tools/protobuf-judges"

// question is data put to the judge. broken are the codes of the findings that they are witnesses of; none where nothing
// breaks, so that all must be read alike.
type question struct {
	Writer string  `json:"writer"`
	Reader string  `json:"reader"`
	Data   []datum `json:"data"`
	broken []rule.Code
}

type datum struct {
	Message string `json:"message"`
	Bytes   string `json:"bytes"`
}

// meant are the codes of witnesses that the judge may read: their bytes are read, as values or under names that mean
// something else.
var meant = map[rule.Code]bool{
	checker.FieldRenumbered: true, checker.OneofFieldRemoved: true, checker.FieldNamedTypeChanged: true, checker.FieldEnumReplaced: true,
	checker.EnumValueRenumbered: true, checker.FieldKindChanged: true,
}

// TestOtherJudges puts data to code that protoc generated for Python: data between schemas of which Concord says that
// nothing breaks, and the witnesses of those where something does. The judge comes from its registry, pinned, into a folder
// that goes with the test.
func TestOtherJudges(t *testing.T) {
	h := history{evolution: evolution{rand.New(rand.NewPCG(5, 5))}}
	var questions []question
	for range *pairs {
		questions = h.ask(questions)
	}
	read, witnesses, forgiven := 0, 0, map[rule.Code]int{}
	for i, answers := range judged(t, questions) {
		q := questions[i]
		for j, refusal := range answers {
			switch {
			case len(q.broken) == 0 && refusal == "":
				read++
			case len(q.broken) == 0:
				t.Errorf("nothing breaks, but %s of %s: %s\nwriter:\n%s\nreader:\n%s", q.Data[j].Bytes, q.Data[j].Message, refusal, q.Writer, q.Reader)
			case refusal != "":
				witnesses++
			case meant[q.broken[j]]:
				forgiven[q.broken[j]]++
			default:
				t.Errorf("the witness %s of %s shows nothing: %s\nwriter:\n%s\nreader:\n%s", q.Data[j].Bytes, q.Data[j].Message, q.broken[j], q.Writer, q.Reader)
			}
		}
	}
	t.Logf("%d data read alike, %d witnesses confirmed, %v by what they mean", read, witnesses, forgiven)
	if read < *pairs || witnesses < *pairs/4 {
		t.Error("too few to mean anything")
	}
}

// ask adds what both directions of the next pair give to ask.
func (h *history) ask(questions []question) []question {
	h.contract.pkg = ""
	old, new := h.next()
	for _, dir := range []rule.Direction{rule.Backward, rule.Forward} {
		reader, writer := rule.Roles(dir, old, new)
		i := len(questions)
		q := question{Writer: packaged(writer.Canonical(), fmt.Sprint("w", i)), Reader: packaged(reader.Canonical(), fmt.Sprint("r", i))}
		findings := checker.Check(dir, old, new)
		if sound(findings) {
			q.Data = h.data(linked(writer), linked(reader))
		}
		for _, f := range findings {
			if f.Witness != nil && f.Code != checker.ExtensionChanged { // the judge looks at fields only
				q.broken = append(q.broken, f.Code)
				q.Data = append(q.Data, datum{f.Witness.Message, hex.EncodeToString(f.Witness.Encoded)})
			}
		}
		questions = append(questions, q)
	}
	return questions
}

// data are random data of all messages that both files have.
func (h *history) data(writer, reader protoreflect.FileDescriptor) []datum {
	var list []datum
	for i := range writer.Messages().Len() {
		w := writer.Messages().Get(i)
		if reader.Messages().ByName(w.Name()) == nil {
			continue
		}
		for range 4 {
			m := dynamicpb.NewMessage(w)
			fill(h.Rand, m, 0)
			if encoded, err := proto.Marshal(m); err == nil {
				list = append(list, datum{string(w.Name()), hex.EncodeToString(encoded)})
			}
		}
	}
	return list
}

// packaged is a text in another package.
func packaged(text, pkg string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, "package ") {
			lines[i] = ""
		}
	}
	return strings.Replace(strings.Join(lines, "\n"), "\n", "\npackage "+pkg+";\n", 1)
}

func judged(t *testing.T, questions []question) [][]string {
	t.Helper()
	var in bytes.Buffer
	for _, q := range questions {
		line, err := json.Marshal(q)
		if err != nil {
			t.Fatal(err)
		}
		in.Write(append(line, '\n'))
	}
	judge := exec.CommandContext(t.Context(), python(t), filepath.Join(judgesFolder, "judge.py"))
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

// python makes a Python with the judge's libraries.
func python(t *testing.T) string {
	dir := t.TempDir()
	binary := filepath.Join(dir, "bin", "python")
	for _, command := range [][]string{
		{"python3", "-m", "venv", dir},
		{binary, "-m", "pip", "install", "-q", "-r", filepath.Join(judgesFolder, "requirements.txt")},
	} {
		if out, err := exec.CommandContext(t.Context(), command[0], command[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", strings.Join(command, " "), err, out)
		}
	}
	return binary
}
