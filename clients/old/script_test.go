package concord_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	concord "github.com/concord-registry/concord/clients/old"
)

// script is a registry that answers what a test wrote down, one step for each request.
type script struct {
	t     *testing.T
	mu    sync.Mutex
	steps []step
	// asked are the requests so far: method, address and body.
	asked []string
	// heads are their headers.
	heads []http.Header
}

type step struct {
	status int // 0 for a broken connection
	body   string
	header http.Header
	// hold delays the answer until it is closed.
	hold chan struct{}
	// begun is closed when the request has arrived.
	begun chan struct{}
}

func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	next := s.take(r)
	if next.begun != nil {
		close(next.begun)
	}
	if next.hold != nil {
		select {
		case <-next.hold:
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}
	if next.status == 0 {
		return nil, fmt.Errorf("connection refused")
	}
	header := next.header
	if header == nil {
		header = http.Header{}
	}
	return &http.Response{
		StatusCode: next.status,
		Status:     fmt.Sprintf("%d %s", next.status, http.StatusText(next.status)),
		Header:     header,
		Body:       io.NopCloser(strings.NewReader(next.body)),
		Request:    r,
	}, nil
}

func (s *script) take(r *http.Request) step {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, strings.TrimSpace(fmt.Sprintf("%s %s %s", r.Method, r.URL, body)))
	s.heads = append(s.heads, r.Header)
	if len(s.steps) == 0 {
		s.t.Errorf("a request too many: %s", s.asked[len(s.asked)-1])
		return step{status: http.StatusTeapot}
	}
	next := s.steps[0]
	s.steps = s.steps[1:]
	return next
}

// done demands that the script was played to its end.
func (s *script) done() {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.steps) > 0 {
		s.t.Errorf("%d requests are missing after %v", len(s.steps), s.asked)
	}
}

// play returns a client of a scripted registry.
func play(t *testing.T, c concord.Config, steps ...step) (*concord.Client, *script) {
	t.Helper()
	s := &script{t: t, steps: steps}
	c.HTTP = &http.Client{Transport: s}
	if len(c.URLs) == 0 {
		c.URLs = []string{"http://one"}
	}
	client, err := concord.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return client, s
}

func ok(body string) step { return step{status: http.StatusOK, body: body} }
