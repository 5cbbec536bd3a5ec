package engine

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// budget bounds one evaluation.
type budget struct {
	// deadline is when it is told to stop, grace how long it may take to do so before it is abandoned.
	deadline, grace time.Duration
}

// errLate and errGone are why an evaluation was stopped.
var (
	errLate = errors.New("it ran over its time")
	errGone = errors.New("the request was cancelled")
)

// watch runs eval in a goroutine of its own, because some evaluations cannot be stopped: one that does not end after it
// was told to is abandoned, and its goroutine ends when it ends.
func watch(ctx context.Context, cancel topdown.Cancel, b budget, eval func() (rego.ResultSet, error)) (rego.ResultSet, error) {
	type answer struct {
		results rego.ResultSet
		err     error
	}
	done := make(chan answer, 1)
	go func() {
		var a answer
		defer func() {
			if r := recover(); r != nil {
				a = answer{err: fmt.Errorf("the evaluation panicked: %v", r)}
			}
			done <- a
		}()
		a.results, a.err = roomy(eval)
	}()
	timer := time.NewTimer(b.deadline)
	defer timer.Stop()
	cause := errLate
	select {
	case a := <-done:
		return a.results, a.err
	case <-timer.C:
	case <-ctx.Done():
		cause = errGone
	}
	cancel.Cancel()
	timer.Reset(b.grace)
	select {
	case a := <-done:
		if a.err == nil {
			return a.results, nil
		}
		return nil, cause
	case <-timer.C:
		return nil, fmt.Errorf("%w and could not be stopped", cause)
	}
}

// roomy runs eval with room on the stack. A new goroutine's stack is small, evaluations are deep, and growing to their
// depth step by step costs more than most of them.
//
//go:noinline
func roomy(eval func() (rego.ResultSet, error)) (rego.ResultSet, error) {
	var room [32 << 10]byte
	defer runtime.KeepAlive(&room)
	return eval()
}
