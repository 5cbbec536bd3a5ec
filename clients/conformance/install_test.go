//go:build conformance

package conformance

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// need skips the test when a program is missing; in CI that is a failure.
func need(t *testing.T, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err == nil {
			continue
		}
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is not installed", p)
		}
		t.Skipf("%s is not installed", p)
	}
}

// cache is the folder of what tests install; it is kept between runs.
func cache(t *testing.T) string {
	t.Helper()
	base, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(base, "concord-conformance")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// once installs something into a folder of the cache, anew whenever its lock file has changed.
func once(t *testing.T, name, lock string, install func(dir string)) string {
	t.Helper()
	return onceFrom(t, name, contents(t, lock), install)
}

// onceFrom is once for what has no lock file: it is installed anew whenever what it is made of has changed.
func onceFrom(t *testing.T, name string, madeOf []byte, install func(dir string)) string {
	t.Helper()
	dir := filepath.Join(cache(t), fmt.Sprintf("%s-%x", name, sha256.Sum256(madeOf))[:len(name)+13])
	done := filepath.Join(dir, ".installed")
	if _, err := os.Stat(done); err == nil {
		return dir
	}
	os.RemoveAll(dir)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	install(dir)
	if err := os.WriteFile(done, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// contents are those of files, in order.
func contents(t *testing.T, names ...string) []byte {
	t.Helper()
	var all []byte
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, text...)
	}
	return all
}

// shell runs a command in a folder for at most five minutes.
func shell(t *testing.T, dir string, command ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, command[0], command[1:]...)
	c.Dir = dir
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(command, " "), err, tail(out))
	}
}

// tail keeps the end of a long output.
func tail(out []byte) []byte {
	const most = 8 << 10
	return out[max(0, len(out)-most):]
}
