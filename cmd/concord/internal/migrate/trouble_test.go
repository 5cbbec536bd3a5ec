package migrate_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/clients/go/confluent"
	"github.com/concord-registry/concord/cmd/concord/internal/migrate"
)

// before puts a handler before a registry: what it does not answer, the registry does.
func before(t *testing.T, address string, first func(w http.ResponseWriter, r *http.Request) bool) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if first(w, r) {
			return
		}
		answer, err := http.Get(address + r.URL.RequestURI())
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		defer answer.Body.Close()
		w.WriteHeader(answer.StatusCode)
		io.Copy(w, answer.Body)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// read1 reads a registry that is in trouble, with as many repetitions of a request.
func read1(t *testing.T, address string, retries int) (*migrate.Snapshot, error) {
	t.Helper()
	client, err := concord.New(concord.Config{URLs: []string{address}, Retries: retries, RetryWait: time.Millisecond, Timeout: 2 * time.Second})
	check(t, err)
	return migrate.NewRegistry(client).Read(t.Context(), migrate.Selection{All: true})
}

// TestOtherRegistry reads one that has neither the native API nor keys nor associations: its settings are found by
// asking, but for those that nothing leads to.
func TestOtherRegistry(t *testing.T) {
	c := source(t)
	configure(t, c.Registry, "z-no-versions", `{"alias":"money"}`)
	address := before(t, c.address, func(w http.ResponseWriter, r *http.Request) bool {
		for _, path := range []string{"/api/", "/dek-registry/", "/associations/"} {
			if strings.HasPrefix(r.URL.Path, path) {
				http.Error(w, `{"error_code":404,"message":"HTTP 404 Not Found"}`, http.StatusNotFound)
				return true
			}
		}
		return false
	})
	s, err := read1(t, address, -1)
	check(t, err)
	want := read(t, c.Registry)
	want.Scopes, want.Domains = want.Scopes[:len(want.Scopes)-1], nil
	if diff := cmp.Diff(s, want, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-got +want):\n%s", diff)
	}
}

// TestAssociationsOneByOne reads them from a registry that does not list all at once.
func TestAssociationsOneByOne(t *testing.T) {
	c := everything(t)
	address := before(t, c.address, func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/associations/resources/-/-" {
			return false
		}
		http.Error(w, `{"error_code":42212,"message":"invalid"}`, http.StatusUnprocessableEntity)
		return true
	})
	s, err := read1(t, address, -1)
	check(t, err)
	if diff := cmp.Diff(s.Associations, read(t, c.Registry).Associations); diff != "" {
		t.Errorf("(-got +want):\n%s", diff)
	}
}

// TestForbiddenParts are named as left out, and the rest is read.
func TestForbiddenParts(t *testing.T) {
	address := before(t, everything(t).address, func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasPrefix(r.URL.Path, "/associations/") && !strings.HasPrefix(r.URL.Path, "/dek-registry/") {
			return false
		}
		http.Error(w, `{"error_code":403,"message":"not yours"}`, http.StatusForbidden)
		return true
	})
	s, err := read1(t, address, -1)
	check(t, err)
	if got, want := fmt.Sprint(s.Skipped), "[the encryption keys: not yours the associations: not yours]"; got != want || len(s.Versions) == 0 {
		t.Errorf("skipped %s, %d versions, want %s and all versions", got, len(s.Versions), want)
	}
}

// TestSourceDies ends the source at every request: reading fails then, with the error of the connection.
func TestSourceDies(t *testing.T) {
	address := source(t).address
	for n := int64(0); ; n++ {
		var count atomic.Int64
		dying := before(t, address, func(http.ResponseWriter, *http.Request) bool {
			if count.Add(1) > n {
				panic(http.ErrAbortHandler)
			}
			return false
		})
		_, err := read1(t, dying, -1)
		if count.Load() <= n {
			check(t, err)
			return
		}
		if !errors.Is(err, concord.Unavailable) {
			t.Fatalf("request %d: error %v, want that nobody answered", n, err)
		}
	}
}

// TestSourceAnswers reads a source that is busy at first, and ones that are no registries.
func TestSourceAnswers(t *testing.T) {
	address := source(t).address
	busy := func(status int) func(http.ResponseWriter, *http.Request) bool {
		var asked atomic.Int64
		return func(w http.ResponseWriter, r *http.Request) bool {
			if asked.Add(1)%2 == 0 {
				return false
			}
			http.Error(w, "<html>busy</html>", status)
			return true
		}
	}
	always := func(status int, text string) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, r *http.Request) bool {
			w.WriteHeader(status)
			io.WriteString(w, text)
			return true
		}
	}
	for _, test := range []struct {
		name    string
		answer  func(http.ResponseWriter, *http.Request) bool
		retries int
		want    string
		hint    string
	}{
		{"too many requests, every other time", busy(http.StatusTooManyRequests), 8, "", ""},
		{"internal errors, every other time", busy(http.StatusInternalServerError), 8, "", ""},
		{"internal errors", always(http.StatusInternalServerError, "<html>"), 1, "the registry answered 500 Internal Server Error", "is that of a registry"},
		{"a page", always(http.StatusOK, "<html>Sign in</html>"), -1, "not what the API promises: invalid character '<'", "is that of a registry"},
		{"a page that is not found", always(http.StatusNotFound, "<html>"), -1, "the registry answered 404 Not Found", "kafka://"},
		{"something else than lists", always(http.StatusOK, `{"a":1}`), -1, "not what the API promises", "is that of a registry"},
		{"half an answer", always(http.StatusOK, `[".",`), -1, "not what the API promises", "is that of a registry"},
		{"slowness", func(_ http.ResponseWriter, r *http.Request) bool { <-r.Context().Done(); return true }, -1, "deadline exceeded", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := read1(t, before(t, address, test.answer), test.retries)
			if test.want == "" {
				check(t, err)
			} else if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(hintOf(err), test.hint) {
				t.Errorf("error %v, hint %q, want %q and %q", err, hintOf(err), test.want, test.hint)
			}
		})
	}
}

// TestBrokenReferences imports what no registry would have taken: schemas that refer to each other in a circle, and one
// that refers to what is not there. They are refused, each with its reason, and the rest is there.
func TestBrokenReferences(t *testing.T) {
	version := func(subject string, id int32, text string, refs ...string) *confluent.Version {
		v := &confluent.Version{Subject: subject, Version: 1, ID: id, Schema: confluent.Schema{Type: concord.Avro, Text: text}}
		for _, ref := range refs {
			v.Schema.References = append(v.Schema.References, confluent.Reference{Name: ref, Subject: confluent.Scope(ref), Version: 1})
		}
		return v
	}
	record := `{"type":"record","name":%q,"fields":[{"name":"f","type":%q}]}`
	s := &migrate.Snapshot{Versions: []*confluent.Version{
		version("a", 1, fmt.Sprintf(record, "a", "b"), "b"), version("b", 2, fmt.Sprintf(record, "b", "a"), "a"),
		version("c", 3, fmt.Sprintf(record, "c", "missing"), "missing"), version("d", 4, fmt.Sprintf(record, "d", "c"), "c"),
		version("e", 5, `"int"`), version("f", 6, `{"type":"record"}`),
	}}
	to := connect(t, serve(t), http.DefaultTransport)
	done := bring(t, to, s)
	var refused []string
	for _, r := range done.Refused {
		refused = append(refused, r.What)
		if r.Reason == "" {
			t.Errorf("%s is refused without a reason", r.What)
		}
	}
	want := []string{"a version 1", "b version 1", "c version 1", "d version 1", "f version 1"}
	if diff := cmp.Diff(refused, want); diff != "" || done.Copied != 1 {
		t.Errorf("%d copied, refused (-got +want):\n%s", done.Copied, diff)
	}
	if d := migrate.Compare(s, read(t, to, s.Mentioned()...), false); len(d) != 5 {
		t.Errorf("differences %v, want one for each that was refused", d)
	}
}

// TestTargetDies gives the error, with what was done until then and how much is left.
func TestTargetDies(t *testing.T) {
	s := read(t, source(t).Registry)
	address := serve(t)
	broken := &faulty{fail: func(*http.Request) error { return errKilled }}
	broken.n.Store(12)
	whole := connect(t, address, http.DefaultTransport)
	done, err := (&migrate.Copier{Target: connect(t, address, broken)}).Copy(t.Context(), s, read(t, whole, s.Mentioned()...))
	if !errors.Is(err, errKilled) || done.Copied == 0 || done.Left == 0 {
		t.Errorf("%+v, %v, want some copied, some left, and the error", done, err)
	}
}
