package concord

import (
	"encoding/json"
	"errors"
	"fmt"
)

// Kind is what sort of failure an error is. It is an error itself: errors.Is(err, concord.NotFound) asks for it.
type Kind string

// The kinds. More may come.
const (
	// Invalid means that the request is wrong; sending it again will not help.
	Invalid Kind = "INVALID"
	// Refused means that a schema is refused: it is none, it is incompatible, or a policy forbids it. [Error.Verdict]
	// says why.
	Refused Kind = "REFUSED"
	// NotFound means that what the request names does not exist.
	NotFound Kind = "NOT_FOUND"
	// Exists means that what the request would create exists already.
	Exists Kind = "EXISTS"
	// Conflict means that the state of what is there is in the way: its mode, a reference, an expected version.
	Conflict Kind = "CONFLICT"
	// Stale means that the registry has moved on since the caller looked.
	Stale Kind = "STALE"
	// TooLarge means that the request is over a limit of size.
	TooLarge Kind = "TOO_LARGE"
	// Exhausted means that the caller has asked for more than its share; the same request may succeed later.
	Exhausted Kind = "EXHAUSTED"
	// Unavailable means that the same request may succeed later. Of a write nobody may know whether it was done.
	Unavailable Kind = "UNAVAILABLE"
	// Unauthenticated means that the server does not know who is calling.
	Unauthenticated Kind = "UNAUTHENTICATED"
	// Denied means that the caller may not do this.
	Denied Kind = "DENIED"
	// Internal is a bug, of the server or of the client.
	Internal Kind = "INTERNAL"
)

func (k Kind) Error() string { return string(k) }

// Reason is what exactly failed, SUBJECT_NOT_FOUND for example: a word of the server's list, kept for ever. It is an error
// itself: errors.Is(err, concord.Reason("PLAN_STALE")) asks for it.
type Reason string

func (r Reason) Error() string { return string(r) }

// Error is the answer that a request failed, or that none came. A context that ended is none: errors.Is tells it as
// context.Canceled or context.DeadlineExceeded.
type Error struct {
	Kind Kind
	// Reason is empty when no server said one.
	Reason Reason
	// Message is one sentence, Hint says what to do next; empty where nothing is advised.
	Message string
	Hint    string
	// Fields are the fields of the request that are wrong, for kind Invalid.
	Fields []FieldViolation
	// Resource is the name of what was not found.
	Resource string
	// Verdict tells why a schema was refused; nil for other kinds.
	Verdict *Verdict
	// RequestID is what the server's log knows the request by.
	RequestID string
	// IdempotencyKey is that of a write that nobody may know the end of: the same request under [WithIdempotencyKey] is
	// done once.
	IdempotencyKey string
	// Status is the HTTP status; 0 when nobody answered. Code is that of google.rpc.
	Status int
	Code   int
	// Metadata is what the reason knows more: `oldest`, `action`, `scope` and so on.
	Metadata map[string]string
	// Details are all, as the server sent them.
	Details []json.RawMessage
	// Err is the cause on this side of the wire, nil if there is none.
	Err error
}

// FieldViolation is a field of a request that is wrong.
type FieldViolation struct {
	// Field is its path as in JSON, `schema.text`.
	Field       string `json:"field"`
	Description string `json:"description"`
}

func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("%s: %v", e.Message, e.Err)
	}
	return e.Message
}

func (e *Error) Unwrap() error { return e.Err }

// Is makes errors.Is ask for the kind and for the reason.
func (e *Error) Is(target error) bool {
	switch t := target.(type) {
	case Kind:
		return t == e.Kind
	case Reason:
		return t == e.Reason && t != ""
	}
	return false
}

// KindOf is the kind of an error of this package; empty for others and for nil.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return ""
}

// ErrPartial ends [DomainClient.CheckDependents] when there are more dependents than a server looks for.
var ErrPartial = errors.New("there are more dependents than the server looks for")
