// Package clientgo_test holds the Go client against a real server, and against the definition of the API. It stands in the
// server's module because the client's knows neither.
package clientgo_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/policy/engine"
	"github.com/concord-registry/concord/policy/starter"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/rpc"
	"github.com/concord-registry/concord/server/servertest"
)

const (
	order1 = `{"type":"record","name":"Order","fields":[{"name":"id","type":"string"}]}`
	order2 = `{"type":"record","name":"Order","fields":[{"name":"id","type":"string"},{"name":"note","type":"string","default":""}]}`
	broken = `{"type":"record","name":"Order","fields":[{"name":"id","type":"string"},{"name":"sum","type":"long"}]}`
)

// cautious are policies that let everything in, with a warning.
type cautious struct{}

func (cautious) Evaluate(context.Context, policy.Request) policy.Decision {
	return policy.Decision{Outcome: policy.AcceptedWithWarnings, Revision: "r1", Findings: []policy.Finding{{
		Rule: "SEM001", Title: "ids are uuids", Severity: "high", Level: policy.Warn, Effective: policy.Warns, Why: policy.ByLevel,
		Scope: "council", Owner: "ada", Path: "Order.id", Message: "want uuid", Fix: "write uuid", Fingerprint: "f",
	}}}
}

// world is a server, and a client of it.
type world struct {
	*concord.Client
	server *servertest.Server

	mu sync.Mutex
	// asked are the requests that came, `GET /api/v1/domains`.
	asked []string
	// before answers a request in the place of the server, if it reports that it did; nil for none.
	before func(http.ResponseWriter, *http.Request) bool
}

// open starts a server whose policies warn, and connects to it.
func open(t *testing.T) *world {
	t.Helper()
	w := &world{}
	w.server = servertest.New(t, servertest.Config{
		Registry: registry.Config{Policy: cautious{}},
		Native:   rpc.Config{Policies: rules(t)},
		Around:   w.around,
	})
	w.Client = w.connect(t)
	return w
}

// connect makes another client.
func (w *world) connect(t *testing.T) *concord.Client {
	t.Helper()
	c, err := concord.New(concord.Config{URLs: []string{w.server.URL()}, RetryWait: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func rules(t *testing.T) rpc.Policies {
	set, err := starter.Load()
	if err != nil {
		t.Fatal(err)
	}
	e := engine.New(engine.Config{})
	e.Activate(set, time.Now())
	return e
}

func (w *world) around(next http.Handler) http.Handler {
	return http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		w.asked = append(w.asked, r.Method+" "+r.URL.EscapedPath())
		before := w.before
		w.mu.Unlock()
		if before == nil || !before(out, r) {
			next.ServeHTTP(out, r)
		}
	})
}

// took gives the requests since the last call.
func (w *world) took() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	asked := w.asked
	w.asked = nil
	return asked
}

func (w *world) answer(before func(http.ResponseWriter, *http.Request) bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.before = before
}

func (w *world) register(t *testing.T, domain, subject, text string) concord.Registered {
	t.Helper()
	return must(w.Domain(domain).Register(t.Context(), registration(subject, text)))(t)
}

func registration(subject, text string) concord.Registration {
	return concord.Registration{Subject: subject, Schema: concord.Schema{Type: concord.Avro, Text: text}}
}

// must gives a result whose error fails the test.
func must[T any](result T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return result
	}
}

// all walks a list to its end.
func all[T any](t *testing.T, list func(func(T, error) bool)) []T {
	t.Helper()
	var things []T
	for thing, err := range list {
		if err != nil {
			t.Fatal(err)
		}
		things = append(things, thing)
	}
	return things
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

func contains(t *testing.T, what, got, want string) {
	t.Helper()
	if !strings.Contains(got, want) {
		t.Errorf("%s = %q, want one with %q", what, got, want)
	}
}
