package concord

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Kind is what sort of failure an error is.
type Kind string

// The kinds, as the server names them. More may come.
const (
	// Internal is a bug, of the server or of the client.
	Internal Kind = "INTERNAL_ERROR"
	// Invalid means that the request is wrong; sending it again will not help.
	Invalid Kind = "INVALID"
	// NotFound means that what the request names does not exist.
	NotFound Kind = "NOT_FOUND"
	// Exists means that what the request would create exists as something else.
	Exists Kind = "EXISTS_ALREADY"
	// Incompatible means that the compatibility level forbids the schema.
	Incompatible Kind = "INCOMPATIBLE"
	// Denied means that a policy forbids the schema.
	Denied Kind = "DENIED_BY_POLICY"
	// NotPermitted means that the registry's mode or a reference forbids it.
	NotPermitted Kind = "NOT_PERMITTED"
	// Stale means that the registry has moved on since the caller looked.
	Stale Kind = "STALE"
	// TooLarge means that the request is over a limit.
	TooLarge Kind = "TOO_LARGE"
	// Unavailable means that the same request may succeed later.
	Unavailable Kind = "UNAVAILABLE"
	// Unauthenticated means that the server does not know who is calling.
	Unauthenticated Kind = "NOT_AUTHENTICATED"
	// Forbidden means that the caller may not do this.
	Forbidden Kind = "FORBIDDEN"
)

// Error is the answer that a request failed, or that none came.
type Error struct {
	Kind Kind
	// Code is the number of the Confluent catalogue, 40401 for example; 0 where there is none.
	Code int
	// Status is the HTTP status; 0 when nobody answered.
	Status  int
	Message string
	// Hint says what to do next; empty where nothing is advised.
	Hint string
	// Refusal tells why a schema was refused; nil for other failures, and over the Confluent API.
	Refusal *Refusal
	// Err is the cause on this side of the wire, nil if there is none.
	Err error

	// after is what Retry-After asks for.
	after time.Duration
}

func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("%s: %v", e.Message, e.Err)
	}
	return e.Message
}

func (e *Error) Unwrap() error { return e.Err }

// KindOf is the kind of an error of this package; empty for others and for nil.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return ""
}

// temporary reports whether the request is worth repeating (contract §4.4).
func (e *Error) temporary() bool {
	switch e.Status {
	case http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	case 0:
		return e.Kind == Unavailable
	}
	return false
}

// problem is the body of an error of either API.
type problem struct {
	ErrorCode int               `json:"error_code"`
	Message   string            `json:"message"`
	Details   []json.RawMessage `json:"details"`
}

func readError(r *http.Response, body []byte) *Error {
	e := &Error{Status: r.StatusCode, after: retryAfter(r.Header.Get("Retry-After"))}
	var p problem
	if json.Unmarshal(body, &p) != nil || p.Message == "" {
		p = problem{Message: "the registry answered " + r.Status}
	}
	e.Code, e.Message = p.ErrorCode, p.Message
	e.Kind = kindOfCode(r.StatusCode, p.ErrorCode)
	for _, detail := range p.Details {
		e.detail(detail)
	}
	return e
}

// detail reads one google.rpc detail; those that are not known are left out.
func (e *Error) detail(text json.RawMessage) {
	var d struct {
		Type     string            `json:"@type"`
		Reason   Kind              `json:"reason"`
		Metadata map[string]string `json:"metadata"`
	}
	if json.Unmarshal(text, &d) != nil {
		return
	}
	switch {
	case strings.HasSuffix(d.Type, "/google.rpc.ErrorInfo"):
		e.Kind, e.Hint = d.Reason, d.Metadata["hint"]
		e.Code, _ = strconv.Atoi(d.Metadata["code"])
	case strings.HasSuffix(d.Type, "/concord.v1.Refusal"):
		refusal := &Refusal{}
		if json.Unmarshal(text, refusal) == nil {
			e.Refusal = refusal
		}
	}
}

// kindOfCode is the kind behind an answer that does not say it: those of the Confluent API (contract §1.12).
func kindOfCode(status, code int) Kind {
	switch code {
	case 42205, 42206:
		return NotPermitted
	case 42290, 42291:
		return Denied
	}
	switch status {
	case http.StatusNotFound:
		return NotFound
	case http.StatusConflict:
		return Incompatible
	case http.StatusUnauthorized:
		return Unauthenticated
	case http.StatusForbidden:
		return Forbidden
	case http.StatusRequestEntityTooLarge:
		return TooLarge
	case http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return Unavailable
	}
	if status/100 == 4 {
		return Invalid
	}
	return Internal
}

// retryAfter reads the header in seconds or as a date; 0 when there is none.
func retryAfter(text string) time.Duration {
	if seconds, err := strconv.Atoi(text); err == nil && seconds > 0 && seconds < 1<<20 {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(time.Until(at), 0)
	}
	return 0
}
