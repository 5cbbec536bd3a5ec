package wire_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/concord-registry/concord/clients/go/internal/wire"
)

// script is a registry that answers what a test wrote down, one step for each request.
type script struct {
	t     *testing.T
	steps []step
	// heads are the headers of the requests so far.
	heads []http.Header
}

type step struct {
	status int // 0 for a broken connection
	body   string
	header http.Header
}

func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	s.heads = append(s.heads, r.Header)
	if len(s.steps) == 0 {
		s.t.Errorf("a request too many: %s %s", r.Method, r.URL)
		return nil, errors.New("over")
	}
	next := s.steps[0]
	s.steps = s.steps[1:]
	if next.status == 0 {
		return nil, errors.New("connection refused")
	}
	return &http.Response{
		StatusCode: next.status, Status: fmt.Sprint(next.status), Header: next.header, Body: io.NopCloser(strings.NewReader(next.body)), Request: r,
	}, nil
}

// done demands that the script was played to its end.
func (s *script) done() {
	s.t.Helper()
	if len(s.steps) > 0 {
		s.t.Errorf("%d requests are missing", len(s.steps))
	}
}

func play(t *testing.T, c wire.Config, steps ...step) (*wire.Wire, *script) {
	t.Helper()
	s := &script{t: t, steps: steps}
	c.HTTP = &http.Client{Transport: s}
	if len(c.URLs) == 0 {
		c.URLs = []string{"http://one"}
	}
	w, err := wire.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return w, s
}

var (
	ok   = step{status: http.StatusOK, body: "{}"}
	read = wire.Request{Method: http.MethodGet, Path: "/x"}
	post = wire.Request{Method: http.MethodPost, Path: "/x", Body: struct{}{}, Write: true}
)

func statusOf(err error) int {
	var f *wire.Failure
	if errors.As(err, &f) {
		return f.Status
	}
	return -1
}

func TestNewRefuses(t *testing.T) {
	_, err := wire.New(wire.Config{URLs: []string{"registry", "ftp://x"}, Token: "t", User: "u", Timeout: -1})
	for _, want := range []string{`"registry" is not`, `"ftp://x" is not`, "either User", "negative"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("New: %v, want also %s", err, want)
		}
	}
}

func TestHeaders(t *testing.T) {
	tests := []struct {
		name   string
		config wire.Config
		want   map[string]string
	}{
		{"bearer", wire.Config{Token: "t"}, map[string]string{"Authorization": "Bearer t", "User-Agent": "concord-go"}},
		{"basic", wire.Config{User: "u", Password: "p", UserAgent: "mine"}, map[string]string{"Authorization": "Basic dTpw", "User-Agent": "mine"}},
		{"nobody", wire.Config{}, map[string]string{"Authorization": "", "Content-Type": "", "Idempotency-Key": ""}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w, s := play(t, test.config, ok)
			if _, err := w.Call(t.Context(), read, nil); err != nil {
				t.Fatal(err)
			}
			for name, want := range test.want {
				if got := s.heads[0].Get(name); got != want {
					t.Errorf("%s = %q, want %q", name, got, want)
				}
			}
		})
	}
}

func TestRetries(t *testing.T) {
	late := step{status: http.StatusServiceUnavailable, header: http.Header{"Retry-After": {"7"}}}
	two := []string{"http://one", "http://two"}
	tests := []struct {
		name        string
		config      wire.Config
		steps       []step
		status      int // -1 when it succeeds in the end
		least, most time.Duration
	}{
		{"each status worth it", wire.Config{Retries: 6},
			[]step{{status: 408}, {status: 429}, {status: 500}, {status: 502}, {status: 503}, {status: 504}, ok},
			-1, 25500 * time.Millisecond, 51*time.Second + time.Millisecond},
		{"three times", wire.Config{}, []step{{status: 503}, {status: 503}, {status: 503}, {status: 503}}, 503, 3500 * time.Millisecond, 7*time.Second + time.Millisecond},
		{"as the server says", wire.Config{}, []step{late, ok}, -1, 7 * time.Second, 7 * time.Second},
		{"not longer than RetryMax", wire.Config{RetryMax: 2 * time.Second}, []step{late, ok}, -1, 2 * time.Second, 2 * time.Second},
		{"never a refusal", wire.Config{}, []step{{status: 409}}, 409, 0, 0},
		{"never a missing thing", wire.Config{}, []step{{status: 404}}, 404, 0, 0},
		{"not when told so", wire.Config{Retries: -1}, []step{{status: 503}}, 503, 0, 0},
		{"the next URL at once", wire.Config{URLs: two}, []step{{}, ok}, -1, 0, 0},
		{"a status is an answer", wire.Config{URLs: two}, []step{{status: 404}}, 404, 0, 0},
		{"nobody answers", wire.Config{Retries: 1}, []step{{}, {}}, 0, 500 * time.Millisecond, time.Second + time.Millisecond},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, s := play(t, test.config, test.steps...)
				begun := time.Now()
				_, err := w.Call(t.Context(), post, nil)
				if got := statusOf(err); got != test.status {
					t.Errorf("error = %v with status %d, want %d", err, got, test.status)
				}
				if took := time.Since(begun); took < test.least || took > test.most {
					t.Errorf("took %v, want between %v and %v", took, test.least, test.most)
				}
				for _, head := range s.heads {
					if key := head.Get("Idempotency-Key"); key == "" || key != s.heads[0].Get("Idempotency-Key") {
						t.Errorf("a repetition has key %q, the first had %q", key, s.heads[0].Get("Idempotency-Key"))
					}
				}
				s.done()
			})
		})
	}
}

func TestContextEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, s := play(t, wire.Config{RetryWait: time.Minute, RetryMax: time.Minute}, step{status: 503})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		begun := time.Now()
		_, err := w.Call(ctx, read, nil)
		if !errors.Is(err, context.DeadlineExceeded) || statusOf(err) != -1 || !strings.Contains(err.Error(), "503") {
			t.Errorf("error = %v, want that of the context, with what was before", err)
		}
		if took := time.Since(begun); took != time.Second {
			t.Errorf("took %v, want as long as the context", took)
		}
		s.done()
	})
}

// hanging is a registry that never answers.
type hanging struct{}

func (hanging) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func TestAttemptEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, err := wire.New(wire.Config{HTTP: &http.Client{Transport: hanging{}}, Timeout: time.Second, Retries: -1})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Call(t.Context(), read, nil); statusOf(err) != 0 || errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error = %v, want a failure that is no context's", err)
		}
	})
}

func TestOwnWrites(t *testing.T) {
	at := func(position string) step {
		return step{status: http.StatusOK, body: "{}", header: http.Header{"Concord-Position": {position}}}
	}
	gone := step{status: http.StatusGone}
	tests := []struct {
		name  string
		calls []wire.Request
		steps []step
		want  []string // Concord-Min-Position of each request
	}{
		{"a read asks for what was written", []wire.Request{read, post, read}, []step{at("1.9"), at("1.5"), ok}, []string{"", "", "1.5"}},
		{"the latest write counts", []wire.Request{post, post, read}, []step{at("1.10"), at("1.9"), ok}, []string{"", "", "1.10"}},
		{"another epoch counts", []wire.Request{post, post, read}, []step{at("1.10"), at("2.3"), ok}, []string{"", "", "2.3"}},
		{"a registry that knows no positions", []wire.Request{post, read}, []step{ok, ok}, []string{"", ""}},
		{"a position of another life is forgotten", []wire.Request{post, read}, []step{at("1.5"), gone, ok}, []string{"", "1.5", ""}},
		{"the caller's own counts more", []wire.Request{post, {Method: "GET", Header: http.Header{"Concord-Min-Position": {"1.7"}}}}, []step{at("1.5"), ok}, []string{"", "1.7"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w, s := play(t, wire.Config{}, test.steps...)
			for _, call := range test.calls {
				if _, err := w.Call(t.Context(), call, nil); err != nil {
					t.Fatal(err)
				}
			}
			s.done()
			for i, want := range test.want {
				if got := s.heads[i].Get("Concord-Min-Position"); got != want {
					t.Errorf("request %d asks for position %q, want %q", i, got, want)
				}
			}
		})
	}
}

func TestAnswers(t *testing.T) {
	w, _ := play(t, wire.Config{}, step{status: 200, body: `{"a":1}`}, step{status: 200, body: "<html>"}, step{status: 404, body: "no"})
	var answer json.RawMessage
	if _, err := w.Call(t.Context(), read, &answer); err != nil || string(answer) != `{"a":1}` {
		t.Errorf("answer = %s, %v", answer, err)
	}
	if _, err := w.Call(t.Context(), read, &answer); statusOf(err) != 200 {
		t.Errorf("a page for an answer: %v", err)
	}
	var f *wire.Failure
	if _, err := w.Call(t.Context(), read, &answer); !errors.As(err, &f) || f.Status != 404 || string(f.Body) != "no" {
		t.Errorf("a failure: %#v", err)
	}
}

func TestStream(t *testing.T) {
	w, _ := play(t, wire.Config{}, step{status: 200, body: "a\nb\n"}, step{status: 503, body: "no"})
	response, err := w.Stream(t.Context(), read)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if text, err := io.ReadAll(response.Body); err != nil || string(text) != "a\nb\n" {
		t.Errorf("stream = %q, %v", text, err)
	}
	if _, err := w.Stream(t.Context(), read); statusOf(err) != 503 {
		t.Errorf("a stream that fails: %v, want the failure at once", err)
	}
}
