package concord

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/concord-registry/concord/clients/go/internal/wire"
)

// readFailure is what callers see of a request that failed.
func readFailure(ctx context.Context, err error, r wire.Request) error {
	key := r.Header.Get(idempotencyHeader)
	var f *wire.Failure
	switch {
	case ctx.Err() != nil && key != "":
		return &Error{Message: "the write may have been done", IdempotencyKey: key, Err: ctx.Err()}
	case ctx.Err() != nil:
		return ctx.Err()
	case !errors.As(err, &f):
		return &Error{Kind: Invalid, Message: "the request cannot be sent", Err: err}
	case f.Status == 0:
		return &Error{
			Kind: Unavailable, Message: f.Message, IdempotencyKey: key, Err: f.Err,
			Hint: "check the URLs, and that the server runs",
		}
	case f.Err != nil:
		return &Error{Kind: Internal, Status: f.Status, Message: f.Message, Err: f.Err}
	}
	e := readStatus(f.Status, f.Body)
	e.RequestID = cmp.Or(e.RequestID, f.Header.Get("X-Request-Id"))
	if f.Status >= http.StatusInternalServerError {
		e.IdempotencyKey = key
	}
	return e
}

// status is the body of an error, a google.rpc.Status.
type status struct {
	Code    int
	Message string
	Details []json.RawMessage
}

func readStatus(httpStatus int, body []byte) *Error {
	var s status
	if json.Unmarshal(body, &s) != nil || s.Message == "" {
		s = status{Message: "the registry answered " + http.StatusText(httpStatus)}
	}
	e := &Error{Kind: kindOf(httpStatus, s.Code), Message: s.Message, Status: httpStatus, Code: s.Code, Details: s.Details}
	for _, detail := range s.Details {
		e.read(detail)
	}
	return e
}

// read takes over one detail; those that are not known stay in Details alone, and so does one that cannot be read.
func (e *Error) read(detail json.RawMessage) {
	var named struct {
		Type            string `json:"@type"`
		Reason          Reason
		Metadata        map[string]string
		RequestID       string
		ResourceName    string
		FieldViolations []FieldViolation
	}
	if json.Unmarshal(detail, &named) != nil {
		return
	}
	switch _, name, _ := strings.Cut(named.Type, "/"); name {
	case "google.rpc.ErrorInfo":
		e.Reason, e.Metadata, e.Hint = named.Reason, named.Metadata, named.Metadata["hint"]
	case "google.rpc.RequestInfo":
		e.RequestID = named.RequestID
	case "google.rpc.ResourceInfo":
		e.Resource = named.ResourceName
	case "google.rpc.BadRequest":
		e.Fields = named.FieldViolations
	case "concord.v1.Verdict":
		var v Verdict
		if json.Unmarshal(detail, &v) == nil {
			e.Verdict = &v
		}
	}
}

// Codes of google.rpc that a status of HTTP alone does not tell.
const (
	alreadyExists = 6
	aborted       = 10
)

// kindOf is the kind behind an answer.
func kindOf(httpStatus, code int) Kind {
	switch httpStatus {
	case http.StatusUnprocessableEntity:
		return Refused
	case http.StatusNotFound:
		return NotFound
	case http.StatusConflict:
		switch code {
		case alreadyExists:
			return Exists
		case aborted:
			return Stale
		}
		return Conflict
	case http.StatusGone:
		return Stale
	case http.StatusUnauthorized:
		return Unauthenticated
	case http.StatusForbidden:
		return Denied
	case http.StatusRequestEntityTooLarge:
		return TooLarge
	case http.StatusTooManyRequests:
		return Exhausted
	case http.StatusRequestTimeout, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return Unavailable
	}
	if httpStatus/100 == 4 {
		return Invalid
	}
	return Internal
}

// statusOf is the status of HTTP for an error that came after the status line.
func statusOf(body []byte) int {
	var s status
	if json.Unmarshal(body, &s) != nil {
		return http.StatusInternalServerError
	}
	switch s.Code {
	case 3, 9:
		return http.StatusBadRequest
	case 4:
		return http.StatusGatewayTimeout
	case 5:
		return http.StatusNotFound
	case 7:
		return http.StatusForbidden
	case 8:
		return http.StatusTooManyRequests
	case 11:
		return http.StatusGone
	case 14:
		return http.StatusServiceUnavailable
	case 16:
		return http.StatusUnauthorized
	}
	return http.StatusInternalServerError
}
