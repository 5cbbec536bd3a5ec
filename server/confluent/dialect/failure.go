package dialect

import (
	"net/http"
	"runtime/debug"

	"github.com/google/uuid"

	"github.com/concord-registry/concord/server/confluent/problem"
)

// The failures of the HTTP layer itself. Their codes are HTTP statuses and their texts those of the reference, which
// some clients compare (contract §2.2).
var (
	// ErrUnknownPath is also the answer to a part of a path or of a query that cannot be what it stands for.
	ErrUnknownPath = problem.New(http.StatusNotFound, "HTTP 404 Not Found")
	// ErrMethod comes with the header Allow.
	ErrMethod        = problem.New(http.StatusMethodNotAllowed, "HTTP 405 Method Not Allowed")
	errNotAcceptable = problem.New(http.StatusNotAcceptable, "HTTP 406 Not Acceptable")
	errMediaType     = problem.New(http.StatusUnsupportedMediaType, "HTTP 415 Unsupported Media Type")
)

func badRequest(format string, args ...any) error {
	return problem.New(http.StatusBadRequest, format, args...)
}

// fail answers an error.
func (c *Call) fail(err error) {
	p := c.Problem(err)
	if p.Status() == http.StatusServiceUnavailable {
		c.Header().Set("Retry-After", "1")
	}
	if c.media == "" {
		c.media = v1
	}
	c.send(p.Status(), Encode(p))
}

// Problem puts an error into the words of the dialect. One that it has no words for is a bug: it is logged under an
// incident number, which is all that the caller is told.
func (c *Call) Problem(err error) problem.Problem {
	if known, ok := problem.Of(err); ok {
		return known
	}
	incident := uuid.NewString()
	c.config.Logger.ErrorContext(c.Request.Context(), "internal error", "incident", incident, "route", c.route(), "error", err)
	return internal(incident)
}

// panicked answers a panic, if the answer has not begun, and logs where it happened.
func (c *Call) panicked(cause any) {
	incident := uuid.NewString()
	c.config.Logger.ErrorContext(c.Request.Context(), "panic", "incident", incident, "route", c.route(), "error", cause, "stack", string(debug.Stack()))
	if c.status == 0 {
		c.media = v1
		c.send(http.StatusInternalServerError, Encode(internal(incident)))
	}
}

func internal(incident string) problem.Problem {
	return problem.New(http.StatusInternalServerError, "Internal Server Error; the server's log has the cause under incident %s", incident)
}
