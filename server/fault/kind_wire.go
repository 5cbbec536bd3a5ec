package fault

import (
	"fmt"
	"net/http"

	"google.golang.org/grpc/codes"
)

// What follows goes away: the front ends get tables of their own.

var wires = [...]struct {
	http int
	grpc codes.Code
}{
	Internal:        {http.StatusInternalServerError, codes.Internal},
	Invalid:         {http.StatusUnprocessableEntity, codes.InvalidArgument},
	NotFound:        {http.StatusNotFound, codes.NotFound},
	Exists:          {http.StatusConflict, codes.AlreadyExists},
	Incompatible:    {http.StatusConflict, codes.FailedPrecondition},
	Denied:          {http.StatusUnprocessableEntity, codes.FailedPrecondition},
	NotPermitted:    {http.StatusUnprocessableEntity, codes.FailedPrecondition},
	Stale:           {http.StatusConflict, codes.Aborted},
	TooLarge:        {http.StatusRequestEntityTooLarge, codes.ResourceExhausted},
	Unavailable:     {http.StatusServiceUnavailable, codes.Unavailable},
	Unauthenticated: {http.StatusUnauthorized, codes.Unauthenticated},
	Forbidden:       {http.StatusForbidden, codes.PermissionDenied},
	InvalidSchema:   {http.StatusUnprocessableEntity, codes.InvalidArgument},
	Limited:         {http.StatusTooManyRequests, codes.ResourceExhausted},
	Late:            {http.StatusGatewayTimeout, codes.DeadlineExceeded},
	Gone:            {http.StatusGone, codes.OutOfRange},
}

// HTTP is the status that the kind becomes.
func (k Kind) HTTP() int { return wires[k].http }

// GRPC is the code that the kind becomes.
func (k Kind) GRPC() codes.Code { return wires[k].grpc }

// Coded returns an error of a kind with a number of the Confluent catalogue.
func Coded(k Kind, code int, format string, args ...any) *Error {
	return &Error{Kind: k, Code: code, Message: fmt.Sprintf(format, args...)}
}
