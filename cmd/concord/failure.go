package main

import (
	"errors"

	now "github.com/concord-registry/concord/clients/go"
	concord "github.com/concord-registry/concord/clients/old"
)

// failure is an answer of the server that a command ends with.
type failure struct{ answer *concord.Error }

func (f failure) Error() string { return f.answer.Error() }

func (f failure) Unwrap() error { return f.answer }

// remoteError gives a client's error its exit status and its hint.
func remoteError(err error) error {
	var e *concord.Error
	if errors.As(err, &e) {
		return failure{e}
	}
	// The commands that move contents have the new client already.
	var moved *now.Error
	if errors.As(err, &moved) {
		kinds := map[now.Kind]concord.Kind{
			now.Refused: concord.Incompatible, now.Stale: concord.Stale, now.Unauthenticated: concord.Unauthenticated, now.Denied: concord.Forbidden,
		}
		return failure{&concord.Error{Kind: kinds[moved.Kind], Message: err.Error(), Hint: moved.Hint}}
	}
	return err
}

// ExitStatus is that of the kind of failure.
func (f failure) ExitStatus() int {
	switch f.answer.Kind {
	case concord.Incompatible, concord.Denied:
		return int(exitFindings)
	case concord.Unauthenticated, concord.Forbidden:
		return int(exitForbidden)
	case concord.Stale:
		return int(exitStale)
	}
	return int(exitFailed)
}

// HintText says what to do next.
func (f failure) HintText() string { return f.answer.Hint }
