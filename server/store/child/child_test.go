package child_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
	"go.uber.org/zap"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store/child"
)

// The test binary is also the child.
const childCommand = "__etcd"

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == childCommand {
		os.Exit(child.Main(os.Args[2:]))
	}
	os.Exit(m.Run())
}

// journal is a log that a test can read while it is written.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

func start(t *testing.T, dir string) (*child.Child, *journal) {
	t.Helper()
	log := &journal{}
	c, err := child.Start(t.Context(), child.Config{Dir: dir, Args: []string{childCommand}, Logger: slog.New(slog.NewTextHandler(log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c, log
}

func client(t *testing.T, endpoints []string, config *tls.Config) *clientv3.Client {
	t.Helper()
	c, err := clientv3.New(clientv3.Config{Endpoints: endpoints, TLS: config, Logger: zap.NewNop()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func put(t *testing.T, c *clientv3.Client, key string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for {
		_, err := c.Put(ctx, key, "x")
		if err == nil {
			return
		}
		if ctx.Err() != nil {
			t.Fatalf("etcd does not answer: %v", err)
		}
	}
}

func TestTransports(t *testing.T) {
	long := filepath.Join(t.TempDir(), strings.Repeat("long", 25))
	tests := []struct {
		name, dir, scheme string
	}{
		{"unix socket", t.TempDir(), "unix://"},
		{"path too long for a socket", long, "https://127.0.0.1:"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c, log := start(t, test.dir)
			if got := c.Endpoints()[0]; !strings.HasPrefix(got, test.scheme) {
				t.Fatalf("endpoint = %s, want %s…", got, test.scheme)
			}
			put(t, client(t, c.Endpoints(), c.TLS()), "a")
			if info, err := os.Stat(filepath.Join(test.dir, "run")); err != nil || info.Mode().Perm() != 0o700 {
				t.Errorf("run folder: %v, %v, want mode 0700", info.Mode(), err)
			}
			t.Log(log)
		})
	}
}

func TestLoopbackRefusesStrangers(t *testing.T) {
	c, _ := start(t, filepath.Join(t.TempDir(), strings.Repeat("long", 25)))
	put(t, client(t, c.Endpoints(), c.TLS()), "a")
	stranger := client(t, c.Endpoints(), &tls.Config{RootCAs: c.TLS().RootCAs})
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if _, err := stranger.Get(ctx, "a"); err == nil {
		t.Error("a client without a certificate was let in")
	}
}

func TestFolderInUse(t *testing.T) {
	dir := t.TempDir()
	start(t, dir)
	_, err := child.Start(t.Context(), child.Config{Dir: dir, Args: []string{childCommand}})
	if !fault.Is(err, fault.Exists) || !strings.Contains(err.Error(), "in use by process ") {
		t.Errorf("second start: %v", err)
	}
}

func TestRestartsAfterDeath(t *testing.T) {
	c, log := start(t, t.TempDir())
	etcd := client(t, c.Endpoints(), c.TLS())
	put(t, etcd, "a")
	first := c.Process()
	if err := syscall.Kill(first, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	put(t, etcd, "b")
	if got := c.Process(); got == first || got == 0 {
		t.Errorf("process = %d after the death of %d", got, first)
	}
	if !strings.Contains(c.Problem(), "killed") || !strings.Contains(log.String(), "starting it again") {
		t.Errorf("problem = %q, log = %s", c.Problem(), log)
	}
}

func TestCloseEndsTheChild(t *testing.T) {
	dir := t.TempDir()
	c, _ := start(t, dir)
	put(t, client(t, c.Endpoints(), c.TLS()), "a")
	pid := c.Process()
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, 0); err == nil {
		t.Errorf("process %d lives on", pid)
	}
	again, _ := start(t, dir)
	put(t, client(t, again.Endpoints(), again.TLS()), "b")
}

// TestGroupSignals: what a terminal or a service manager sends to all processes does not end the child before its parent
// lets it.
func TestGroupSignals(t *testing.T) {
	c, _ := start(t, t.TempDir())
	etcd := client(t, c.Endpoints(), c.TLS())
	put(t, etcd, "a")
	pid := c.Process()
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		if err := syscall.Kill(pid, s); err != nil {
			t.Fatal(err)
		}
	}
	put(t, etcd, "b")
	if got := c.Process(); got != pid || c.Problem() != "" {
		t.Errorf("process = %d, problem = %q, want %d and none", got, c.Problem(), pid)
	}
}
