package rpc

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"github.com/concord-registry/concord/server/fault"
)

// codec is the JSON of the API: what is unset shows where it has a meaning.
var codec = protojson.MarshalOptions{EmitDefaultValues: true}

// headersIn are the headers of a request that its method hears.
var headersIn = []string{headerMinPosition, headerRead, headerKey, headerRequestID}

// Gateway answers everything below /api/v1, and /openapi.yaml and /openapi.json. The methods are called directly: no
// connection lies in between, and values in a request's context reach [Config.Caller].
func (s *Server) Gateway() (http.Handler, error) {
	documents, err := openAPI(s.methods.Release)
	if err != nil {
		return nil, err
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w, finish := packed(w, r)
		defer finish()
		ctx := incoming(r)
		switch document := documents[r.URL.Path]; {
		case document != nil && (r.Method == http.MethodGet || r.Method == http.MethodHead):
			document.ServeHTTP(w, r)
		case document != nil:
			s.methods.nothing(ctx, w, r, []string{http.MethodGet, http.MethodHead})
		default:
			s.methods.serve(ctx, w, r)
		}
	}), nil
}

// serve runs the method that a request means.
func (m *methods) serve(ctx context.Context, w http.ResponseWriter, r *http.Request) {
	rt, allowed := find(r.Method, r.URL.EscapedPath())
	switch {
	case rt == nil:
		m.nothing(ctx, w, r, allowed)
	case rt.handle.Handler == nil:
		m.watchHTTP(ctx, w, r, rt)
	default:
		m.transcode(ctx, w, r, rt)
	}
}

// transcode answers one method that is no stream.
func (m *methods) transcode(ctx context.Context, w http.ResponseWriter, r *http.Request, rt *route) {
	header := &answerStream{method: string(rt.method.FullName()), header: metadata.MD{}}
	ctx = grpc.NewContextWithServerTransportStream(ctx, header)
	unread := false
	response, err := rt.handle.Handler(m, ctx, func(request any) error {
		err := rt.fill(request.(proto.Message), r, m.MaxBody)
		unread = err != nil
		return err
	}, nil)
	switch {
	case unread:
		m.begin(ctx, string(rt.method.Name())).refuse(ctx, w, err)
	case err != nil:
		copyHeader(w, header.header)
		writeFailure(w, err)
	default:
		copyHeader(w, header.header)
		writeMessage(w, http.StatusOK, response.(proto.Message))
	}
}

// refuse answers a request that no method could be asked.
func (c *call) refuse(ctx context.Context, w http.ResponseWriter, err error) {
	copyHeader(w, c.answerHeader())
	writeFailure(w, c.failure(ctx, err))
}

// nothing answers a request that leads nowhere, or, where verbs are allowed, one with another verb.
func (m *methods) nothing(ctx context.Context, w http.ResponseWriter, r *http.Request, allowed []string) {
	c := m.begin(ctx, "")
	err := fault.MethodUnknown.Says("the API has nothing at %s", shortened(r.URL.EscapedPath()))
	copyHeader(w, c.answerHeader())
	f := c.failure(ctx, err)
	if len(allowed) > 0 {
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		f = c.failure(ctx, fault.MethodUnknown.Says("the API does not know %s there, but %s", shortened(r.Method), strings.Join(allowed, ", ")))
		f.http = http.StatusMethodNotAllowed
	}
	writeFailure(w, f)
}

// incoming is the context of a request with the headers that methods hear.
func incoming(r *http.Request) context.Context {
	said := metadata.MD{}
	for _, name := range headersIn {
		if value := r.Header.Get(name); value != "" {
			said.Set(name, value)
		}
	}
	return metadata.NewIncomingContext(r.Context(), said)
}

// answerStream collects what a method says besides its message.
type answerStream struct {
	method string
	header metadata.MD
}

func (s *answerStream) Method() string { return s.method }

func (s *answerStream) SetHeader(md metadata.MD) error {
	s.header = metadata.Join(s.header, md)
	return nil
}

func (s *answerStream) SendHeader(md metadata.MD) error { return s.SetHeader(md) }

func (s *answerStream) SetTrailer(metadata.MD) error { return nil }

func copyHeader(w http.ResponseWriter, md metadata.MD) {
	for name, values := range md {
		if len(values) > 0 {
			w.Header().Set(name, values[len(values)-1])
		}
	}
}

// writeFailure answers an error, which is a [*failure], as google.rpc.Status.
func writeFailure(w http.ResponseWriter, err error) {
	var f *failure
	if !errors.As(err, &f) {
		f = &failure{wire: wires[fault.Internal], message: "internal error"}
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Del("ETag")
	if slices.Contains([]int{http.StatusServiceUnavailable, http.StatusTooManyRequests}, f.http) {
		w.Header().Set("Retry-After", "1")
	}
	writeMessage(w, f.http, f.full().Proto())
}

func writeMessage(w http.ResponseWriter, code int, m proto.Message) {
	body, err := codec.Marshal(m)
	if err != nil {
		code, body = http.StatusInternalServerError, []byte(`{"code":13,"message":"internal error"}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_, _ = w.Write(body) // whoever has gone is told nothing
}
