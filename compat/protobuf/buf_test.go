//go:build buf

package protobuf_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	checker "github.com/concord-registry/concord/compat/protobuf"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/compat/word"
)

// These tests put generated pairs to buf itself, at the version that .ci/tools pins, many pairs to a process: each pair is
// a file of its own in a package of its own. They run with -tags buf (make bench-compat, make soundness).

// batch is how many pairs one run of buf compares.
const batch = 500

var judges = []word.Judge{word.BufWire, word.BufWireJSON, word.BufPackage, word.BufFile}

// offences are the rules that a pair offends.
type offences map[string]bool

func (o offences) String() string { return strings.Join(slices.Sorted(maps.Keys(o)), " ") }

// agreement compares verdicts, and counts where the rules behind them differ.
type agreement struct {
	categories      map[string][]string
	agreed, refused map[word.Judge]int
	all, alike      int
	unlike          map[string]int
}

// TestBuf compares verdicts on generated pairs.
func TestBuf(t *testing.T) {
	e := evolution{rand.New(rand.NewPCG(7, 7))}
	a := newAgreement(t)
	for a.all < *pairs {
		old, new := e.pairs(batch)
		a.compare(t, old, new)
	}
	a.demand(t)
}

// TestBufCorpus compares verdicts on the golden pairs, but for those that buf cannot read.
func TestBufCorpus(t *testing.T) {
	a := newAgreement(t)
	var old, new []string
	for i, p := range goldenPairs(t) {
		pkg := fmt.Sprint("p", len(old))
		before, after := repackaged(p.Old, pkg), repackaged(p.New, pkg)
		if !strings.Contains(before+after, "confluent/") && compile(before) != nil && compile(after) != nil {
			old, new = append(old, before), append(new, after)
		}
		if len(old) == batch || i == 2499 {
			a.compare(t, old, new)
			old, new = nil, nil
		}
	}
	if a.demand(t); a.all < 1000 {
		t.Errorf("only %d pairs were compared", a.all)
	}
}

var packageLine = regexp.MustCompile(`(?m)^package `)

// repackaged puts a text into a package, in front of its own.
func repackaged(text, pkg string) string {
	if packageLine.MatchString(text) {
		return packageLine.ReplaceAllString(text, "package "+pkg+".")
	}
	head, rest, _ := strings.Cut(text, "\n")
	return head + "\npackage " + pkg + ";\n" + rest
}

func newAgreement(t *testing.T) *agreement {
	return &agreement{
		categories: bufCategories(t), agreed: map[word.Judge]int{}, refused: map[word.Judge]int{}, unlike: map[string]int{},
	}
}

// compare adds pairs.
func (a *agreement) compare(t *testing.T, old, new []string) {
	theirs, _ := breaking(t, files(old), files(new), len(old))
	for i := range old {
		ours := offended(t, old[i], new[i])
		a.all++
		if ours.String() == theirs[i].String() {
			a.alike++
		}
		for name := range difference(ours, theirs[i]) {
			a.unlike["only here: "+name]++
		}
		for name := range difference(theirs[i], ours) {
			a.unlike["only buf: "+name]++
		}
		for _, judge := range judges {
			want, got := refuses(a.categories, judge, theirs[i]), refuses(a.categories, judge, ours)
			if want {
				a.refused[judge]++
			}
			if got == want {
				a.agreed[judge]++
				continue
			}
			t.Logf("%s: refused here is %v, by buf %v\nhere: %s\nbuf: %s\nold:\n%s\nnew:\n%s", judge, got, want, ours, theirs[i], old[i], new[i])
		}
	}
}

// demand wants 99 of 100 verdicts to be the same.
func (a *agreement) demand(t *testing.T) {
	for _, judge := range judges {
		t.Logf("%s: %d of %d verdicts agree, %d refusals", judge, a.agreed[judge], a.all, a.refused[judge])
		if a.agreed[judge]*100 < a.all*99 {
			t.Errorf("%s agrees with buf in %d of %d pairs; want 99 in 100", judge, a.agreed[judge], a.all)
		}
	}
	t.Logf("the rules are the same for %d of %d pairs; unlike: %v", a.alike, a.all, a.unlike)
}

func difference(a, b offences) offences {
	only := offences{}
	for name := range a {
		if !b[name] {
			only[name] = true
		}
	}
	return only
}

// pairs makes n pairs that compile, the i-th in the package p<i>.
func (e evolution) pairs(n int) (old, new []string) {
	for len(old) < n {
		pkg := fmt.Sprint("p", len(old))
		first := e.contract()
		a, b := first.in(pkg), e.evolve(first).in(pkg)
		if compile(a) != nil && compile(b) != nil {
			old, new = append(old, a), append(new, b)
		}
	}
	return old, new
}

// offended are the rules that the findings of a pair name.
func offended(t testing.TB, old, new string) offences {
	o := offences{}
	for _, f := range checker.Check(rule.Backward, parse(t, old), parse(t, new)) {
		for _, name := range f.Buf {
			o[name] = true
		}
	}
	return o
}

// refuses reports whether one of the rules is in the judge's category, as buf lists them.
func refuses(categories map[string][]string, judge word.Judge, o offences) bool {
	category := strings.ToUpper(strings.ReplaceAll(strings.TrimPrefix(string(judge), "buf-"), "-", "_"))
	for name := range o {
		if slices.Contains(categories[name], category) {
			return true
		}
	}
	return false
}

// bufCategories are the categories of each of buf's rules.
func bufCategories(t testing.TB) map[string][]string {
	list := map[string][]string{}
	out, _ := buf(t, t.TempDir(), "config", "ls-breaking-rules", "--version", "v2", "--format", "json")
	lines := bufio.NewScanner(bytes.NewReader(out))
	for lines.Scan() {
		var r struct {
			ID         string
			Categories []string
		}
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		list[r.ID] = r.Categories
	}
	if len(list) < 60 {
		t.Fatalf("buf lists %d rules", len(list))
	}
	return list
}

var pairOf = regexp.MustCompile(`\bp(\d+)\b`)

// files are the texts of one side by name.
func files(texts []string) map[string]string {
	byName := map[string]string{}
	for i, text := range texts {
		byName[fmt.Sprintf("p%d.proto", i)] = text
	}
	return byName
}

// breaking runs all rules of buf over the files of n pairs, and says how long that took.
func breaking(t testing.TB, old, new map[string]string, n int) ([]offences, time.Duration) {
	root := t.TempDir()
	for side, files := range map[string]map[string]string{"old": old, "new": new} {
		write(t, filepath.Join(root, side), files)
		write(t, filepath.Join(root, side), map[string]string{"buf.yaml": "version: v2\nbreaking:\n  use: [FILE, PACKAGE, WIRE_JSON, WIRE]\n"})
	}
	out, took := buf(t, root, "breaking", "new", "--against", "old", "--error-format", "json")
	found := make([]offences, n)
	for i := range found {
		found[i] = offences{}
	}
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var a struct{ Path, Type, Message string }
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			t.Fatalf("%v: %s", err, lines.Bytes())
		}
		at := pairOf.FindStringSubmatch(a.Path)
		if at == nil {
			at = pairOf.FindStringSubmatch(a.Message)
		}
		if at == nil {
			t.Fatalf("of which pair is %+v?", a)
		}
		i, err := strconv.Atoi(at[1])
		if err != nil {
			t.Fatal(err)
		}
		found[i][a.Type] = true
	}
	return found, took
}

func write(t testing.TB, dir string, files map[string]string) {
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// buf runs buf in a folder; that it finds something is no error.
func buf(t testing.TB, dir string, args ...string) ([]byte, time.Duration) {
	tool, err := exec.Command("go", "tool", "-C", "../..", "-modfile=.ci/tools/buf/go.mod", "-n", "buf").Output()
	if err != nil {
		t.Fatalf("build buf: %v", err)
	}
	cmd := exec.Command(strings.TrimSpace(string(tool)), args...)
	cmd.Dir = dir
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	start := time.Now()
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 100) {
		t.Fatalf("buf %s: %v\n%s%s", strings.Join(args, " "), err, out, complaint.String())
	}
	return out, time.Since(start)
}

// TestBufSpeed compares how long buf and this package take for the same pairs, from text to verdict, in one run. What buf
// takes to start is measured with one pair and taken off.
func TestBufSpeed(t *testing.T) {
	e := evolution{rand.New(rand.NewPCG(11, 11))}
	old, new := e.pairs(batch)
	_, one := breaking(t, files(old[:1]), files(new[:1]), 1)
	_, all := breaking(t, files(old), files(new), batch)
	theirs := (all - one) / (batch - 1)
	start := time.Now()
	for i := range old {
		checker.Check(rule.Backward, parse(t, old[i]), parse(t, new[i]))
	}
	ours := time.Since(start) / batch
	t.Logf("a pair takes buf %v, and %v here with witnesses: %.1f times as fast; buf starts in %v", theirs, ours, float64(theirs)/float64(ours), one)
	if ours > theirs {
		t.Errorf("a pair takes %v, buf takes %v", ours, theirs)
	}
}
