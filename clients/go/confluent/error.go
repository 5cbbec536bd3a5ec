package confluent

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/clients/go/internal/wire"
)

// Error is a registry's answer that a request failed. It unwraps to a [concord.Error], which has the kind and the
// message.
type Error struct {
	// Code is the number in the API's catalogue, 40401 for example; 0 where the answer has none.
	Code int
	// Answer is the rest. It is never nil.
	Answer *concord.Error
}

func (e *Error) Error() string { return e.Answer.Error() }

func (e *Error) Unwrap() error { return e.Answer }

// CodeOf is the number of the API's catalogue in an error of this package; 0 for others and for nil.
func CodeOf(err error) int {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return 0
}

// explain makes of what the wire says the errors of this package; those of contexts stay.
func explain(err error) error {
	var f *wire.Failure
	if !errors.As(err, &f) {
		return err
	}
	answer := &concord.Error{Status: f.Status, IdempotencyKey: f.Key, Err: f.Err, RequestID: f.Header.Get("X-Request-Id")}
	switch {
	case f.Status == 0:
		answer.Kind, answer.Message, answer.Hint = concord.Unavailable, f.Message, "check the URLs, and that the server runs"
		return answer
	case f.Status/100 == 2:
		answer.Kind, answer.Message = concord.Internal, f.Message
		return answer
	}
	var body struct {
		Code    int    `json:"error_code"`
		Message string `json:"message"`
	}
	if json.Unmarshal(f.Body, &body) != nil || body.Message == "" {
		body.Message = fmt.Sprintf("the registry answered %d %s", f.Status, http.StatusText(f.Status))
	}
	answer.Message, answer.Kind = body.Message, kindOf(f.Status, body.Code)
	return &Error{Code: body.Code, Answer: answer}
}

// kindOf is the kind behind an answer (contract §1.12).
func kindOf(status, code int) concord.Kind {
	switch code {
	case 42205, 42206:
		return concord.Conflict
	case 42201, 42290, 42291:
		return concord.Refused
	}
	switch status {
	case http.StatusNotFound:
		return concord.NotFound
	case http.StatusConflict:
		return concord.Refused
	case http.StatusUnauthorized:
		return concord.Unauthenticated
	case http.StatusForbidden:
		return concord.Denied
	case http.StatusRequestEntityTooLarge:
		return concord.TooLarge
	case http.StatusTooManyRequests:
		return concord.Exhausted
	case http.StatusRequestTimeout, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return concord.Unavailable
	}
	if status/100 == 4 {
		return concord.Invalid
	}
	return concord.Internal
}
