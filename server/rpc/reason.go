package rpc

import (
	"net/http"

	"google.golang.org/grpc/codes"

	"github.com/concord-registry/concord/server/fault"
)

// wire is what a reason becomes: a code over gRPC, a status over HTTP.
type wire struct {
	code codes.Code
	http int
}

// wires says it for the reasons of each kind, exceptions for single reasons.
var wires = map[fault.Kind]wire{
	fault.Internal:        {codes.Internal, http.StatusInternalServerError},
	fault.Invalid:         {codes.InvalidArgument, http.StatusBadRequest},
	fault.InvalidSchema:   {codes.InvalidArgument, http.StatusUnprocessableEntity},
	fault.Incompatible:    {codes.FailedPrecondition, http.StatusUnprocessableEntity},
	fault.Denied:          {codes.FailedPrecondition, http.StatusUnprocessableEntity},
	fault.NotPermitted:    {codes.FailedPrecondition, http.StatusConflict},
	fault.NotFound:        {codes.NotFound, http.StatusNotFound},
	fault.Exists:          {codes.AlreadyExists, http.StatusConflict},
	fault.Stale:           {codes.Aborted, http.StatusConflict},
	fault.Gone:            {codes.OutOfRange, http.StatusGone},
	fault.Unauthenticated: {codes.Unauthenticated, http.StatusUnauthorized},
	fault.Forbidden:       {codes.PermissionDenied, http.StatusForbidden},
	fault.TooLarge:        {codes.ResourceExhausted, http.StatusRequestEntityTooLarge},
	fault.Limited:         {codes.ResourceExhausted, http.StatusTooManyRequests},
	fault.Unavailable:     {codes.Unavailable, http.StatusServiceUnavailable},
	fault.Late:            {codes.DeadlineExceeded, http.StatusGatewayTimeout},
}

var exceptions = map[fault.Reason]wire{
	fault.ContentType:      {codes.InvalidArgument, http.StatusUnsupportedMediaType},
	fault.SchemaTooComplex: {codes.FailedPrecondition, http.StatusUnprocessableEntity},
}

// wireOf is what an error becomes.
func wireOf(e *fault.Error) wire {
	if w, ok := exceptions[e.Reason]; ok {
		return w
	}
	return wires[e.Kind]
}
