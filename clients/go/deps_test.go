package concord_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// allowed are the modules that the client may bring into a program beside the standard library.
var allowed = []string{
	"github.com/concord-registry/concord/clients/go",
	"github.com/hashicorp/golang-lru/v2",
	"golang.org/x/sync",
}

func TestDependencies(t *testing.T) {
	packages := run(t, ".", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", "./...")
	if !slices.Contains(packages, allowed[0]) {
		t.Fatalf("go list does not name the client itself: %v", packages)
	}
	for _, p := range packages {
		if !slices.ContainsFunc(allowed, func(m string) bool { return p == m || strings.HasPrefix(p, m+"/") }) {
			t.Errorf("the client brings %s into every program that uses it: do without, or say here why not", p)
		}
	}
}

// TestModules sees how small the graph of modules is of a program that uses the client.
func TestModules(t *testing.T) {
	here, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	program := t.TempDir()
	write(t, program, "go.mod", "module example.org/program\n\ngo 1.26.0\n\nrequire "+allowed[0]+" v0.0.0\n\nreplace "+allowed[0]+" => "+here+"\n")
	write(t, program, "main.go", "package main\n\nimport _ \""+allowed[0]+"\"\n\nfunc main() {}\n")
	if modules := run(t, program, "list", "-mod=mod", "-m", "-f", "{{.Path}}", "all"); len(modules) < 2 || len(modules) >= 10 {
		t.Errorf("%d modules, want fewer than ten: %v", len(modules), modules)
	}
}

func run(t *testing.T, folder string, args ...string) []string {
	t.Helper()
	list := exec.Command("go", args...)
	list.Dir, list.Env = folder, append(os.Environ(), "GOPROXY=off", "GOFLAGS=")
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go %v: %v", args, err)
	}
	return strings.Fields(string(out))
}

func write(t *testing.T, folder, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
