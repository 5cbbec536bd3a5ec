// Package concordtest has a registry in memory, for the tests of programs that use package concord.
//
// The registry gives versions and ids, reads, lists, deletes and keeps settings, as a Concord does over HTTP. It does not
// read schemas: whatever a test registers is taken, unless [Server.Refuse] says otherwise. What it has no method for is
// answered as an address that is not there.
package concordtest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	concord "github.com/concord-registry/concord/clients/go"
)

// Server is a registry in memory. It is safe for concurrent use.
type Server struct {
	// URL is its address.
	URL string

	t  testing.TB
	mu sync.Mutex
	// all below are guarded by mu.
	domains  map[string]*domain
	settings stored
	// contents are all that was ever registered, in the order of their ids, from 1.
	contents []concord.Schema
	// refusals are the findings that refuse a subject, whatever its domain.
	refusals map[string][]concord.Finding
	// outages counts those that have not ended.
	outages int
	seq     uint64
	// answers are those of writes, by their Idempotency-Key.
	answers map[string]answer
}

// domain is a domain by its subjects.
type domain struct {
	subjects map[string]*subject
	settings stored
	// made is when it came to be; zero for the default one, which always was.
	made time.Time
}

// subject may have settings alone, and no versions.
type subject struct {
	versions []concord.Version
	settings stored
}

// stored are settings by the names of their fields.
type stored map[string]json.RawMessage

// New returns an empty registry that ends with the test.
func New(t testing.TB) *Server {
	s := &Server{
		t: t, domains: map[string]*domain{}, settings: stored{}, refusals: map[string][]concord.Finding{}, answers: map[string]answer{},
	}
	s.domain("default")
	http := httptest.NewServer(s)
	t.Cleanup(http.Close)
	s.URL = http.URL
	return s
}

// Client returns a new client of the registry, which repeats no request and believes no latest version, so that what a
// test does shows at once.
func (s *Server) Client() *concord.Client {
	s.t.Helper()
	client, err := concord.New(concord.Config{URLs: []string{s.URL}, Retries: -1, LatestTTL: -1, Timeout: 10 * time.Second})
	if err != nil {
		s.t.Fatal(err)
	}
	return client
}

// Refuse lets the registry refuse every new version of a subject, in any domain, with these findings, until it is called
// with none. What is empty in a finding is filled in: it refuses, and a policy says so.
func (s *Server) Refuse(subject string, findings ...concord.Finding) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.refusals, subject)
	for _, f := range findings {
		s.refusals[subject] = append(s.refusals[subject], filled(f))
	}
}

// Outage lets every request fail as where a registry has lost its storage, until end is called, once.
func (s *Server) Outage() (end func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.outages++
	return sync.OnceFunc(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.outages--
	})
}

// ServeHTTP answers a request of the native API.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.answer(r)
	for name, value := range map[string]string{"Content-Type": "application/json", "Concord-Position": s.position()} {
		w.Header().Set(name, value)
	}
	w.WriteHeader(a.status)
	w.Write(a.body)
}
