package proto_test

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestLint holds the definition against buf.yaml.
func TestLint(t *testing.T) { buf(t, "lint") }

// TestFormat demands buf's layout.
func TestFormat(t *testing.T) { buf(t, "format", "--diff", "--exit-code") }

// TestBreaking holds the definition against what the last release promised: that of its tag, or before any release the
// baseline that is kept here.
func TestBreaking(t *testing.T) {
	against := filepath.Join("proto", "baseline.binpb")
	if tag := lastRelease(); tag != "" {
		against = ".git#tag=" + tag
	}
	buf(t, "breaking", "--against", against)
}

// TestGenerated fails when generated code is not what the definition gives.
func TestGenerated(t *testing.T) {
	out := t.TempDir()
	buf(t, "generate", "--output", out)
	fresh := os.DirFS(filepath.Join(out, "proto"))
	err := fs.WalkDir(fresh, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		want, err := fs.ReadFile(fresh, name)
		if err != nil {
			return err
		}
		if got, err := os.ReadFile(name); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is stale: run go generate ./proto", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestGeneratedBelongs fails for generated files whose definition is gone.
func TestGeneratedBelongs(t *testing.T) {
	names, err := filepath.Glob(filepath.Join("concord", "v1", "*.pb.go"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no generated files: %v", err)
	}
	for _, name := range names {
		stem := strings.TrimSuffix(strings.TrimSuffix(name, ".pb.go"), "_grpc")
		if _, err := os.Stat(stem + ".proto"); err != nil {
			t.Errorf("%s has no definition: delete it", name)
		}
	}
}

// buf runs buf at the root of the repository, at the version that .ci/tools pins.
func buf(t *testing.T, args ...string) {
	t.Helper()
	cmd := exec.Command("go", append([]string{"tool", "-modfile=.ci/tools/buf/go.mod", "buf"}, args...)...)
	cmd.Dir = ".."
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("buf %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// lastRelease is the tag of the newest release before HEAD, empty before the first.
func lastRelease() string {
	out, err := exec.Command("git", "tag", "--list", "v*", "--sort=-version:refname", "--merged").Output()
	if err != nil {
		return "" // a copy without history
	}
	tag, _, _ := strings.Cut(string(out), "\n")
	return tag
}
