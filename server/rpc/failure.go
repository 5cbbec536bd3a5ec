package rpc

import (
	"context"
	"errors"
	"runtime/debug"
	"strings"
	"time"

	"github.com/google/uuid"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/protoadapt"
	"google.golang.org/protobuf/types/known/durationpb"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
)

// errorDomain is the domain of every google.rpc.ErrorInfo.
const errorDomain = "concord"

// failure is an error as the wire shows it, with its kind, which the gateway needs for the HTTP status.
type failure struct {
	kind   fault.Kind
	status *status.Status
}

func (f *failure) Error() string              { return f.status.Message() }
func (f *failure) GRPCStatus() *status.Status { return f.status }

// settle turns what a method came to into a failure; it is deferred and recovers.
func (m *methods) settle(ctx context.Context, method string, err *error) {
	if cause := recover(); cause != nil {
		*err = m.internal(ctx, method, "panic", "error", cause, "stack", string(debug.Stack()))
		return
	}
	if *err != nil {
		*err = m.failure(ctx, method, *err)
	}
}

// failure puts an error into a status with details, by the one table of server/fault.
func (m *methods) failure(ctx context.Context, method string, err error) *failure {
	var known *fault.Error
	switch {
	case errors.As(err, &known) && known.Kind != fault.Internal:
		return m.describe(known, err)
	case errors.Is(err, context.DeadlineExceeded):
		return &failure{fault.Unavailable, status.New(codes.DeadlineExceeded, "the registry did not answer in time")}
	case errors.Is(err, context.Canceled):
		return &failure{fault.Unavailable, status.New(codes.Canceled, "the call was cancelled")}
	}
	return m.internal(ctx, method, "internal error", "error", err)
}

// internal logs a bug and answers its incident number.
func (m *methods) internal(ctx context.Context, method, what string, attributes ...any) *failure {
	incident := uuid.NewString()
	m.Logger.ErrorContext(ctx, what, append([]any{"incident", incident, "method", method}, attributes...)...)
	return m.describe(&fault.Error{
		Kind: fault.Internal,
		Hint: "report it with the incident number",
	}, errors.New("internal error; the server's log has the cause under incident "+incident))
}

// describe is the failure of a known error whose whole text is that of err.
func (m *methods) describe(known *fault.Error, err error) *failure {
	var refusal *registry.Refusal
	if errors.As(err, &refusal) {
		return detailed(known, err.Error(), refusalMessage(refusal))
	}
	return detailed(known, err.Error())
}

// described is the failure of a known error as it is.
func described(e *fault.Error) *failure { return detailed(e, e.Error()) }

// detailed is a failure with the details that every one has, and more.
func detailed(known *fault.Error, message string, more ...proto.Message) *failure {
	details := []protoadapt.MessageV1{protoadapt.MessageV1Of(info(known))}
	if known.Kind == fault.Unavailable {
		details = append(details, protoadapt.MessageV1Of(&errdetails.RetryInfo{RetryDelay: durationpb.New(time.Second)}))
	}
	for _, m := range more {
		details = append(details, protoadapt.MessageV1Of(m))
	}
	bare := status.New(wires[known.Kind].grpc, message)
	full, failed := bare.WithDetails(details...)
	if failed != nil {
		full = bare
	}
	return &failure{known.Kind, full}
}

func info(e *fault.Error) *errdetails.ErrorInfo {
	metadata := map[string]string{}
	if e.Hint != "" {
		metadata["hint"] = e.Hint
	}
	return &errdetails.ErrorInfo{Reason: reason(e.Kind), Domain: errorDomain, Metadata: metadata}
}

// reason is a kind as google.rpc spells reasons: NOT_FOUND, DENIED_BY_POLICY.
func reason(k fault.Kind) string {
	if k == fault.InvalidSchema {
		k = fault.Invalid
	}
	return strings.ToUpper(strings.ReplaceAll(k.String(), " ", "_"))
}
