package child

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"time"
)

// patience is how long a child that was told to end may take before it is killed.
const patience = 10 * time.Second

// process is one run of the child.
type process struct {
	command *exec.Cmd
	stdin   io.Closer
	logs    sync.WaitGroup
	ended   chan error // receives the outcome once
	// stopping is set when the parent wants it to end.
	stopping atomic.Bool
	// last is the worst that it has logged, of relay alone until logs is done.
	last string
}

// launch starts the program. Its standard input stays open as long as the parent lives and wants it to run.
func launch(config Config, at address) (*process, error) {
	command := exec.Command(config.Executable, append(config.Args, arguments(config.Dir, at)...)...)
	command.Env = append(os.Environ(), config.Env...)
	stdin, stdinErr := command.StdinPipe()
	stderr, stderrErr := command.StderrPipe()
	if err := errors.Join(stdinErr, stderrErr); err != nil {
		return nil, fmt.Errorf("start etcd: %w", err)
	}
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("start etcd: %w", err)
	}
	p := &process{command: command, stdin: stdin, ended: make(chan error, 1)}
	p.logs.Go(func() { p.last = relay(stderr, config.Logger, &p.stopping) })
	go func() {
		p.logs.Wait() // the pipe must be read to its end before Wait closes it
		p.ended <- command.Wait()
	}()
	return p, nil
}

func (p *process) pid() int { return p.command.Process.Pid }

// explain adds to the end of the process what it said about it.
func (p *process) explain(err error) error {
	if err == nil || p.last == "" {
		return err
	}
	return fmt.Errorf("%w: %s", err, p.last)
}

// wait waits for the process, and ends it when ctx does.
func (p *process) wait(ctx context.Context) error {
	select {
	case err := <-p.ended:
		return p.explain(err)
	case <-ctx.Done():
	}
	p.stopping.Store(true)
	if err := p.stdin.Close(); err != nil {
		return err
	}
	select {
	case err := <-p.ended:
		return err
	case <-time.After(patience):
	}
	if err := p.command.Process.Kill(); err != nil {
		return err
	}
	return <-p.ended
}
