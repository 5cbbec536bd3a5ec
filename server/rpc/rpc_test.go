package rpc_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/test/bufconn"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/rpc"
	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

// world is a server over a memory store, reached both ways.
type world struct {
	store  *storetest.Memory
	server *rpc.Server
	conn   *grpc.ClientConn
	http   *httptest.Server

	registry concordv1.RegistryServiceClient
	audit    concordv1.AuditServiceClient
	policy   concordv1.PolicyServiceClient
	access   concordv1.AccessServiceClient
	status   concordv1.ServerServiceClient
}

// open starts a world; c needs no registry and no store.
func open(t *testing.T, c rpc.Config) *world {
	t.Helper()
	memory := &storetest.Memory{}
	return openOn(t, c, registry.Config{}, memory, memory)
}

// openOn starts a world over a memory store whose reader may be another one.
func openOn(t *testing.T, c rpc.Config, r registry.Config, memory *storetest.Memory, reader store.Reader) *world {
	t.Helper()
	w := &world{store: memory}
	r.Store = memory
	cases, err := registry.New(r)
	if err != nil {
		t.Fatal(err)
	}
	c.Registry, c.Store = cases, reader
	if c.Logger == nil {
		c.Logger = slog.New(slog.NewTextHandler(t.Output(), nil))
	}
	w.server = rpc.New(c)
	w.serveGRPC(t, c)
	gateway, err := w.server.Gateway()
	if err != nil {
		t.Fatal(err)
	}
	w.http = httptest.NewServer(gateway)
	t.Cleanup(w.http.Close)
	t.Cleanup(w.server.Drain)
	return w
}

func (w *world) serveGRPC(t *testing.T, c rpc.Config) {
	listener := bufconn.Listen(1 << 20)
	g := grpc.NewServer(rpc.Options(c)...)
	w.server.Register(g)
	ended := make(chan error, 1)
	go func() { ended <- g.Serve(listener) }()
	t.Cleanup(func() {
		w.server.Drain()
		g.GracefulStop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	conn, err := grpc.NewClient("passthrough:///memory",
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return listener.DialContext(ctx) }),
		grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	w.conn = conn
	w.registry, w.audit = concordv1.NewRegistryServiceClient(conn), concordv1.NewAuditServiceClient(conn)
	w.policy, w.access = concordv1.NewPolicyServiceClient(conn), concordv1.NewAccessServiceClient(conn)
	w.status = concordv1.NewServerServiceClient(conn)
}

// answered is what the gateway answered.
type answered struct {
	code   int
	header http.Header
	body   string
}

// object is the answer as JSON.
func (a answered) object(t *testing.T) map[string]any {
	t.Helper()
	var o map[string]any
	if err := json.Unmarshal([]byte(a.body), &o); err != nil {
		t.Fatalf("%s: %v", a.body, err)
	}
	return o
}

// send asks the gateway. A body is sent as JSON; headers are name and value in turn.
func (w *world) send(t *testing.T, verb, path, body string, headers ...string) answered {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), verb, w.http.URL+path, bytes.NewReader([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	response, err := w.http.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answered{response.StatusCode, response.Header, string(text)}
}

// get asks the gateway for a path below /api/v1.
func (w *world) get(t *testing.T, path string) answered {
	t.Helper()
	return w.send(t, http.MethodGet, "/api/v1/"+path, "")
}

// done asks the gateway for something that must succeed.
func (w *world) done(t *testing.T, verb, path, body string, headers ...string) answered {
	t.Helper()
	a := w.send(t, verb, "/api/v1/"+path, body, headers...)
	if a.code != http.StatusOK {
		t.Fatalf("%s %s: %d %s", verb, path, a.code, a.body)
	}
	return a
}
