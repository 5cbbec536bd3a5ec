// Package fault names what can go wrong between a caller and the registry: a few kinds of failure, and under them the
// reasons, each with its sentence and its advice. It knows no API: what a reason becomes on a wire, and what exit status
// a command ends with, is a table of the front end that needs it. It knows no other package of ours.
package fault

import (
	"context"
	"errors"
	"fmt"
	"maps"
)

// Facts are the names and values that a failure is about: `subject`, `domain`, `version`, `id`. A front end makes its own
// sentence of them. An empty `domain` is the default one; an empty `subject` beside it means the whole domain.
type Facts map[string]string

// Error is a failure. The zero Reason is for failures that no caller of an API sees, those of a server that starts for
// instance: [New] makes them.
type Error struct {
	// Kind is that of the reason.
	Kind   Kind
	Reason Reason
	// Message says what happened; empty for the sentence of the reason.
	Message string
	// Hint says what to do next; empty for the advice of the reason, if it has any.
	Hint string
	// Details may be nil, and must not be changed once the error was given away.
	Details Facts
	// Err is the cause, nil if none. It is for the log and for errors.Is, never for the caller.
	Err error
}

// New returns an error of a kind, without a reason.
func New(k Kind, format string, args ...any) *Error {
	return &Error{Kind: k, Message: fmt.Sprintf(format, args...)}
}

// With adds a fact, in the form in which fmt prints it.
func (e *Error) With(name string, value any) *Error {
	if e.Details == nil {
		e.Details = Facts{}
	}
	e.Details[name] = fmt.Sprint(value)
	return e
}

// About adds the facts of what the failure is about: a subject has its name and its domain.
func (e *Error) About(what interface{ Facts() Facts }) *Error {
	if e.Details == nil {
		e.Details = Facts{}
	}
	maps.Copy(e.Details, what.Facts())
	return e
}

// Because adds the fact `detail`, which says more closely what is wrong.
func (e *Error) Because(format string, args ...any) *Error {
	return e.With("detail", fmt.Sprintf(format, args...))
}

// Caused sets the cause.
func (e *Error) Caused(by error) *Error {
	e.Err = by
	return e
}

func (e *Error) Error() string {
	switch row, ok := RowOf(e.Reason); {
	case e.Message != "":
		return e.Message
	case ok:
		return say(row.Sentence, e.Details)
	case e.Err != nil:
		return e.Err.Error()
	}
	return ""
}

func (e *Error) Unwrap() error { return e.Err }

// Is makes errors.Is(err, reason) hold for an error of that reason.
func (e *Error) Is(target error) bool { return e.Reason != "" && target == e.Reason }

// Advice is what to do next: the hint, else the advice of the reason; empty where neither says anything.
func (e *Error) Advice() string {
	if e.Hint != "" {
		return e.Hint
	}
	row, _ := RowOf(e.Reason)
	return row.Do
}

// Of is what there is to say of an error: the first [*Error] in its chain, or one that says that the time of the request
// was over or that it was cancelled, or else [InternalError]. It is nil for nil.
func Of(err error) *Error {
	var e *Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &e):
		return e
	case errors.Is(err, context.DeadlineExceeded):
		return Deadline.New().Caused(err)
	case errors.Is(err, context.Canceled):
		return Cancelled.New().Caused(err)
	}
	return InternalError.New().Caused(err)
}

// KindOf is the kind of what there is to say of an error, Internal for nil.
func KindOf(err error) Kind {
	if err == nil {
		return Internal
	}
	return Of(err).Kind
}

// ReasonOf is the reason of what there is to say of an error: [InternalError] for an [*Error] without one, empty for nil.
func ReasonOf(err error) Reason {
	switch e := Of(err); {
	case e == nil:
		return ""
	case e.Reason != "":
		return e.Reason
	}
	return InternalError
}

// Is reports whether err is of kind k; a nil error is of none.
func Is(err error, k Kind) bool { return err != nil && KindOf(err) == k }

// Wrap puts what was being done before the message of *err, keeping its kind and its reason. It does nothing to a nil
// error.
//
//	defer fault.Wrap(&err, "register %s", subject)
func Wrap(err *error, format string, args ...any) {
	if *err != nil {
		*err = fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), *err)
	}
}
