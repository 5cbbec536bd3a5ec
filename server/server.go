package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"google.golang.org/grpc"

	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/keys"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/rpc"
	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/child"
	"github.com/concord-registry/concord/server/store/etcd"
)

// Server is a running Concord.
type Server struct {
	config   Config
	store    store.Store
	etcd     etcd.Config
	child    *child.Child // nil with an external cluster
	policies *policies
	registry *registry.Registry
	keys     keys.Config
	metrics  *metrics
	health   *health

	rest, admin *http.Server
	grpc        *grpc.Server
	native      *rpc.Server
	// listeners in the order REST, gRPC, admin.
	listeners [3]net.Listener

	// closers run in reverse on Close; failed gets the first error of a listener.
	closers []func() error
	failed  chan error
	serving sync.WaitGroup
	once    sync.Once
	closed  error

	// spare is never touched, so no memory stands behind it. It counts as heap: without it, the heap of a small registry
	// doubles, and is collected, hundreds of times in a second of registrations.
	spare []byte
}

// spareHeap is the size of [Server.spare] in bytes. The heap of a registry below it may grow to twice as much.
const spareHeap = 96 << 20

// Start runs a server. It returns when the listeners accept; readiness follows when storage answers and policies are
// active. ctx bounds the start alone. The error names everything that is wrong with the configuration.
func Start(ctx context.Context, c Config) (*Server, error) {
	c, err := c.withDefaults()
	if err != nil {
		return nil, err
	}
	s := &Server{config: c, metrics: newMetrics(c.Version), failed: make(chan error, 3), spare: make([]byte, spareHeap)}
	for _, step := range []func(context.Context) error{s.openData, s.openStore, s.openPolicies, s.openRegistry, s.listen, s.serve} {
		if err := step(ctx); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	return s, nil
}

// onClose remembers what Close has to undo.
func (s *Server) onClose(f func() error) { s.closers = append(s.closers, f) }

func (s *Server) openData(context.Context) error {
	if s.config.DataDir != "" {
		return os.MkdirAll(s.config.DataDir, 0o700)
	}
	dir, remove, err := temporaryData()
	if err != nil {
		return err
	}
	s.config.DataDir = dir
	s.onClose(func() error { remove(); return nil })
	return nil
}

func (s *Server) openRegistry(context.Context) (err error) {
	c := registry.Config{Store: s.store, IDs: s.config.IDs, Level: s.config.Level, Logger: s.config.Logger}
	services, err := s.config.services()
	if err != nil {
		return err
	}
	if s.policies != nil {
		c.Policy = s.policies
	}
	if s.registry, err = registry.New(c); err != nil {
		return err
	}
	s.keys = keys.Config{KMS: services}
	return nil
}

func (s *Server) listen(context.Context) error {
	for i, address := range []string{s.config.Listen, s.config.GRPCListen, s.config.AdminListen} {
		l, err := net.Listen("tcp", address)
		if err != nil {
			return fmt.Errorf("listen on %s: %w", address, err)
		}
		s.listeners[i] = l
		s.onClose(func() error { l.Close(); return nil })
	}
	return nil
}

// Timeouts of the HTTP listeners. Writing has none: a watch may last.
const (
	headerTimeout = 10 * time.Second
	idleTimeout   = 2 * time.Minute
	closeTimeout  = 20 * time.Second
)

func (s *Server) serve(context.Context) error {
	s.health = s.newHealth()
	s.newRPC()
	handler, err := s.newHandler()
	if err != nil {
		return err
	}
	s.rest, s.admin = s.newHTTP(handler), s.newHTTP(s.metrics.handler())
	s.onClose(s.stopServing)
	s.run(func() error { return s.rest.Serve(dialect.Listener(s.listeners[0])) })
	s.run(func() error { return s.grpc.Serve(s.listeners[1]) })
	s.run(func() error { return s.admin.Serve(s.listeners[2]) })
	s.reportReadiness()
	return nil
}

// reportReadiness keeps the health service of gRPC in step with /readyz until Close.
func (s *Server) reportReadiness() {
	ctx, cancel := context.WithCancel(context.Background())
	s.onClose(func() error { cancel(); return nil })
	s.serving.Go(func() {
		tick := time.NewTicker(readinessPeriod)
		defer tick.Stop()
		for ctx.Err() == nil {
			s.native.SetReady(len(s.health.problems()) == 0)
			select {
			case <-tick.C:
			case <-ctx.Done():
			}
		}
	})
}

// readinessPeriod is how often gRPC's health service is told.
const readinessPeriod = 250 * time.Millisecond

func (s *Server) newHTTP(h http.Handler) *http.Server {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true)
	return &http.Server{
		Handler: h, Protocols: protocols, ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout,
		ErrorLog: slog.NewLogLogger(s.config.Logger.Handler(), slog.LevelDebug),
	}
}

// run serves a listener until it is closed.
func (s *Server) run(serve func() error) {
	s.serving.Go(func() {
		if err := serve(); err != nil && !errors.Is(err, http.ErrServerClosed) && !errors.Is(err, net.ErrClosed) {
			s.failed <- err
		}
	})
}

// stopServing lets running requests end, for a while.
func (s *Server) stopServing() error {
	ctx, cancel := context.WithTimeout(context.Background(), closeTimeout)
	defer cancel()
	s.native.Drain()
	stopped := make(chan struct{})
	go func() { s.grpc.GracefulStop(); close(stopped) }()
	err := errors.Join(s.rest.Shutdown(ctx), s.admin.Shutdown(ctx))
	select {
	case <-stopped:
	case <-ctx.Done():
		s.grpc.Stop()
		<-stopped
	}
	s.serving.Wait()
	return err
}

// Wait returns when ctx ends, with nil, or when a listener fails, with its error.
func (s *Server) Wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case err := <-s.failed:
		return err
	}
}

// Close withdraws readiness, waits for Config.Drain, lets running requests end and stops everything that Start started.
// It may be called more than once.
func (s *Server) Close() error {
	s.once.Do(func() {
		if s.health != nil {
			s.health.draining.Store(true)
			time.Sleep(s.config.Drain)
		}
		for i := len(s.closers) - 1; i >= 0; i-- {
			s.closed = errors.Join(s.closed, s.closers[i]())
		}
	})
	return s.closed
}

// URL is where REST and the JSON API are.
func (s *Server) URL() string { return "http://" + s.listeners[0].Addr().String() }

// GRPCAddress is host:port of gRPC.
func (s *Server) GRPCAddress() string { return s.listeners[1].Addr().String() }

// AdminURL is where metrics and profiles are.
func (s *Server) AdminURL() string { return "http://" + s.listeners[2].Addr().String() }

// snapshotFile is where the view is kept for a start without storage.
func (s *Server) snapshotFile() string { return filepath.Join(s.config.DataDir, "view.snapshot") }
