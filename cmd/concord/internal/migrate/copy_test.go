package migrate_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/concord-registry/concord/clients/go/confluent"
	"github.com/concord-registry/concord/cmd/concord/internal/migrate"
)

// bring copies until nothing is left to do.
func bring(t *testing.T, to migrate.Registry, s *migrate.Snapshot) migrate.Result {
	t.Helper()
	var all migrate.Result
	for range 4 {
		done, err := (&migrate.Copier{Target: to}).Copy(t.Context(), s, read(t, to, s.Mentioned()...))
		check(t, err)
		all.Copied, all.Deleted, all.Configured = all.Copied+done.Copied, all.Deleted+done.Deleted, all.Configured+done.Configured
		all.Domains += done.Domains
		all.Keys, all.Associated, all.Refused = all.Keys+done.Keys, all.Associated+done.Associated, done.Refused
		if done.Idle() {
			return all
		}
	}
	t.Fatalf("there is always something left to do: %+v", all)
	return all
}

// same demands that the target holds what the source holds, and nothing else.
func same(t *testing.T, s *migrate.Snapshot, to migrate.Registry) {
	t.Helper()
	target := read(t, to, s.Mentioned()...)
	for _, d := range append(migrate.Compare(s, target, false), migrate.Compare(target, s, false)...) {
		t.Errorf("%v", d)
	}
}

func TestCopy(t *testing.T) {
	s := read(t, source(t).Registry)
	if len(s.Versions) != 8 || len(s.Scopes) < 7 {
		t.Fatalf("the source has %d versions, %d scopes", len(s.Versions), len(s.Scopes))
	}
	to := connect(t, serve(t), http.DefaultTransport)
	copier := migrate.Copier{Target: to, Progress: func(done, total int) {
		if done < 1 || done > total {
			t.Errorf("%d done of %d", done, total)
		}
	}}
	done, err := copier.Copy(t.Context(), s, read(t, to, s.Mentioned()...))
	if err != nil || done.Copied != 8 || done.Deleted != 2 || len(done.Refused) != 0 {
		t.Errorf("%+v, %v, want 8 copied and 2 deleted", done, err)
	}
	same(t, s, to)
	if again := bring(t, to, s); !again.Idle() {
		t.Errorf("a second time: %+v", again)
	}
}

// TestLogOfImport: an import stands in the target's log as one, each write under a key of its own.
func TestLogOfImport(t *testing.T) {
	s, address := read(t, source(t).Registry), serve(t)
	bring(t, connect(t, address, http.DefaultTransport), s)
	imported, keys := 0, map[string]bool{}
	for e, err := range native(t, address).Audit.Entries(t.Context()) {
		check(t, err)
		if e.IdempotencyKey == "" || keys[e.IdempotencyKey] {
			t.Errorf("%s has the idempotency key %q", e.Name, e.IdempotencyKey)
		}
		keys[e.IdempotencyKey] = true
		for _, change := range e.Changes {
			if change.Action == "version.import" {
				imported++
			} else if strings.HasPrefix(change.Action, "version.") && change.Action != "version.delete" {
				t.Errorf("%s is %s of %s", e.Name, change.Action, change.Resource)
			}
		}
	}
	if imported != len(s.Versions) {
		t.Errorf("%d versions are imported by the log, want %d", imported, len(s.Versions))
	}
}

// TestKilled ends an import at every write, as a killed process does, and goes on with another.
func TestKilled(t *testing.T) {
	s := read(t, source(t).Registry)
	for n := int64(0); ; n++ {
		address := serve(t)
		broken := &faulty{fail: func(*http.Request) error { return errKilled }}
		broken.n.Store(n)
		whole := connect(t, address, http.DefaultTransport)
		copier := migrate.Copier{Target: connect(t, address, broken)}
		_, err := copier.Copy(t.Context(), s, read(t, whole, s.Mentioned()...))
		if broken.dead.Load() != (err != nil) {
			t.Fatalf("write %d: killed %v, error %v", n, broken.dead.Load(), err)
		}
		bring(t, whole, s)
		same(t, s, whole)
		if err == nil {
			if n < 15 {
				t.Errorf("only %d writes", n)
			}
			return
		}
	}
}

// TestInterrupted cancels an import at every write: the modes are then as they were.
func TestInterrupted(t *testing.T) {
	s := read(t, source(t).Registry)
	for n := int64(1); n < 8; n++ {
		ctx, cancel := context.WithCancel(t.Context())
		stop := &faulty{fail: func(*http.Request) error { cancel(); return nil }}
		stop.n.Store(n)
		to := connect(t, serve(t), stop)
		target := read(t, to, s.Mentioned()...)
		if _, err := (&migrate.Copier{Target: to}).Copy(ctx, s, target); err == nil {
			t.Fatalf("write %d: no error", n)
		}
		for _, scope := range read(t, to, s.Mentioned()...).Scopes {
			if scope.Mode != "" {
				t.Errorf("write %d: %q is left in mode %s", n, scope.Name, scope.Mode)
			}
		}
	}
}

func TestRefused(t *testing.T) {
	s := read(t, source(t).Registry)
	to := connect(t, serve(t), http.DefaultTransport)
	taken := s.Versions[0]
	check(t, to.SetMode(t.Context(), confluent.ContextScope(taken.Context), "IMPORT"))
	other := confluent.Registration{Subject: confluent.SubjectScope(taken.Context, "other"), Schema: confluent.Schema{Text: `"bytes"`}, ID: &taken.ID}
	check(t, second(to.Register(t.Context(), other)))
	done := bring(t, to, s)
	if len(done.Refused) != 1 || !strings.Contains(done.Refused[0].Reason, "not permitted") {
		t.Fatalf("refused %+v, want the one whose id is taken", done.Refused)
	}
	differences := migrate.Compare(s, read(t, to, s.Mentioned()...), false)
	if len(differences) != 1 || differences[0].What != "the version" {
		t.Errorf("differences %v, want the version that was refused", differences)
	}
}

func TestKeepModes(t *testing.T) {
	s := read(t, source(t).Registry)
	to := connect(t, serve(t), http.DefaultTransport)
	kept := map[confluent.Scope]string{":.billing:": "READONLY", "money": "READONLY", confluent.Everywhere: "READONLY"}
	for scope, mode := range kept {
		check(t, to.SetMode(t.Context(), scope, mode))
	}
	copier := migrate.Copier{Target: to, KeepModes: true}
	check(t, second(copier.Copy(t.Context(), s, read(t, to, s.Mentioned()...))))
	target := read(t, to, s.Mentioned()...)
	for _, scope := range target.Scopes {
		if want := kept[scope.Name]; scope.Mode != want {
			t.Errorf("%q is in mode %q, want %q", scope.Name, scope.Mode, want)
		}
	}
	if d := migrate.Compare(s, target, true); len(d) != 0 {
		t.Errorf("differences %v", d)
	}
}
