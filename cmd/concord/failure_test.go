package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"testing"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/cmd/concord/internal/exit"
	"github.com/concord-registry/concord/schema"
)

// TestFailureOf holds what programs are told of each way to fail, and the exit status.
func TestFailureOf(t *testing.T) {
	file := &fs.PathError{Op: "open", Path: "a.avsc", Err: fs.ErrNotExist}
	answer := func(e concord.Error) error { return fmt.Errorf("reading: %w", remoteError(&e)) }
	tests := []struct {
		name         string
		err          error
		code, reason string
		status       exit.Status
	}{
		{"wrong use", &usage{errors.New("no"), "so"}, "INVALID_ARGUMENT", "USAGE", exit.Usage},
		{"a file, as wrong use", &usage{file, "so"}, "INVALID_ARGUMENT", "FILE_UNREADABLE", exit.Usage},
		{"a file", file, "INVALID_ARGUMENT", "FILE_UNREADABLE", exit.Usage},
		{"no schema", schema.Errorf(schema.Avro, schema.Span{}, "no"), "INVALID_ARGUMENT", "SCHEMA_INVALID", exit.Refused},
		{"a signal", fmt.Errorf("asking: %w", context.Canceled), "CANCELLED", "CANCELLED", exit.Interrupted},
		{"time", context.DeadlineExceeded, "DEADLINE_EXCEEDED", "DEADLINE", exit.Failed},
		{"nobody there", answer(concord.Error{Kind: concord.Unavailable}), "UNAVAILABLE", "SERVER_AWAY", exit.Failed},
		{"nobody known", answer(concord.Error{Kind: concord.Unauthenticated, Reason: "CREDENTIALS_WRONG", Status: 401, Code: 16}), "UNAUTHENTICATED", "CREDENTIALS_WRONG", exit.Forbidden},
		{"not allowed", answer(concord.Error{Kind: concord.Denied, Reason: "ACTION_DENIED", Status: 403, Code: 7}), "PERMISSION_DENIED", "ACTION_DENIED", exit.Forbidden},
		{"stale", answer(concord.Error{Kind: concord.Stale, Reason: "PLAN_STALE", Status: 409, Code: 10}), "ABORTED", "PLAN_STALE", exit.Stale},
		{"something else", errors.New("no"), "UNKNOWN", "FAILED", exit.Failed},
	}
	for _, c := range tests {
		got := failureOf(c.err)
		if got.Code != c.code || got.Reason != c.reason || got.status != c.status || got.Message == "" {
			t.Errorf("%s: %+v, want %s, %s, %d and a message", c.name, got, c.code, c.reason, c.status)
		}
	}
	if got := failureOf(exitFindings); got.status != exit.Refused || got.Message != "" {
		t.Errorf("a status without words: %+v, want %d and no message", got, exit.Refused)
	}
}
