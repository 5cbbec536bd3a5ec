package server

import (
	"fmt"
	"net/http"
	"sort"
	"strings"
	"sync/atomic"
)

// health answers the probes: /livez says that the process runs, /readyz that it can accept writes, /healthz both.
// They ask for no credentials, touch no storage and follow the conventions of Kubernetes.
type health struct {
	draining atomic.Bool
	// checks say what is wrong, or nil; by name.
	checks map[string]func() error
	// notes say what should be known where nothing is wrong, or nothing; by the name of the check.
	notes map[string]func() string
}

func (s *Server) newHealth() *health {
	h := &health{checks: map[string]func() error{"storage": s.storageProblem}, notes: map[string]func() string{}}
	if s.policies != nil {
		h.checks["policy"], h.notes["policy"] = s.policies.problem, s.policies.note
	}
	return h
}

// storageProblem says why nothing can be registered now.
func (s *Server) storageProblem() error {
	switch status := s.store.Status(); {
	case !status.Connected && s.child != nil && s.child.Problem() != "":
		return fmt.Errorf("storage does not answer: %s; etcd ended last with: %s", status.Problem, s.child.Problem())
	case !status.Connected:
		return fmt.Errorf("storage does not answer: %s", status.Problem)
	case status.Refuses != "":
		return fmt.Errorf("storage takes no writes: %s", status.Refuses)
	}
	return nil
}

func (h *health) register(mux *http.ServeMux) {
	mux.HandleFunc("/livez", func(w http.ResponseWriter, _ *http.Request) { probe(w, http.StatusOK, "ok\n") })
	mux.HandleFunc("/readyz", h.ready)
	mux.HandleFunc("/healthz", h.ready)
}

// problems lists what keeps the server from being ready, by name.
func (h *health) problems() map[string]error {
	found := map[string]error{}
	if h.draining.Load() {
		found["shutdown"] = fmt.Errorf("the server is stopping")
	}
	for name, check := range h.checks {
		if err := check(); err != nil {
			found[name] = err
		}
	}
	return found
}

func (h *health) ready(w http.ResponseWriter, r *http.Request) {
	problems := h.problems()
	var b strings.Builder
	if _, verbose := r.URL.Query()["verbose"]; verbose || len(problems) > 0 {
		h.report(&b, problems)
	}
	if len(problems) > 0 {
		probe(w, http.StatusServiceUnavailable, b.String())
		return
	}
	b.WriteString("ok\n")
	probe(w, http.StatusOK, b.String())
}

func (h *health) report(b *strings.Builder, problems map[string]error) {
	names := make([]string, 0, len(h.checks)+1)
	for name := range h.checks {
		names = append(names, name)
	}
	if problems["shutdown"] != nil {
		names = append(names, "shutdown")
	}
	sort.Strings(names)
	for _, name := range names {
		if err := problems[name]; err != nil {
			fmt.Fprintf(b, "[-] %s: %v\n", name, err)
		} else {
			fmt.Fprintf(b, "[+] %s ok%s\n", name, h.note(name))
		}
	}
}

// note is what is to be said behind a check that is well.
func (h *health) note(name string) string {
	if note := h.notes[name]; note != nil {
		if text := note(); text != "" {
			return ": " + strings.ReplaceAll(text, "\n", " ")
		}
	}
	return ""
}

func probe(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	w.Write([]byte(text))
}
