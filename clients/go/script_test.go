package concord_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	concord "github.com/concord-registry/concord/clients/go"
)

// script is a registry that says what a test tells it to.
type script struct {
	*httptest.Server

	mu sync.Mutex
	// answers are bodies by `METHOD /path`; of several the first is given once, the last for ever.
	answers map[string][]string
	// asked are the requests that came, by the same key.
	asked map[string][]*http.Request
}

func serve(answers map[string][]string) *script {
	s := &script{answers: answers, asked: map[string][]*http.Request{}}
	s.Server = httptest.NewServer(s)
	return s
}

// play serves the answers until the test ends.
func play(t *testing.T, answers map[string][]string) *script {
	t.Helper()
	s := serve(answers)
	t.Cleanup(s.Close)
	return s
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	key := r.Method + " " + r.URL.EscapedPath()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked[key] = append(s.asked[key], r)
	answers := s.answers[key]
	if len(answers) == 0 {
		http.Error(w, "nobody wrote an answer to "+key, http.StatusTeapot)
		return
	}
	if len(answers) > 1 {
		s.answers[key] = answers[1:]
	}
	w.Header().Set("Concord-Position", fmt.Sprintf("1.%d", len(s.asked[key])))
	var status int
	if n, _ := fmt.Sscanf(answers[0], "!%d", &status); n == 1 {
		http.Error(w, answers[0][4:], status)
		return
	}
	fmt.Fprint(w, answers[0])
}

func (s *script) count(key string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.asked[key])
}

// client connects to a script; change may be nil.
func (s *script) client(t *testing.T, change func(*concord.Config)) *concord.Client {
	t.Helper()
	config := concord.Config{URLs: []string{s.URL}, RetryWait: time.Millisecond}
	if change != nil {
		change(&config)
	}
	c, err := concord.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
