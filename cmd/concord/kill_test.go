package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	concord "github.com/concord-registry/concord/clients/go"
)

// rounds is how often TestKilled kills something.
const rounds = 24

// TestKilled registers through the Go client while the server, its etcd or both are killed with SIGKILL again and again.
// Afterwards every acknowledged registration is there under its id, no id stands for two contents, and a server whose
// etcd was dead had gone on answering reads.
func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("kills servers for half a minute")
	}
	s := &victim{binary: program(t), data: t.TempDir(), address: loopbackAddress(t)}
	s.start(t)
	t.Cleanup(s.kill)
	writers := startWriters(t, "http://"+s.address, 6)
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	dice := rand.New(rand.NewPCG(seed, 0))
	for round := range rounds {
		writers.await(t, 40)
		time.Sleep(time.Duration(dice.IntN(50)) * time.Millisecond) // any moment of a commit
		switch round % 3 {
		case 0:
			s.kill()
			s.start(t)
		case 1:
			child := s.child(t)
			syscall.Kill(child, syscall.SIGKILL)
			writers.read(t, s.address)
		case 2:
			child := s.child(t)
			s.kill()
			syscall.Kill(child, syscall.SIGKILL)
			s.start(t)
		}
	}
	writers.await(t, 40)
	writers.stop()
	writers.verify(t, s.address)
}

// victim is a server in a process of its own.
type victim struct {
	binary, data, address string
	process               *exec.Cmd
}

// program copies the test binary under the name that makes it the program.
func program(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	from, err := os.Open(self)
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	name := filepath.Join(t.TempDir(), "concord")
	to, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close()
	if _, err := io.Copy(to, from); err != nil {
		t.Fatal(err)
	}
	return name
}

func loopbackAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// start runs the server and waits until it is ready. A predecessor's etcd may still be ending.
func (v *victim) start(t *testing.T) {
	t.Helper()
	v.process = exec.Command(v.binary, "serve", "--data-dir", v.data, "--listen", v.address, "--grpc-listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--log-level", "error")
	v.process.Stderr = os.Stderr
	if err := v.process.Start(); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(time.Minute)
	for tick := time.Tick(10 * time.Millisecond); ; <-tick {
		answer, err := http.Get("http://" + v.address + "/readyz")
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return
			}
		}
		if time.Now().After(deadline) {
			t.Fatalf("the server did not come back: %v", err)
		}
	}
}

func (v *victim) kill() {
	v.process.Process.Kill()
	v.process.Wait()
}

// child is the process id of the server's etcd.
func (v *victim) child(t *testing.T) int {
	t.Helper()
	pid := strconv.Itoa(v.process.Process.Pid)
	deadline := time.Now().Add(30 * time.Second)
	for tick := time.Tick(5 * time.Millisecond); ; <-tick {
		tasks, _ := filepath.Glob(filepath.Join("/proc", pid, "task", "*", "children"))
		for _, task := range tasks {
			text, _ := os.ReadFile(task)
			for _, field := range strings.Fields(string(text)) {
				if child, err := strconv.Atoi(field); err == nil {
					return child
				}
			}
		}
		if time.Now().After(deadline) {
			t.Fatal("the server has no etcd")
		}
	}
}

// writers register schemas of their own, and now and then one that all share, until they are stopped.
type writers struct {
	cancel  context.CancelFunc
	running sync.WaitGroup

	mu    sync.Mutex
	acked map[string]int // id by subject
	grew  chan struct{}  // receives after a registration, dropping what nobody waits for
}

func startWriters(t *testing.T, url string, n int) *writers {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	w := &writers{cancel: cancel, acked: map[string]int{}, grew: make(chan struct{}, 1)}
	client, err := concord.New(concord.Config{URLs: []string{url}, Retries: -1, Timeout: 2 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	for worker := range n {
		w.running.Go(func() { w.write(ctx, client, worker) })
	}
	t.Cleanup(w.stop)
	return w
}

func (w *writers) write(ctx context.Context, client *concord.Client, worker int) {
	for n := 0; ctx.Err() == nil; n++ {
		subject := fmt.Sprintf("w%d-%d", worker, n)
		r, err := client.Domain("").Register(ctx, concord.Registration{Subject: subject, Schema: concord.Schema{Text: writerText(subject, n)}})
		if err != nil {
			time.Sleep(5 * time.Millisecond) // the server is away; do not spin
			continue
		}
		w.mu.Lock()
		w.acked[subject] = r.Version.ID
		w.mu.Unlock()
		select {
		case w.grew <- struct{}{}:
		default:
		}
	}
}

// writerText is a schema of the subject's own, every fifth time one that other writers register too.
func writerText(subject string, n int) string {
	name := strings.ReplaceAll(subject, "-", "_")
	if n%5 == 0 {
		name = fmt.Sprintf("shared_%d", n)
	}
	return fmt.Sprintf(`{"type":"record","name":%q,"doc":"d","fields":[]}`, name)
}

// await waits for more registrations.
func (w *writers) await(t *testing.T, more int) {
	t.Helper()
	want, deadline := w.count()+more, time.After(time.Minute)
	for w.count() < want {
		select {
		case <-w.grew:
		case <-deadline:
			t.Fatalf("registrations stopped at %d", w.count())
		}
	}
}

func (w *writers) count() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.acked)
}

func (w *writers) stop() {
	w.cancel()
	w.running.Wait()
}

// read asks for something acknowledged while etcd is dead.
func (w *writers) read(t *testing.T, address string) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	for subject, id := range w.acked {
		answer, err := http.Get(fmt.Sprintf("http://%s/schemas/ids/%d?subject=%s", address, id, subject))
		if err != nil {
			t.Fatalf("read while etcd is dead: %v", err)
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			t.Fatalf("read while etcd is dead: %s", answer.Status)
		}
		return
	}
}

// verify holds everything that was acknowledged against what the registry has.
func (w *writers) verify(t *testing.T, address string) {
	t.Helper()
	client, err := concord.New(concord.Config{URLs: []string{"http://" + address}})
	if err != nil {
		t.Fatal(err)
	}
	texts := map[int]string{}
	for subject, id := range w.acked {
		v, err := client.Domain("").Version(t.Context(), subject, 1)
		if err != nil {
			t.Errorf("%s was acknowledged: %v", subject, err)
			continue
		}
		if v.ID != id {
			t.Errorf("%s was acknowledged as id %d and has %d", subject, id, v.ID)
		}
		if other, ok := texts[v.ID]; ok && other != v.Schema.Text {
			t.Errorf("id %d stands for %s and %s", v.ID, other, v.Schema.Text)
		}
		texts[v.ID] = v.Schema.Text
	}
	t.Logf("%d registrations acknowledged, %d ids", len(w.acked), len(texts))
}
