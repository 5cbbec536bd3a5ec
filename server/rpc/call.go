package rpc

import (
	"context"
	"time"

	"github.com/google/uuid"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/position"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// What a request and its answer say besides their messages: headers over HTTP, metadata of the same names over gRPC.
const (
	headerPosition    = "concord-position"
	headerMinPosition = "concord-min-position"
	headerRead        = "concord-read"
	headerAge         = "concord-age"
	headerKey         = "idempotency-key"
	headerRequestID   = "x-request-id"
)

// methods are those of all services. All of them run inside [answer] or, what changes nothing, [read]; WatchEntries does the same
// by itself.
type methods struct {
	concordv1.UnsafeRegistryServiceServer
	concordv1.UnsafeAuditServiceServer
	concordv1.UnsafePolicyServiceServer
	concordv1.UnsafeAccessServiceServer
	concordv1.UnsafeServerServiceServer
	Config
	// draining is closed when the server shuts down.
	draining chan struct{}
}

// call is one call of a method.
type call struct {
	*methods
	// Session is the registry as the caller has it.
	*registry.Session
	method string
	id     string
	// said is what the request says besides its message.
	said metadata.MD
	// view is what a read is answered from; it holds the position of the answer. A write has none.
	view *store.View
	// about is the one subject whose schema the call is about, the zero value for none.
	about store.Subject
	// landed is the position of what a write has changed, 0 for nothing.
	landed uint64
	// header is what the answer says besides its message.
	header metadata.MD
}

// read runs a method that changes nothing, on a view that is as new as the request asks for.
func read[R any](ctx context.Context, m *methods, method string, do func(context.Context, *call) (R, error)) (R, error) {
	return answer(ctx, m, method, func(ctx context.Context, c *call) (response R, err error) {
		if c.view, err = c.fresh(ctx); err != nil {
			return response, err
		}
		return do(ctx, c)
	})
}

// answer runs one method: it bounds its time, says the position of the answer, and turns its error, or its panic, into a
// failure.
func answer[R any](ctx context.Context, m *methods, method string, do func(context.Context, *call) (R, error)) (response R, err error) {
	if _, bounded := ctx.Deadline(); !bounded {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, m.Timeout)
		defer cancel()
	}
	c := m.begin(ctx, method)
	defer func() { _ = grpc.SetHeader(ctx, c.answerHeader()) }() // fails only once the stream has gone, and then nobody is told
	defer c.settle(ctx, &err)
	return do(ctx, c)
}

// begin starts a call.
func (m *methods) begin(ctx context.Context, method string) *call {
	c := &call{methods: m, Session: m.Registry.As(m.Caller(ctx)), method: method, header: metadata.MD{}}
	c.said, _ = metadata.FromIncomingContext(ctx)
	if c.id = c.heard(headerRequestID); !plainID(c.id) {
		c.id = uuid.NewString()
	}
	c.header.Set(headerRequestID, c.id)
	return c
}

// heard is what the request says under a name, empty for nothing.
func (c *call) heard(name string) string {
	if values := c.said.Get(name); len(values) > 0 {
		return values[0]
	}
	return ""
}

// answerHeader is what the answer says besides its message: above all how much it holds, at least.
func (c *call) answerHeader() metadata.MD {
	view := c.view
	if view == nil {
		view = c.Store.View()
	}
	c.header.Set(headerPosition, position.Position{Epoch: position.EpochOf(view), Seq: max(view.Seq(), c.landed)}.String())
	if fresh := c.Store.Status().Fresh; !fresh.IsZero() {
		c.header.Set(headerAge, max(0, time.Since(fresh)).Truncate(time.Millisecond).String())
	}
	return c.header
}

// immutable says that the answer never changes.
func (c *call) immutable(tag string) {
	c.header.Set("etag", `"`+tag+`"`)
	c.header.Set("cache-control", "public, max-age=31536000, immutable")
}

// maxID bounds request ids and idempotency keys, in bytes.
const maxID = 64

// plainID reports whether an id from outside can stand in logs and headers.
func plainID(id string) bool {
	for i := range len(id) {
		if id[i] <= ' ' || id[i] > '~' {
			return false
		}
	}
	return id != "" && len(id) <= maxID
}

// key is the idempotency key of the request, empty for none.
func (c *call) key() (string, error) {
	key := c.heard(headerKey)
	if key != "" && !plainID(key) {
		return "", fault.FieldInvalid.With("field", "Idempotency-Key").Because("a key has at most %d letters, digits and signs, without blanks", maxID)
	}
	return key, nil
}
