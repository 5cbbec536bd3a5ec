package confluent

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"

	"github.com/google/uuid"

	"github.com/concord-registry/concord/server/fault"
)

// The failures of the HTTP layer itself. Their codes are HTTP statuses and their texts those of the reference, which
// some clients compare (contract §2.2).
var (
	errUnknownPath   = fault.Coded(fault.NotFound, http.StatusNotFound, "HTTP 404 Not Found")
	errMethod        = fault.Coded(fault.Invalid, http.StatusMethodNotAllowed, "HTTP 405 Method Not Allowed")
	errNotAcceptable = fault.Coded(fault.Invalid, http.StatusNotAcceptable, "HTTP 406 Not Acceptable")
)

// problem is the body of every error: these two members and no others (ecosystem fact 2).
type problem struct {
	Code    int    `json:"error_code"`
	Message string `json:"message"`
}

// fail answers an error.
func (h *handler) fail(c *call, err error) {
	p := h.problem(c, err)
	if p.status() == http.StatusServiceUnavailable {
		c.Header().Set("Retry-After", "1")
	}
	if c.media == "" {
		c.media = v1
	}
	h.send(c, p.status(), encode(p))
}

// problem puts an error into the words of the catalogue (contract §1.12).
func (h *handler) problem(c *call, err error) problem {
	if refused, ok := h.refusal(err); ok {
		return refused
	}
	var known *fault.Error
	switch {
	case errors.As(err, &known) && known.Kind != fault.Internal:
		return problem{codeOf(known), err.Error()}
	case errors.Is(err, context.DeadlineExceeded):
		return problem{http.StatusGatewayTimeout, "the registry did not answer in time; the same request may succeed later"}
	case errors.Is(err, context.Canceled):
		return problem{http.StatusServiceUnavailable, "the request was cancelled"}
	}
	incident := uuid.NewString()
	h.Logger.ErrorContext(c.request.Context(), "internal error", "incident", incident, "route", c.route(), "error", err)
	return internal(incident)
}

// panicked answers a panic, if the answer has not begun, and logs where it happened.
func (h *handler) panicked(c *call, cause any) {
	incident := uuid.NewString()
	h.Logger.ErrorContext(c.request.Context(), "panic", "incident", incident, "route", c.route(), "error", cause, "stack", string(debug.Stack()))
	if c.status == 0 {
		c.media = v1
		h.send(c, http.StatusInternalServerError, encode(internal(incident)))
	}
}

func internal(incident string) problem {
	return problem{http.StatusInternalServerError, fmt.Sprintf("Internal Server Error; the server's log has the cause under incident %s", incident)}
}

// codeOf is the error's number in the catalogue; a kind without one has its HTTP status, as the reference does it.
func codeOf(e *fault.Error) int {
	switch {
	case e.Code != 0:
		return e.Code
	case e.Kind == fault.Incompatible:
		return 40901
	case e.Kind == fault.NotPermitted:
		return 42205
	}
	return e.Kind.HTTP()
}

// status is the HTTP status that belongs to a code: its first three digits.
func (p problem) status() int {
	if p.Code >= 10000 {
		return p.Code / 100
	}
	return p.Code
}
