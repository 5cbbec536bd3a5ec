// Package dialect is how Confluent Schema Registry speaks, apart from what it says: paths, media types, bodies, pages,
// errors and the quirks of its clients (contract §2). What there is to ask is a table of operations that the caller
// brings; they read a [Call] and give a value or an error.
//
// One request goes through these steps, each in a file of its own: the path is put into the form that routes are
// written in and loses its /contexts/{context} prefix (path.go); the route is found, the method and the media types are
// checked (route.go, media.go); the body is read with the liberties that clients take (body.go, decode.go); the operation
// answers a value or an error; value or error is written as JSON (answer.go, failure.go). Whatever happens on the way,
// the answer is JSON, and never a redirect.
package dialect

import (
	"net/http"
	"time"
)

// handler answers all requests of the dialect.
type handler struct {
	config  Config
	mux     *http.ServeMux
	callers callers
}

// New returns the operations of a table, by the patterns of their routes, as one http.Handler. It answers every path it is
// given: mount what else there is beside it, not behind it.
func New(c Config, routes map[string]Methods) http.Handler {
	h := &handler{config: c.withDefaults(), mux: http.NewServeMux(), callers: callers{seen: map[string]bool{}}}
	for pattern, methods := range routes {
		h.mux.Handle(pattern, methods)
	}
	h.mux.Handle("/", Methods(nil))
	return h
}

// ServeHTTP serves one request from its first to its last byte.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := &Call{ResponseWriter: w, Request: r, config: &h.config, started: time.Now()}
	defer h.finish(c)
	c.Header()["X-Request-Id"] = []string{requestID(r)}
	if c.crossOrigin() {
		return
	}
	if err := c.locate(); err != nil {
		c.fail(err)
		return
	}
	h.mux.ServeHTTP(c, c.Request)
}

// finish ends a call: a panic becomes an answer and a line in the log, and the observer is told.
func (h *handler) finish(c *Call) {
	if cause := recover(); cause != nil {
		if cause == http.ErrAbortHandler {
			panic(cause)
		}
		c.panicked(cause)
	}
	if h.config.Observe != nil {
		h.config.Observe(c.route(), label(c.Request.Method), c.status, time.Since(c.started), h.callers.admit(client(c.Request.Header)))
	}
}
