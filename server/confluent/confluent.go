// Package confluent speaks the REST dialect of Confluent Schema Registry: its paths, media types, error codes and quirks
// (contract §1, §2). What an operation means is decided in server/registry; this package turns requests into its use
// cases and their answers into bytes.
//
// One request goes through these steps, each in a file of its own: the path is put into the form that routes are
// written in and loses its /contexts/{context} prefix (path.go); the route is found, the method and the media types are
// checked (route.go, media.go); the body is read with the liberties that clients take (body.go, decode.go); the operation
// answers a value or an error; value or error is written as JSON (answer.go, failure.go). Whatever happens on the way,
// the answer is JSON, and never a redirect.
package confluent

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/concord-registry/concord/server/registry"
)

// DefaultMaxBody bounds a request body when [Config.MaxBody] is zero.
const DefaultMaxBody = 10 << 20

// Config says what a handler stands on. Registry is required, the zero value of everything else will do.
type Config struct {
	Registry *registry.Registry
	// Logger gets panics and internal errors; nil discards.
	Logger *slog.Logger
	// MaxBody bounds a request body in bytes, packed and unpacked; [DefaultMaxBody] when zero.
	MaxBody int64
	// Origins may call from a browser, `*` stands for all; none when empty.
	Origins []string
	// Version and Commit are what /v1/metadata/version tells.
	Version, Commit string
	// ClusterID is what /v1/metadata/id tells.
	ClusterID string
	// Observe is called once for each answered request; nil means that nobody asks. route is a pattern with the names of
	// its parts in braces, empty when no route matched; method is `other` for unusual ones; client names the calling
	// library without its patch version and is empty when it does not say. All three are safe as labels of a metric.
	Observe func(route, method string, code int, took time.Duration, client string)
	// Actor says who is calling, for the log of the registry and for policies; nil means that nobody knows.
	Actor func(*http.Request) string
}

func (c Config) withDefaults() Config {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.MaxBody == 0 {
		c.MaxBody = DefaultMaxBody
	}
	if c.Version == "" {
		c.Version = "dev"
	}
	if c.Actor == nil {
		c.Actor = func(*http.Request) string { return "" }
	}
	return c
}

// handler answers all requests of the dialect.
type handler struct {
	Config
	mux     *http.ServeMux
	plain   *memo
	callers callers
}

// Handler returns the dialect as one http.Handler. It answers every path it is given: mount what else there is beside
// it, not behind it.
func Handler(c Config) http.Handler {
	h := &handler{Config: c.withDefaults(), mux: http.NewServeMux(), plain: newMemo(), callers: callers{seen: map[string]bool{}}}
	for pattern, methods := range h.routes() {
		h.mux.Handle(pattern, resource{h, methods})
	}
	h.mux.Handle("/", resource{h, nil})
	return h
}

// ServeHTTP serves one request from its first to its last byte.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := &call{ResponseWriter: w, request: r, started: time.Now()}
	defer h.finish(c)
	c.Header()["X-Request-Id"] = []string{requestID(r)}
	if h.crossOrigin(c) {
		return
	}
	if err := c.locate(); err != nil {
		h.fail(c, err)
		return
	}
	h.mux.ServeHTTP(c, c.request)
}

// finish ends a call: a panic becomes an answer and a line in the log, and the observer is told.
func (h *handler) finish(c *call) {
	if cause := recover(); cause != nil {
		if cause == http.ErrAbortHandler {
			panic(cause)
		}
		h.panicked(c, cause)
	}
	if h.Observe != nil {
		h.Observe(c.route(), label(c.request.Method), c.status, time.Since(c.started), h.callers.admit(client(c.request.Header)))
	}
}
