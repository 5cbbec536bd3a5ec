package wire

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// Failure is an answer that is no success, or that none came.
type Failure struct {
	// Status is the HTTP status: 0 when nobody answered, a success when the answer could not be read.
	Status int
	// Header and Body are the answer's; nil when there is none.
	Header http.Header
	Body   []byte
	// Key is the Idempotency-Key of a write: sent again under it, the request is done once.
	Key string
	// Message says what happened where no server does; empty for an answer.
	Message string
	// Err is the cause on this side of the wire, nil for an answer.
	Err error
}

func (f *Failure) Error() string {
	switch {
	case f.Err != nil:
		return fmt.Sprintf("%s: %v", f.Message, f.Err)
	case f.Message != "":
		return f.Message
	}
	return fmt.Sprintf("the registry answered %d %s", f.Status, http.StatusText(f.Status))
}

func (f *Failure) Unwrap() error { return f.Err }

func failed(r *http.Response, body []byte, asked Request) *Failure {
	return &Failure{Status: r.StatusCode, Header: r.Header, Body: body, Key: asked.Header.Get(keyHeader)}
}

// statusOf is the status of a failure, -1 for other errors and for nil.
func statusOf(err error) int {
	var f *Failure
	if errors.As(err, &f) {
		return f.Status
	}
	return -1
}

// temporary reports whether the request is worth repeating.
func (f *Failure) temporary() bool {
	switch f.Status {
	case 0, http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// pause is how long to wait before the next attempt, and whether there is to be one.
func (w *Wire) pause(attempt int, err error) (time.Duration, bool) {
	var f *Failure
	if attempt >= w.config.Retries || !errors.As(err, &f) || !f.temporary() {
		return 0, false
	}
	if after := retryAfter(f.Header.Get("Retry-After")); after > 0 {
		return min(after, w.config.RetryMax), true
	}
	wait := w.config.RetryMax
	if attempt < 32 {
		wait = min(w.config.RetryWait<<attempt, w.config.RetryMax)
	}
	return wait/2 + rand.N(wait/2+1), true
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
