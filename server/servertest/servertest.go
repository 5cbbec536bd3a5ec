// Package servertest runs servers for tests, in the process of the test: the use cases over a store in memory, with both
// APIs in front. What a server binary adds (listeners by configuration, etcd as a child, policies from Git) it has not; for
// that there is server.Start.
package servertest

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/test/bufconn"

	"github.com/concord-registry/concord/server/confluent"
	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/keys"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/rpc"
	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

// Config says what a server is made of: each room has its own settings. The zero value makes an empty registry.
type Config struct {
	// Registry are the settings of the use cases: ids, level, policies. A store in memory is made where Store
	// is nil; one with a clock of its own is a [storetest.Memory] with Clock.
	Registry registry.Config
	// Keys are the settings of the encryption keys.
	Keys keys.Config
	// Confluent are the settings of the Confluent API. Registry and Keys are filled in, and a Logger that writes to the test.
	Confluent confluent.Config
	// Native are the settings of the native API. Registry is filled in, and a Logger that writes to the test; Store where it
	// is nil.
	Native rpc.Config
	// Around is put round everything that is served over HTTP; nil for nothing.
	Around func(http.Handler) http.Handler
}

// Server is one replica. What is not asked for is not started; what was started ends with the test.
type Server struct {
	Registry *registry.Registry
	Store    store.Store

	confluent http.Handler
	native    func() *rpc.Server
	handler   func() http.Handler
	url       func() string
	conn      func() *grpc.ClientConn
}

// New makes a server.
func New(t testing.TB, c Config) *Server {
	t.Helper()
	if c.Registry.Store == nil {
		c.Registry.Store = &storetest.Memory{}
	}
	cases, err := registry.New(c.Registry)
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	c.Confluent.Registry, c.Native.Registry = cases, cases
	c.Confluent.Keys = c.Keys
	if c.Confluent.Logger == nil {
		c.Confluent.Logger = log
	}
	if c.Native.Logger == nil {
		c.Native.Logger = log
	}
	if c.Native.Store == nil {
		c.Native.Store = c.Registry.Store
	}
	s := &Server{Registry: cases, Store: c.Registry.Store, confluent: confluent.Handler(c.Confluent)}
	s.native = sync.OnceValue(func() *rpc.Server { return native(t, c.Native) })
	s.handler = sync.OnceValue(func() http.Handler { return s.around(t, c.Around) })
	s.url = sync.OnceValue(func() string { return listen(t, s.Handler()) })
	s.conn = sync.OnceValue(func() *grpc.ClientConn { return s.dial(t, c.Native) })
	return s
}

// Replicas makes n servers on one store. They have all settings in common, so c.Registry.Store, if it is set, must bear
// several registries.
func Replicas(t testing.TB, n int, c Config) []*Server {
	t.Helper()
	if c.Registry.Store == nil {
		c.Registry.Store = &storetest.Memory{}
	}
	var all []*Server
	for range n {
		all = append(all, New(t, c))
	}
	return all
}

// Confluent is the Confluent API alone, without a network and without what is around.
func (s *Server) Confluent() http.Handler { return s.confluent }

// Native is the native API, without a network.
func (s *Server) Native() *rpc.Server { return s.native() }

// Handler is what the REST port of a server has: the JSON of the native API, and the Confluent API for every other path.
func (s *Server) Handler() http.Handler { return s.handler() }

// URL is the address of [Server.Handler], http://127.0.0.1 with a free port.
func (s *Server) URL() string { return s.url() }

// Conn is a connection to the native API over gRPC, in memory.
func (s *Server) Conn() *grpc.ClientConn { return s.conn() }

// native makes the native API, whose watches end before any listener waits for them.
func native(t testing.TB, c rpc.Config) *rpc.Server {
	n := rpc.New(c)
	t.Cleanup(n.Drain)
	return n
}

func (s *Server) around(t testing.TB, around func(http.Handler) http.Handler) http.Handler {
	gateway, err := s.Native().Gateway()
	if err != nil {
		t.Fatal(err)
	}
	all := http.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/openapi.yaml" || strings.HasPrefix(r.URL.Path, "/api/v1/") {
			gateway.ServeHTTP(w, r)
			return
		}
		s.confluent.ServeHTTP(w, r)
	}))
	if around != nil {
		all = around(all)
	}
	return all
}

func listen(t testing.TB, h http.Handler) string {
	server := httptest.NewUnstartedServer(h)
	server.Listener = dialect.Listener(server.Listener)
	server.Start()
	t.Cleanup(server.Close)
	return server.URL
}

func (s *Server) dial(t testing.TB, c rpc.Config) *grpc.ClientConn {
	listener := bufconn.Listen(1 << 20)
	g := grpc.NewServer(rpc.Options(c)...)
	s.Native().Register(g)
	ended := make(chan error, 1)
	go func() { ended <- g.Serve(listener) }()
	t.Cleanup(func() {
		s.Native().Drain()
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
	return conn
}
