package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"github.com/concord-registry/concord/cmd/concord/internal/exit"
	"github.com/concord-registry/concord/schema"
)

// status is an error that only sets the exit status: what there was to say has been said.
type status exit.Status

func (status) Error() string { return "" }

const (
	exitFailed   = status(exit.Failed)
	exitFindings = status(exit.Refused)
)

// usage is an error in how the command was called; help says what to write instead.
type usage struct {
	err  error
	help string
}

func (u *usage) Error() string { return u.err.Error() }

func (u *usage) Unwrap() error { return u.err }

// usageError is wrong use of a command. What is one already stays, without what was put around it.
func usageError(c *cobra.Command, err error) error {
	var already *usage
	if errors.As(err, &already) {
		return already
	}
	return &usage{err, "see '" + c.CommandPath() + " --help'"}
}

// failure is what -o json shows of a command that failed, and its exit status.
type failure struct {
	// Code is a word of google.rpc.Code; Reason is that of the server, or one of the command line's own: USAGE,
	// FILE_UNREADABLE, SERVER_AWAY or FAILED.
	Code    string `json:"code"`
	Reason  string `json:"reason"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
	// Details are those of the server, for a refused schema its verdict.
	Details []any `json:"details"`

	status exit.Status
}

// failureOf says what an error is. One that only sets the exit status has no message.
func failureOf(err error) failure {
	f := failure{Code: "UNKNOWN", Reason: "FAILED", Message: err.Error(), Details: []any{}, status: exit.Failed}
	var silent status
	var wrong *usage
	var away *serverError
	var refusal *schema.Error
	var file *fs.PathError
	switch {
	case errors.As(err, &silent):
		f.status = exit.Status(silent)
	case errors.As(err, &wrong):
		f.Code, f.Reason, f.Hint, f.status = "INVALID_ARGUMENT", "USAGE", wrong.help, exit.Usage
		if errors.As(err, &file) {
			f.Reason = "FILE_UNREADABLE"
		}
	case errors.As(err, &away):
		away.fill(&f)
	case errors.Is(err, context.Canceled):
		f.Code, f.Reason, f.Message, f.status = "CANCELLED", "CANCELLED", "interrupted", exit.Interrupted
	case errors.Is(err, context.DeadlineExceeded):
		f.Code, f.Reason, f.Hint = "DEADLINE_EXCEEDED", "DEADLINE", "raise --timeout"
	case errors.As(err, &refusal):
		f.Code, f.Reason, f.status = "INVALID_ARGUMENT", "SCHEMA_INVALID", exit.Refused
	case errors.As(err, &file):
		f.Code, f.Reason, f.status = "INVALID_ARGUMENT", "FILE_UNREADABLE", exit.Usage
	}
	var hinted interface{ HintText() string }
	if f.Hint == "" && errors.As(err, &hinted) {
		f.Hint = hinted.HintText()
	}
	return f
}

// report prints why a command failed: the cause, then what to do next, on err; for programs the failure is the result too.
func (t *terminal) report(f failure) {
	if f.Message == "" {
		return
	}
	if t.output.structured() {
		t.output.format = first(t.output.format, "json")
		t.encode(map[string]failure{"error": f})
	}
	fmt.Fprintf(t.err, "concord: %s\n", clean(strings.ReplaceAll(f.Message, "\n", "\n  ")))
	if f.Hint != "" {
		fmt.Fprintf(t.err, "hint: %s\n", clean(f.Hint))
	}
}
