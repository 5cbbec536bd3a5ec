package confluent

import (
	"context"
	"errors"
	"net/http"
	"runtime/debug"

	"github.com/google/uuid"

	"github.com/concord-registry/concord/server/confluent/problem"
)

// The failures of the HTTP layer itself. Their codes are HTTP statuses and their texts those of the reference, which
// some clients compare (contract §2.2).
var (
	errUnknownPath   = problem.New(http.StatusNotFound, "HTTP 404 Not Found")
	errMethod        = problem.New(http.StatusMethodNotAllowed, "HTTP 405 Method Not Allowed")
	errNotAcceptable = problem.New(http.StatusNotAcceptable, "HTTP 406 Not Acceptable")
)

// fail answers an error.
func (h *handler) fail(c *call, err error) {
	p := h.problem(c, err)
	if p.Status() == http.StatusServiceUnavailable {
		c.Header().Set("Retry-After", "1")
	}
	if c.media == "" {
		c.media = v1
	}
	h.send(c, p.Status(), encode(p))
}

// problem puts an error into the words of the dialect. One that it has no words for is a bug, which is logged.
func (h *handler) problem(c *call, err error) problem.Problem {
	if refused, ok := h.refusal(err); ok {
		return refused
	}
	known, ok := problem.Of(err)
	switch {
	case ok:
		return known
	case errors.Is(err, context.DeadlineExceeded):
		return problem.New(http.StatusGatewayTimeout, "the registry did not answer in time; the same request may succeed later")
	case errors.Is(err, context.Canceled):
		return problem.New(http.StatusServiceUnavailable, "the request was cancelled")
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

func internal(incident string) problem.Problem {
	return problem.New(http.StatusInternalServerError, "Internal Server Error; the server's log has the cause under incident %s", incident)
}
