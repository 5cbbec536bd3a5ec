// Package child runs etcd as a supervised child process of the same binary: the default storage, for one node.
//
// The child is a process of its own because etcd ends its process when the disk is full or an fsync fails, and the
// registry must answer reads all the same. It listens on a unix socket in a folder that only its user can enter, or, where a
// socket cannot be, on loopback TCP with certificates made for this run. It ends when its standard input closes, so
// that it never outlives its parent, however that dies.
//
// The package knows nothing of what is stored.
package child

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/concord-registry/concord/server/fault"
)

// Config says where and how to run the child.
type Config struct {
	// Dir is the data folder. It is made if missing, and belongs to one process at a time.
	Dir string
	// Executable is the program to run as the child; empty means the running one.
	Executable string
	// Args come before the child's own arguments, so that the program calls [Main] with what follows them.
	Args []string
	// Env is added to the environment of the child.
	Env []string
	// Logger gets what etcd and the supervisor have to say. nil means discard.
	Logger *slog.Logger
}

// Child is a running etcd, restarted when it dies.
type Child struct {
	config  Config
	address address
	lock    *lock
	stop    context.CancelFunc
	done    chan struct{} // closed when the supervisor has ended

	mu      sync.Mutex
	process *process // the running one, nil between two
	problem string   // why the last one ended
}

// Start locks the data folder and starts the child. It does not wait for etcd to answer: one that cannot start now, on a
// full disk for instance, is tried again, and the registry serves reads meanwhile. The child outlives ctx and ends with
// [Child.Close]. The error is of kind Exists when another process uses the folder.
func Start(ctx context.Context, config Config) (*Child, error) {
	if err := config.complete(); err != nil {
		return nil, err
	}
	held, err := acquire(config.Dir)
	if err != nil {
		return nil, err
	}
	at, err := choose(config.Dir)
	if err != nil {
		return nil, errors.Join(err, held.release())
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	c := &Child{config: config, address: at, lock: held, stop: stop, done: make(chan struct{})}
	go c.supervise(ctx)
	return c, nil
}

// complete fills in defaults and makes the data folder.
func (c *Config) complete() (err error) {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Executable == "" {
		if c.Executable, err = os.Executable(); err != nil {
			return fault.New(fault.Internal, "find the running program: %v", err)
		}
	}
	if c.Dir, err = filepath.Abs(c.Dir); err != nil {
		return fault.New(fault.Invalid, "data folder %s: %v", c.Dir, err)
	}
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return fault.New(fault.Invalid, "make the data folder %s: %v", c.Dir, err)
	}
	return nil
}

// Endpoints are where the child listens, for etcd's client. They stay the same over restarts.
func (c *Child) Endpoints() []string { return []string{c.address.endpoint} }

// TLS is what a client needs to be let in; nil for a unix socket.
func (c *Child) TLS() *tls.Config { return c.address.client }

// Process is the number of the running child process, 0 while there is none.
func (c *Child) Process() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.process == nil {
		return 0
	}
	return c.process.pid()
}

// Problem says why the child is not running, or ran into trouble last; empty when it has had none.
func (c *Child) Problem() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.problem
}

// Close ends the child, waits for it, and frees the data folder.
func (c *Child) Close() error {
	c.stop()
	<-c.done
	return c.lock.release()
}

// The pause before a restart doubles from the least to the most, and starts again after a run of longer than the most.
const (
	leastPause = 50 * time.Millisecond
	mostPause  = 5 * time.Second
)

// supervise runs the child again and again until ctx ends.
func (c *Child) supervise(ctx context.Context) {
	defer close(c.done)
	pause := leastPause
	for ctx.Err() == nil {
		began := time.Now()
		err := c.run(ctx)
		if ctx.Err() != nil {
			return
		}
		if time.Since(began) > mostPause {
			pause = leastPause
		}
		c.config.Logger.Error("etcd ended, starting it again", "error", err, "pause", pause)
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
		pause = min(2*pause, mostPause)
	}
}

// run runs the child once.
func (c *Child) run(ctx context.Context) error {
	p, err := launch(c.config, c.address)
	if err == nil {
		c.note(p, "")
		err = p.wait(ctx)
	}
	problem := "etcd ended"
	if err != nil {
		problem = err.Error()
	}
	c.note(nil, problem)
	return err
}

func (c *Child) note(p *process, problem string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.process = p
	if problem != "" {
		c.problem = problem
	}
}
