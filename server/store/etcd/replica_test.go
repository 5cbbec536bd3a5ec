package etcd

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/child"
	"github.com/concord-registry/concord/server/store/storetest"
)

// The test binary is also a whole replica with a child of its own: this word, the data folder, the name of the run.
const replicaCommand = "__replica"

// The names of runs that do something else than write all the time.
const (
	idle = "idle" // does not write
	// doomedRun writes one big text, and is killed between staging the next one and committing it.
	doomedRun = "doomed"
)

// ack is a registration that a store has confirmed.
type ack struct {
	Subject store.Subject
	Text    string
	ID      store.ID
	Number  int
	Seq     uint64
}

// acknowledged registers a text and says what the plan that was committed did.
func acknowledged(ctx context.Context, s store.Store, subject store.Subject, text string) (a ack, err error) {
	seq, err := s.Update(ctx, func(tx *store.Tx) error {
		if err := storetest.Register(subject, text)(tx); err != nil {
			return err
		}
		latest := tx.View().Subject(subject).Latest()
		a = ack{subject, text, latest.ID, latest.Number, 0}
		return nil
	})
	a.Seq = seq
	return a, err
}

// runReplica is the main of a replica process. It registers, prints its acks, kills its child for each line of input,
// and ends when the input does.
func runReplica(dir, name string) int {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	c, err := child.Start(ctx, child.Config{Dir: dir, Args: []string{childCommand}})
	if err != nil {
		log.Error("start", "error", err)
		return 1
	}
	defer c.Close()
	i := &interference{}
	s, err := Open(ctx, i.through(Config{Endpoints: c.Endpoints(), SnapshotFile: dir + "/snapshot", Logger: log}))
	if err != nil {
		log.Error("open", "error", err)
		return 1
	}
	defer s.Close()
	if name == doomedRun {
		return doom(ctx, s, i)
	}
	var mu sync.Mutex
	out := json.NewEncoder(os.Stdout)
	writers := 4
	if name == idle {
		writers = 0
	}
	for w := range writers {
		go func() {
			for i := 0; ctx.Err() == nil; i++ {
				text := fmt.Sprint(name, " ", w, " ", i)
				a, err := acknowledged(ctx, s, store.Subject{Domain: "fault", Name: fmt.Sprint(i % 3)}, text)
				mu.Lock()
				if err == nil {
					_ = out.Encode(a) // the reader may be gone; so will we be
				}
				mu.Unlock()
			}
		}()
	}
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		if pid := c.Process(); pid != 0 {
			_ = syscall.Kill(pid, syscall.SIGKILL) // it may have ended by itself
		}
	}
	return 0
}

// doom commits one big text and dies while it commits another.
func doom(ctx context.Context, s store.Store, i *interference) int {
	big := store.Subject{Name: "big"}
	if _, err := s.Update(ctx, storetest.Register(big, bigText(1))); err != nil {
		return 1
	}
	i.onCommit(func(sender) (response, error) {
		return response{}, syscall.Kill(os.Getpid(), syscall.SIGKILL)
	})
	_, _ = s.Update(ctx, storetest.Register(big, bigText(2))) // never returns
	return 1
}

// replica is a replica process as its parent sees it.
type replica struct {
	command *exec.Cmd
	stdin   io.WriteCloser
	read    sync.WaitGroup
}

// startReplica starts the process and hands each ack to confirm.
func startReplica(t *testing.T, dir, name string, confirm func(ack)) *replica {
	t.Helper()
	r := &replica{command: exec.Command(os.Args[0], replicaCommand, dir, name)}
	r.command.Stderr = t.Output()
	stdin, err := r.command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := r.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	r.stdin = stdin
	if err := r.command.Start(); err != nil {
		t.Fatal(err)
	}
	r.read.Go(func() {
		for acks := json.NewDecoder(stdout); ; {
			var a ack
			if acks.Decode(&a) != nil { // the end, or the half of a line that a kill leaves
				return
			}
			confirm(a)
		}
	})
	return r
}

// killChild makes the process kill its etcd.
func (r *replica) killChild(t *testing.T) {
	if _, err := io.WriteString(r.stdin, "kill\n"); err != nil {
		t.Error(err)
	}
}

// end kills the process, or lets it end by itself.
func (r *replica) end(kill bool) {
	if kill {
		_ = r.command.Process.Kill() // it may have ended by itself, which the log then says
	} else {
		_ = r.stdin.Close()
	}
	r.read.Wait()
	_ = r.command.Wait() // a killed process is an error
}

// awaitEtcd waits until a store's etcd answers.
func awaitEtcd(t *testing.T, s store.Store) *store.View {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for {
		v, err := s.Sync(ctx)
		if err == nil {
			return v
		}
		if ctx.Err() != nil {
			t.Fatalf("etcd does not come back: %v", err)
		}
	}
}
