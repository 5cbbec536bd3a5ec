// Package fault names the kinds of failure that a caller of the registry can tell apart, and what each becomes on the
// wire: an HTTP status, a gRPC code, an exit status. It knows no other package of ours.
package fault

import (
	"errors"
	"fmt"
	"net/http"

	"google.golang.org/grpc/codes"
)

// Kind is what sort of failure an error is. The kinds cross the wire: new ones go to the end, none is renumbered.
type Kind int

const (
	// Internal is a bug: users see an incident number, the log sees the rest.
	Internal Kind = iota
	// Invalid: the request itself is wrong; sending it again will not help.
	Invalid
	// NotFound: what the request names does not exist.
	NotFound
	// Exists: what the request would create exists already, as something else.
	Exists
	// Incompatible: the compatibility level forbids the new schema.
	Incompatible
	// Denied: a policy forbids it.
	Denied
	// NotPermitted: the registry's mode or a reference forbids it.
	NotPermitted
	// Stale: the registry has moved on since the caller looked.
	Stale
	// TooLarge: the request is over a limit.
	TooLarge
	// Unavailable: storage cannot be reached; the same request may succeed later.
	Unavailable
	// Unauthenticated: nobody knows who is calling.
	Unauthenticated
	// Forbidden: the caller may not do this.
	Forbidden
)

// row is what one kind becomes.
type row struct {
	name string
	http int
	grpc codes.Code
	exit int
}

var table = [...]row{
	Internal:        {"internal error", http.StatusInternalServerError, codes.Internal, 1},
	Invalid:         {"invalid", http.StatusUnprocessableEntity, codes.InvalidArgument, 2},
	NotFound:        {"not found", http.StatusNotFound, codes.NotFound, 1},
	Exists:          {"exists already", http.StatusConflict, codes.AlreadyExists, 1},
	Incompatible:    {"incompatible", http.StatusConflict, codes.FailedPrecondition, 3},
	Denied:          {"denied by policy", http.StatusUnprocessableEntity, codes.FailedPrecondition, 3},
	NotPermitted:    {"not permitted", http.StatusUnprocessableEntity, codes.FailedPrecondition, 1},
	Stale:           {"stale", http.StatusConflict, codes.Aborted, 6},
	TooLarge:        {"too large", http.StatusRequestEntityTooLarge, codes.ResourceExhausted, 2},
	Unavailable:     {"unavailable", http.StatusServiceUnavailable, codes.Unavailable, 1},
	Unauthenticated: {"not authenticated", http.StatusUnauthorized, codes.Unauthenticated, 5},
	Forbidden:       {"forbidden", http.StatusForbidden, codes.PermissionDenied, 5},
}

func (k Kind) String() string { return table[k].name }

// HTTP is the status that the kind becomes.
func (k Kind) HTTP() int { return table[k].http }

// GRPC is the code that the kind becomes.
func (k Kind) GRPC() codes.Code { return table[k].grpc }

// Exit is the exit status of the command line (design §6).
func (k Kind) Exit() int { return table[k].exit }

// Error is an error of a kind.
type Error struct {
	Kind Kind
	// Code is a finer number from the Confluent catalogue (contract §1.12), 0 where there is none.
	Code int
	// Message says what happened, for the caller.
	Message string
	// Hint says what to do next; empty where nothing can be advised.
	Hint string
	// Err is the cause, nil if none. It is for the log and for errors.Is, never for the caller.
	Err error
}

func (e *Error) Error() string {
	if e.Message == "" && e.Err != nil {
		return e.Err.Error()
	}
	return e.Message
}

func (e *Error) Unwrap() error { return e.Err }

// New returns an error of a kind.
func New(k Kind, format string, args ...any) *Error {
	return &Error{Kind: k, Message: fmt.Sprintf(format, args...)}
}

// Coded returns an error of a kind with a number of the Confluent catalogue.
func Coded(k Kind, code int, format string, args ...any) *Error {
	return &Error{Kind: k, Code: code, Message: fmt.Sprintf(format, args...)}
}

// KindOf is the kind of an error: that of the first [*Error] in its chain, else Internal.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Is reports whether err is of kind k; a nil error is of none.
func Is(err error, k Kind) bool { return err != nil && KindOf(err) == k }

// Wrap puts what was being done before the message of *err, keeping its kind. It does nothing to a nil error.
//
//	defer fault.Wrap(&err, "register %s", subject)
func Wrap(err *error, format string, args ...any) {
	if *err != nil {
		*err = fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), *err)
	}
}
