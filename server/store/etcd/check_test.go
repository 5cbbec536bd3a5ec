package etcd

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

// TestCheckFindsDrift makes the view wrong in memory, as only a mistake could. The checker finds it, and the view is what
// is stored again.
func TestCheckFindsDrift(t *testing.T) {
	subject := store.Subject{Name: "a"}
	config := &store.Config{Scope: subject, Level: "FULL"}
	wrong := &store.Config{Scope: subject, Level: "NONE"}
	tests := []struct {
		name    string
		changes func(*store.View) []store.Change
		diverged,
		inline bool
	}{
		{"nothing", func(*store.View) []store.Change { return nil }, false, true},
		{"changed", func(*store.View) []store.Change { return []store.Change{{Key: wrong.Key(), Record: wrong}} }, true, true},
		{"missing", func(*store.View) []store.Change { return []store.Change{{Key: config.Key()}} }, true, true},
		{"left over", func(*store.View) []store.Change {
			gone := &store.Config{Scope: store.Subject{Name: "b"}}
			return []store.Change{{Key: gone.Key(), Record: gone}}
		}, true, true},
		{"another text in chunks", func(v *store.View) []store.Change {
			c := *v.Subject(subject).Latest().Content()
			c.Text += " "
			return []store.Change{{Key: c.Key(), Record: &c}}
		}, true, false},
		{"nothing in chunks", func(*store.View) []store.Change { return nil }, false, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := open(t, Config{Endpoints: startChild(t).Endpoints()}).(*Store)
			defer s.Close()
			text := "small"
			if !test.inline {
				text = bigText(1)
			}
			register(t, s, "a", text)
			seq, err := s.Update(soon(t), func(tx *store.Tx) error { tx.Put(config); return nil })
			if err != nil {
				t.Fatal(err)
			}
			want := storetest.Dump(t, s.View())
			drift(t, s, test.changes(s.View()))
			k := &checker{store: s, pause: 1}
			if err := k.round(soon(t)); err != nil {
				t.Fatal(err)
			}
			if got := s.Status(); (got.Divergences == 1) != test.diverged || got.Checked.IsZero() {
				t.Errorf("status %+v, want diverged %t", got, test.diverged)
			}
			if _, err := s.await(soon(t), func(now *state) bool { return cmp.Equal(want, storetest.Dump(t, now.view)) }); err != nil {
				t.Errorf("the view is still wrong: %s", cmp.Diff(want, storetest.Dump(t, s.View())))
			}
			if again, err := s.Update(soon(t), storetest.Register(subject, "next")); err != nil || again != seq+1 {
				t.Errorf("Update = %d, %v, want %d", again, err, seq+1)
			}
		})
	}
}

// drift changes the view and nothing else.
func drift(t *testing.T, s *Store, changes []store.Change) {
	t.Helper()
	s.publishing.Lock()
	defer s.publishing.Unlock()
	now := s.state.Load()
	next, err := now.view.Apply(changes, now.view.Revision)
	if err != nil {
		t.Fatal(err)
	}
	s.publish(next, now.head, nil)
}

// TestCheckWaitsForTheWatch: what was written past the protocol and is only not here yet is no drift.
func TestCheckWaitsForTheWatch(t *testing.T) {
	c, i := startChild(t), &interference{}
	s := open(t, i.through(Config{Endpoints: c.Endpoints()})).(*Store)
	defer s.Close()
	register(t, s, "a", "x")
	release := i.hold()
	i.cut()
	foreign(t, s, &store.Config{Scope: store.Subject{Name: "a"}, Level: "FULL"})
	k := &checker{store: s}
	differing, err := k.compare(soon(t), *s.client.Load())
	if err != nil || len(differing) != 1 {
		t.Fatalf("%d records differ while the watch is held, %v; want 1", len(differing), err)
	}
	release()
	if _, err := s.await(soon(t), func(now *state) bool { return now.view.Config(store.Subject{Name: "a"}) != nil }); err != nil {
		t.Fatal(err)
	}
	if err := k.round(soon(t)); err != nil || s.Status().Divergences != 0 {
		t.Errorf("status %+v, %v", s.Status(), err)
	}
}
