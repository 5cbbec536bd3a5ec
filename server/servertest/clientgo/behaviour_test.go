package clientgo_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	concord "github.com/concord-registry/concord/clients/go"
)

// TestErrors provokes what can go wrong, and asks for kind and reason.
func TestErrors(t *testing.T) {
	w := open(t)
	ctx, billing := t.Context(), w.Domain("billing")
	w.register(t, "billing", "order", order1)
	for _, test := range []struct {
		name   string
		do     func() error
		kind   concord.Kind
		reason concord.Reason
		want   func(*concord.Error) bool
	}{
		{"incompatible", func() error { _, err := billing.Register(ctx, registration("order", broken)); return err },
			concord.Refused, "SCHEMA_INCOMPATIBLE", func(e *concord.Error) bool {
				return e.Verdict != nil && e.Verdict.Outcome == concord.OutcomeRefused && e.Verdict.Findings[0].Compatibility != nil && e.Status == 422
			}},
		{"no schema", func() error { _, err := billing.Register(ctx, registration("order", "{")); return err },
			concord.Refused, "SCHEMA_INVALID", func(e *concord.Error) bool { return e.Verdict != nil }},
		{"no subject", func() error { _, err := billing.Subject(ctx, "nobody"); return err },
			concord.NotFound, "SUBJECT_NOT_FOUND", func(e *concord.Error) bool {
				return e.Resource == "domains/billing/subjects/nobody" && e.RequestID != ""
			}},
		{"filter", func() error {
			for _, err := range billing.Subjects(ctx, concord.ListOptions{Filter: "colour:red"}) {
				return err
			}
			return nil
		}, concord.Invalid, "FILTER_INVALID", func(e *concord.Error) bool { return e.Status == 400 }},
		{"what the list has not", func() error {
			for _, err := range w.Domains(ctx, concord.ListOptions{ShowDeleted: true}) {
				return err
			}
			return nil
		}, concord.Invalid, "FIELD_INVALID", func(e *concord.Error) bool { return len(e.Fields) == 1 }},
		{"exists", func() error { _, err := w.CreateDomain(ctx, concord.Domain{Domain: "billing"}); return err },
			concord.Exists, "DOMAIN_EXISTS", nil},
		{"in use", func() error { return billing.Delete(ctx) }, concord.Conflict, "DOMAIN_NOT_EMPTY", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := test.do()
			var e *concord.Error
			if !errors.As(err, &e) || !errors.Is(err, test.kind) || !errors.Is(err, test.reason) || e.Message == "" || test.want != nil && !test.want(e) {
				t.Errorf("%v of kind %q, want kind %s, reason %s", err, concord.KindOf(err), test.kind, test.reason)
			}
		})
	}
}

// TestEndedContext sees that a context that ended is nothing else, and that a write names its key.
func TestEndedContext(t *testing.T) {
	w := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	w.answer(func(http.ResponseWriter, *http.Request) bool {
		cancel()
		time.Sleep(20 * time.Millisecond)
		return false
	})
	_, err := w.Domain("").Subject(ctx, "a")
	if !errors.Is(err, context.Canceled) || concord.KindOf(err) != "" {
		t.Errorf("a read: %v", err)
	}
	_, err = w.Domain("").Register(concord.WithIdempotencyKey(ctx, "mine"), registration("a", order1))
	var e *concord.Error
	if !errors.Is(err, context.Canceled) || concord.KindOf(err) != "" || !errors.As(err, &e) || e.IdempotencyKey != "mine" {
		t.Errorf("a write: %#v", err)
	}
	for _, err = range w.Watch(ctx) {
	}
	if !errors.Is(err, context.Canceled) || concord.KindOf(err) != "" {
		t.Errorf("a watch: %v", err)
	}
}

// TestRepeatedWrite loses the answer of a write that was done: the client sends it again, and it is done once.
func TestRepeatedWrite(t *testing.T) {
	w := open(t)
	w.register(t, "default", "a", order1)
	lost := 0
	w.answer(func(out http.ResponseWriter, r *http.Request) bool {
		if lost++; r.Method != http.MethodDelete || lost > 1 {
			return false
		}
		inner, err := http.NewRequestWithContext(r.Context(), r.Method, w.server.URL()+r.URL.RequestURI(), nil)
		if err != nil {
			t.Error(err)
			return false
		}
		inner.Header = r.Header.Clone()
		answer, err := http.DefaultClient.Do(inner)
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Errorf("the first delete: %v, %v", answer, err)
		} else {
			answer.Body.Close()
		}
		http.Error(out, "lost", http.StatusBadGateway)
		return true
	})
	d, err := w.Domain("").DeleteSubject(t.Context(), "a")
	if err != nil || len(d.Versions) != 1 || lost < 3 {
		t.Errorf("deleted %+v, %v after %d requests", d, err, lost)
	}
}

// TestPositions reads on a second client what the first one wrote, and lists from a position on.
func TestPositions(t *testing.T) {
	w := open(t)
	if p := w.Position(); p != "" {
		t.Errorf("position %q before the first write", p)
	}
	w.register(t, "default", "a", order1)
	mine := w.Position()
	var asked []string
	var mu sync.Mutex
	w.answer(func(_ http.ResponseWriter, r *http.Request) bool {
		mu.Lock()
		defer mu.Unlock()
		asked = append(asked, r.Header.Get("Concord-Min-Position"))
		return false
	})
	other := w.connect(t)
	var at concord.Position
	ctx := concord.WithPosition(concord.WithMinPosition(t.Context(), mine), &at)
	all(t, other.Domain("").Subjects(ctx))
	must(w.Domain("").Subject(t.Context(), "a"))(t)
	must(other.Domain("").Subject(t.Context(), "a"))(t)
	if want := []string{string(mine), string(mine), ""}; len(asked) != 3 || asked[0] != want[0] || asked[1] != want[1] || asked[2] != want[2] {
		t.Errorf("asked for %q, want %q", asked, want)
	}
	if at != mine {
		t.Errorf("listed at %q, want %q", at, mine)
	}
}

// TestWatch sees steps without entries when they are wanted, and goes on where a connection broke.
func TestWatch(t *testing.T) {
	w := open(t)
	w.register(t, "default", "a", order1)
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	defer stop()
	caughtUp := false
	for step, err := range w.Watch(ctx, concord.WatchOptions{Progress: true}) {
		if err != nil {
			t.Fatal(err)
		}
		if caughtUp = step.Entry == nil; caughtUp {
			break
		}
	}
	equal(t, "caught up", caughtUp, true)

	broke := 0
	w.answer(func(out http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/api/v1/log/watch" {
			return false
		}
		if broke++; broke == 1 {
			http.Error(out, "not yet", http.StatusServiceUnavailable)
			return true
		}
		return false
	})
	position := w.Position()
	w.register(t, "default", "a", order2)
	for step, err := range w.Watch(ctx, concord.WatchOptions{After: position}) {
		if err != nil || step.Entry.Changes[0].Resource != "domains/default/subjects/a/versions/2" {
			t.Errorf("step = %+v, %v", step, err)
		}
		break
	}
	equal(t, "connections", broke, 2)
	for _, err := range w.Watch(ctx, concord.WatchOptions{After: "9.1"}) {
		if !errors.Is(err, concord.Stale) {
			t.Errorf("after another epoch: %v", err)
		}
	}
}
