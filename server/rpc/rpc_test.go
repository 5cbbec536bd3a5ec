package rpc_test

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/test/bufconn"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/rpc"
	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

// world is a server over a memory store, reached both ways.
type world struct {
	store  *storetest.Memory
	server *rpc.Server
	client concordv1.RegistryServiceClient
	conn   *grpc.ClientConn
	http   *httptest.Server
}

// open starts a world; c needs no registry and no store.
func open(t *testing.T, c rpc.Config) *world {
	t.Helper()
	memory := &storetest.Memory{}
	return openOn(t, c, memory, memory)
}

// openOn starts a world over a memory store whose reader may be another one.
func openOn(t *testing.T, c rpc.Config, memory *storetest.Memory, reader store.Reader) *world {
	t.Helper()
	w := &world{store: memory}
	cases, err := registry.New(registry.Config{Store: w.store})
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
	w.conn, w.client = conn, concordv1.NewRegistryServiceClient(conn)
}

// put commits a version of a subject, past all rules, and returns its position.
func (w *world) put(t *testing.T, s store.Subject, number int, decision string) uint64 {
	t.Helper()
	content := &store.Content{GUID: schema.Identify(`"string"`, nil, nil, nil), Type: schema.Avro, Text: `"string"`}
	seq, err := w.store.Update(t.Context(), func(tx *store.Tx) error {
		tx.Put(content, &store.Version{Subject: s, Number: number, ID: 7, Created: tx.Now, Changed: tx.Now, Seq: tx.Seq()})
		tx.Log(store.Entry{Caller: store.Caller{ID: "ada"}, Changes: []store.EntryChange{{Action: "register", Scope: s, Version: number, ID: 7, Decision: []byte(decision)}}})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return seq
}

// get asks the gateway.
func (w *world) get(t *testing.T, path string) *http.Response {
	t.Helper()
	return w.send(t, http.MethodGet, path, nil)
}
