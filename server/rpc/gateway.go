package rpc

import (
	"context"
	"errors"
	"net/http"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
)

// codec is the JSON of the API: what is unset shows where it has a meaning, and what a caller sends is understood or
// refused.
var codec = runtime.JSONPb{
	MarshalOptions:   protojson.MarshalOptions{EmitDefaultValues: true},
	UnmarshalOptions: protojson.UnmarshalOptions{DiscardUnknown: false},
}

// Gateway answers everything below /api/v1, and /openapi.yaml. The methods are called directly: no connection lies in
// between, and values in a request's context reach [Config.Actor] and [Config.Allow].
func (s *Server) Gateway() (http.Handler, error) {
	mux := runtime.NewServeMux(
		runtime.WithMarshalerOption(runtime.MIMEWildcard, &codec),
		runtime.WithUnescapingMode(runtime.UnescapingModeAllCharacters),
		runtime.WithDisablePathLengthFallback(),
		runtime.WithErrorHandler(writeError),
		runtime.WithRoutingErrorHandler(writeRoutingError),
	)
	if err := concordv1.RegisterRegistryServiceHandlerServer(context.Background(), mux, s.methods); err != nil {
		return nil, err
	}
	if err := mux.HandlePath(http.MethodGet, "/api/v1/watch", s.methods.watchHTTP); err != nil {
		return nil, err
	}
	document, err := openAPI(s.methods.Release)
	if err != nil {
		return nil, err
	}
	all := http.NewServeMux()
	all.Handle("/api/v1/", http.MaxBytesHandler(mux, int64(s.methods.MaxBody)))
	all.Handle("GET /openapi.yaml", document)
	return all, nil
}

// writeError answers an error as google.rpc.Status, with the HTTP status of its kind.
func writeError(_ context.Context, _ *runtime.ServeMux, _ runtime.Marshaler, w http.ResponseWriter, _ *http.Request, err error) {
	answered := status.Convert(err)
	code := runtime.HTTPStatusFromCode(answered.Code())
	var known *failure
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &known) && answered.Code() == known.kind.GRPC():
		code = known.kind.HTTP()
	case errors.As(err, &large), large == nil && tooLarge(answered):
		code = http.StatusRequestEntityTooLarge
	}
	writeStatus(w, code, answered)
}

// tooLarge recognises a body over the limit, which the generated code reports as one that it cannot read.
func tooLarge(s *status.Status) bool {
	return s.Code() == codes.InvalidArgument && s.Message() == (&http.MaxBytesError{}).Error()
}

func writeRoutingError(_ context.Context, _ *runtime.ServeMux, _ runtime.Marshaler, w http.ResponseWriter, r *http.Request, code int) {
	kind, message := fault.NotFound, "the API has nothing at "+r.URL.Path
	switch code {
	case http.StatusMethodNotAllowed:
		kind, message = fault.Invalid, "the API does not know "+r.Method+" there"
	case http.StatusBadRequest:
		kind, message = fault.Invalid, "the path cannot be read"
	}
	e := &fault.Error{Kind: kind, Message: message, Hint: "see /openapi.yaml"}
	answered, err := status.New(kind.GRPC(), message).WithDetails(info(e))
	if err != nil {
		answered = status.New(kind.GRPC(), message)
	}
	writeStatus(w, code, answered)
}

func writeStatus(w http.ResponseWriter, code int, s *status.Status) {
	body, err := codec.Marshal(s.Proto())
	if err != nil {
		http.Error(w, s.Message(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if code == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "1")
	}
	w.WriteHeader(code)
	w.Write(body)
}
