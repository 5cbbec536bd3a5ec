//go:build conformance

package conformance

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"
)

// concordBinary builds the program once for all tests.
var concordBinary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "concord-conformance-")
	if err != nil {
		return "", err
	}
	binary := filepath.Join(dir, "concord")
	out, err := exec.Command("go", "build", "-o", binary, "../../cmd/concord").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return binary, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	printCounts()
	if binary, err := concordBinary(); err == nil {
		os.RemoveAll(filepath.Dir(binary))
	}
	os.Exit(code)
}

// startConcord runs a server as a user would, with more flags if there are any, waits until it is ready and returns its
// URL.
func startConcord(t *testing.T, flags ...string) string {
	t.Helper()
	binary, err := concordBinary()
	if err != nil {
		t.Fatal(err)
	}
	rest, secret := freeAddress(t), filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("conformance\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	start(t, exec.Command(binary, append([]string{"serve", "--data-dir", t.TempDir(), "--listen", rest, "--kms-local-secret-file", secret,
		"--grpc-listen", freeAddress(t), "--admin-listen", freeAddress(t)}, flags...)...))
	url := "http://" + rest
	await(t, "concord", func() error {
		answer, err := http.Get(url + "/readyz")
		if err != nil {
			return err
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			return fmt.Errorf("not ready: %s", answer.Status)
		}
		return nil
	})
	return url
}

// start runs a process until the test ends, and shows its output if the test fails.
func start(t *testing.T, c *exec.Cmd) {
	t.Helper()
	var output lastBytes
	c.Stdout, c.Stderr = &output, &output
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Process.Signal(syscall.SIGTERM)
		kill := time.AfterFunc(20*time.Second, func() { c.Process.Kill() })
		defer kill.Stop()
		c.Wait()
		if t.Failed() {
			t.Logf("%s said:\n%s", filepath.Base(c.Path), output.String())
		}
	})
}

// await repeats a check until it passes, for at most a minute.
func await(t *testing.T, what string, check func() error) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		err := check()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s did not come up: %v", what, err)
		}
		<-tick.C
	}
}

// freeAddress is a loopback address that nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// lastBytes keeps the end of what is written to it.
type lastBytes struct {
	mu   sync.Mutex
	text []byte
}

func (b *lastBytes) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.text = tail(append(b.text, p...))
	return len(p), nil
}

func (b *lastBytes) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return string(b.text)
}
