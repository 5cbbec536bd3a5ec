package rpc

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
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
		runtime.WithMiddlewares(unescaped),
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
	all.Handle("/api/v1/", http.MaxBytesHandler(escaped(mux), int64(s.methods.MaxBody)))
	all.Handle("GET /openapi.yaml", document)
	return all, nil
}

// escaped and [unescaped] keep a slash inside a subject's name, a%2Fb.proto, from becoming one of the path: the gateway
// takes paths apart at %2F too. So it gets to see the path escaped once more, and its variables are read once more.
func escaped(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := r.URL.EscapedPath()
		r = r.Clone(r.Context())
		r.URL.Path, r.URL.RawPath = path, strings.ReplaceAll(path, "%", "%25")
		next.ServeHTTP(w, r)
	})
}

func unescaped(next runtime.HandlerFunc) runtime.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request, variables map[string]string) {
		for name, value := range variables {
			plain, err := url.PathUnescape(value)
			if err != nil {
				writeRoutingError(r.Context(), nil, nil, w, r, http.StatusBadRequest)
				return
			}
			variables[name] = plain
		}
		next(w, r, variables)
	}
}

// writeError answers an error as google.rpc.Status, with the HTTP status of its kind.
func writeError(_ context.Context, _ *runtime.ServeMux, _ runtime.Marshaler, w http.ResponseWriter, _ *http.Request, err error) {
	answered := status.Convert(err)
	var known *failure
	switch {
	case !errors.As(err, &known):
		known = unreadable(answered)
		writeStatus(w, gatewayCode(known), known.status)
	case answered.Code() == wires[known.kind].grpc:
		writeStatus(w, wires[known.kind].http, answered)
	default:
		writeStatus(w, runtime.HTTPStatusFromCode(answered.Code()), answered)
	}
}

// unreadable is what the gateway itself found wrong with a request: a body or a parameter that is not what the method
// takes. A body over the limit is reported as one that cannot be read, in the words of [http.MaxBytesError].
func unreadable(s *status.Status) *failure {
	if s.Message() == (&http.MaxBytesError{}).Error() {
		return described(&fault.Error{Kind: fault.TooLarge, Message: "the request is larger than this server reads"})
	}
	return described(&fault.Error{Kind: fault.Invalid, Message: s.Message(), Hint: "see /openapi.yaml"})
}

// gatewayCode tells a request that cannot be read (400) from one that makes no sense (422).
func gatewayCode(f *failure) int {
	if f.kind == fault.Invalid {
		return http.StatusBadRequest
	}
	return wires[f.kind].http
}

func writeRoutingError(_ context.Context, _ *runtime.ServeMux, _ runtime.Marshaler, w http.ResponseWriter, r *http.Request, code int) {
	e := &fault.Error{Kind: fault.NotFound, Message: "the API has nothing at " + r.URL.Path, Hint: "see /openapi.yaml"}
	switch code {
	case http.StatusMethodNotAllowed:
		e.Kind, e.Message = fault.Invalid, "the API does not know "+r.Method+" there"
	case http.StatusBadRequest:
		e.Kind, e.Message = fault.Invalid, "the path cannot be read"
	}
	writeStatus(w, code, described(e).status)
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
