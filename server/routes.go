package server

import (
	"fmt"
	"net/http"
	"strings"

	"google.golang.org/grpc"

	"github.com/concord-registry/concord/server/confluent"
	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/rpc"
)

// native reports whether a path is one of the native API.
func native(path string) bool {
	return path == "/openapi.yaml" || path == "/openapi.json" || path == "/api/v1" || strings.HasPrefix(path, "/api/v1/")
}

// newRPC makes the native API: messages, gRPC, and the JSON gateway on the same methods.
func (s *Server) newRPC() {
	c := rpc.Config{
		Registry: s.registry, Store: s.store, Release: s.config.Version, MaxBody: int(s.config.MaxBody), Logger: s.config.Logger,
	}
	if s.policies != nil {
		c.Policies, c.PolicySource = s.policies, s.policies.source
	}
	s.native = rpc.New(c)
	s.grpc = grpc.NewServer(rpc.Options(c)...)
	s.native.Register(s.grpc)
}

// newHandler is everything on the REST port: probes, the native API, and the Confluent API for every other path.
func (s *Server) newHandler() (http.Handler, error) {
	gateway, err := s.native.Gateway()
	if err != nil {
		return nil, fmt.Errorf("the JSON API: %w", err)
	}
	probes := http.NewServeMux()
	s.health.register(probes)
	rest := confluent.Handler(confluent.Config{
		Registry: s.registry, Keys: s.keys, Version: s.config.Version, ClusterID: s.clusterID(),
		Config: dialect.Config{
			Logger: s.config.Logger, MaxBody: s.config.MaxBody, Origins: s.config.CORSOrigins, Observe: s.metrics.observe,
		},
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch path := r.URL.Path; {
		case path == "/livez" || path == "/readyz" || path == "/healthz":
			probes.ServeHTTP(w, r)
		case native(path):
			gateway.ServeHTTP(w, r)
		default:
			rest.ServeHTTP(w, r)
		}
	}), nil
}

// clusterID names the store, empty before it was ever reached.
func (s *Server) clusterID() string {
	if meta := s.store.View().Meta(); meta != nil {
		return meta.UUID
	}
	return ""
}
