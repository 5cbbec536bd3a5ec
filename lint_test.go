package concord

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestFormat demands gofmt of every Go file.
func TestFormat(t *testing.T) {
	out, err := exec.Command("gofmt", append([]string{"-l"}, files(t, "*.go")...)...).CombinedOutput()
	if err != nil || len(out) > 0 {
		t.Errorf("gofmt -w these: %s %v", out, err)
	}
}

// modules are the folders of those that a user builds with.
var modules = []string{".", "clients/go"}

// TestVet demands a clean go vet of every module.
func TestVet(t *testing.T) {
	for _, folder := range modules {
		vet := exec.Command("go", "vet", "./...")
		vet.Dir = folder
		if out, err := vet.CombinedOutput(); err != nil {
			t.Errorf("go vet in %s: %v\n%s", folder, err, out)
		}
	}
}

// TestStaticcheck demands a clean staticcheck, at the version that .ci/tools pins.
func TestStaticcheck(t *testing.T) {
	if testing.Short() {
		t.Skip("staticcheck reads the whole module")
	}
	tool, err := filepath.Abs(".ci/tools/staticcheck/go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range modules {
		check := exec.Command("go", "tool", "-modfile="+tool, "staticcheck", "./...")
		check.Dir = folder
		if out, err := check.CombinedOutput(); err != nil {
			t.Errorf("staticcheck in %s: %v\n%s", folder, err, out)
		}
	}
}

// TestSpeech holds what no file of the project may say.
func TestSpeech(t *testing.T) {
	for _, rule := range []struct{ pattern, advice string }{
		{`\b(TODO|FIXME|XXX)\b`, "finish it, or open an issue"},
		{`(^|[^A-Za-z.])/(root|home/\w+)/`, "no paths of one machine"},
	} {
		pattern := regexp.MustCompile(rule.pattern)
		for _, name := range files(t, "*.go", "*.md", "Makefile") {
			if name == "lint_test.go" {
				continue
			}
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for i, line := range strings.Split(string(text), "\n") {
				if pattern.MatchString(line) {
					t.Errorf("%s:%d: %s: %s", name, i+1, rule.advice, strings.TrimSpace(line))
				}
			}
		}
	}
}

// TestCitations resolves what comments cite: `contract §3.3` is a heading of docs/contract/confluent.md, and so on.
func TestCitations(t *testing.T) {
	pages := map[string]string{"contract": "confluent.md", "compatibility": "compatibility.md", "storage": "storage.md", "document": "document.md"}
	heading := regexp.MustCompile(`(?m)^#+ ([0-9][0-9a-z.]*?)\.? `)
	known := map[string]bool{}
	for name, page := range pages {
		text, err := os.ReadFile("docs/contract/" + page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range heading.FindAllStringSubmatch(string(text), -1) {
			known[name+" §"+m[1]] = true
		}
	}
	mark := "\u00a7" // spelled so that this file cites nothing
	citation := regexp.MustCompile(`(\w+ )?` + mark + `([0-9][0-9a-z]*(?:\.[0-9]+)*)?`)
	cited := 0
	for _, name := range files(t, "*.go") {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			for _, m := range citation.FindAllStringSubmatch(line, -1) {
				cited++
				if !known[m[1]+mark+m[2]] && name != "lint_test.go" {
					t.Errorf("%s:%d: %q is no section of docs/contract: say the thing itself, or cite `contract %s1.2` and its like", name, i+1, m[0], mark)
				}
			}
		}
	}
	if cited == 0 {
		t.Error("nothing is cited: delete docs/contract and this test")
	}
}

// files lists the tracked files that match the patterns.
func files(t *testing.T, patterns ...string) []string {
	t.Helper()
	out, err := exec.Command("git", append([]string{"ls-files", "--"}, patterns...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	names := strings.Fields(string(out))
	if len(names) == 0 {
		t.Fatalf("no files match %v", patterns)
	}
	return names
}
