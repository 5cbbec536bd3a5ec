package rpc

import (
	"net/http"

	"google.golang.org/grpc/codes"

	"github.com/concord-registry/concord/server/fault"
)

// wire is what a kind of failure becomes on this API.
type wire struct {
	http int
	grpc codes.Code
}

var wires = [...]wire{
	fault.Internal:        {http.StatusInternalServerError, codes.Internal},
	fault.Invalid:         {http.StatusUnprocessableEntity, codes.InvalidArgument},
	fault.NotFound:        {http.StatusNotFound, codes.NotFound},
	fault.Exists:          {http.StatusConflict, codes.AlreadyExists},
	fault.Incompatible:    {http.StatusConflict, codes.FailedPrecondition},
	fault.Denied:          {http.StatusUnprocessableEntity, codes.FailedPrecondition},
	fault.NotPermitted:    {http.StatusUnprocessableEntity, codes.FailedPrecondition},
	fault.Stale:           {http.StatusConflict, codes.Aborted},
	fault.TooLarge:        {http.StatusRequestEntityTooLarge, codes.ResourceExhausted},
	fault.Unavailable:     {http.StatusServiceUnavailable, codes.Unavailable},
	fault.Unauthenticated: {http.StatusUnauthorized, codes.Unauthenticated},
	fault.Forbidden:       {http.StatusForbidden, codes.PermissionDenied},
	fault.InvalidSchema:   {http.StatusUnprocessableEntity, codes.InvalidArgument},
	fault.Limited:         {http.StatusTooManyRequests, codes.ResourceExhausted},
	fault.Late:            {http.StatusGatewayTimeout, codes.DeadlineExceeded},
	fault.Gone:            {http.StatusGone, codes.OutOfRange},
}
