// Package rpc serves the native API: the services of concord.v1 over gRPC, and the same methods as JSON under /api/v1.
// What a method means is decided in server/registry; this package puts its use cases into messages and its failures
// into statuses.
//
// Both ways lead through the same methods. The JSON gateway calls them directly, without a connection in between, so
// whatever a gRPC interceptor would do must be asked for in [Config], not in an interceptor.
package rpc

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/health"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/reflection"

	"github.com/concord-registry/concord/policy/engine"
	"github.com/concord-registry/concord/policy/set"
	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// Config says what a server stands on. Registry and Store are required, the zero value of everything else will do.
type Config struct {
	Registry *registry.Registry
	// Store is the one that the registry stands on.
	Store store.Reader
	// Policies are those that decide on new schemas; nil for none.
	Policies Policies
	// PolicySource says where Policies come from, for people.
	PolicySource string
	// Caller says who is calling; nil means that nobody knows.
	Caller func(context.Context) store.Caller
	// Release is what the server calls itself; "dev" when empty.
	Release string
	// MaxBody bounds a request in bytes; 10 MiB when zero.
	MaxBody int
	// Timeout bounds a call that has no deadline of its own; 30 s when zero. It does not bound watches.
	Timeout time.Duration
	// Patience is how long a read waits for the position that it must hold; 500 ms when zero.
	Patience time.Duration
	// Heartbeat is how long a watch may be silent; 5 s when zero.
	Heartbeat time.Duration
	// Logger gets panics and internal errors; nil discards.
	Logger *slog.Logger
}

// Policies tell about the active policies. [engine.Engine] does.
type Policies interface {
	Status() engine.Status
	// Rules are those of the active policies, nil when there are none.
	Rules() []*set.Rule
}

func (c Config) withDefaults() Config {
	if c.Caller == nil {
		c.Caller = func(context.Context) store.Caller { return store.Caller{} }
	}
	if c.Release == "" {
		c.Release = "dev"
	}
	if c.MaxBody == 0 {
		c.MaxBody = 10 << 20
	}
	c.Timeout = or(c.Timeout, 30*time.Second)
	c.Patience = or(c.Patience, 500*time.Millisecond)
	c.Heartbeat = or(c.Heartbeat, 5*time.Second)
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c
}

func or(d, fallback time.Duration) time.Duration {
	if d == 0 {
		return fallback
	}
	return d
}

// Server is the native API over one registry.
type Server struct {
	methods *methods
	health  *health.Server
	drain   sync.Once
}

// New returns a server that is not ready; see [Server.SetReady].
func New(c Config) *Server {
	s := &Server{
		methods: &methods{Config: c.withDefaults(), draining: make(chan struct{})},
		health:  health.NewServer(),
	}
	s.SetReady(false)
	return s
}

// Options are what a gRPC server needs to hold the limits of c.
func Options(c Config) []grpc.ServerOption {
	c = c.withDefaults()
	return []grpc.ServerOption{
		grpc.MaxRecvMsgSize(c.MaxBody),
		grpc.MaxHeaderListSize(64 << 10),
		grpc.MaxConcurrentStreams(1000),
		grpc.ConnectionTimeout(20 * time.Second),
	}
}

// services are those of the API, one for each noun.
var services = []*grpc.ServiceDesc{
	&concordv1.RegistryService_ServiceDesc,
	&concordv1.AuditService_ServiceDesc,
	&concordv1.PolicyService_ServiceDesc,
	&concordv1.AccessService_ServiceDesc,
	&concordv1.ServerService_ServiceDesc,
}

// Register enters the API, the health service and reflection into a gRPC server.
func (s *Server) Register(g *grpc.Server) {
	for _, service := range services {
		g.RegisterService(service, s.methods)
	}
	healthpb.RegisterHealthServer(g, s.health)
	reflection.Register(g)
}

// SetReady tells the health service whether to send traffic here, for the server as a whole and for each service.
func (s *Server) SetReady(ready bool) {
	status := healthpb.HealthCheckResponse_NOT_SERVING
	if ready {
		status = healthpb.HealthCheckResponse_SERVING
	}
	s.health.SetServingStatus("", status)
	for _, service := range services {
		s.health.SetServingStatus(service.ServiceName, status)
	}
}

// Drain ends all watches and turns the health service to not serving for good. Call it before
// [grpc.Server.GracefulStop], which waits for streams. It may be called more than once.
func (s *Server) Drain() {
	s.drain.Do(func() {
		s.health.Shutdown()
		close(s.methods.draining)
	})
}
