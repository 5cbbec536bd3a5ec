package concord

import (
	"os"
	"os/exec"
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

// TestVet demands a clean go vet.
func TestVet(t *testing.T) {
	if out, err := exec.Command("go", "vet", "./...").CombinedOutput(); err != nil {
		t.Errorf("go vet: %v\n%s", err, out)
	}
}

// TestStaticcheck demands a clean staticcheck, at the version that .ci/tools pins.
func TestStaticcheck(t *testing.T) {
	if testing.Short() {
		t.Skip("staticcheck reads the whole module")
	}
	out, err := exec.Command("go", "tool", "-modfile=.ci/tools/staticcheck/go.mod", "staticcheck", "./...").CombinedOutput()
	if err != nil {
		t.Errorf("staticcheck: %v\n%s", err, out)
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
