package etcd

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/child"
	"github.com/concord-registry/concord/server/store/storetest"
)

// etcdAt runs etcd on a folder until the returned function is called.
func etcdAt(t *testing.T, dir string) (c *child.Child, stop func()) {
	t.Helper()
	c, err := child.Start(t.Context(), child.Config{Dir: dir, Args: []string{childCommand}})
	if err != nil {
		t.Fatal(err)
	}
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(stop)
	return c, stop
}

// restored puts a backup of etcd's data in the place of what is there.
func restored(t *testing.T, dir, backup string) {
	t.Helper()
	data := filepath.Join(dir, "etcd")
	if err := os.RemoveAll(data); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(data, os.DirFS(backup)); err != nil {
		t.Fatal(err)
	}
}

// TestRestore puts an older backup in the place of etcd's data. A replica that knows better, in memory or from its
// snapshot file, gives the lost ids back to their contents, begins an epoch and leaves a gap: no id ever stands for two
// contents, and what is registered again gets the id that it had.
func TestRestore(t *testing.T) {
	for _, test := range []struct {
		name    string
		running bool
		lost    int
	}{
		{"a replica that is running", true, 5},
		{"a replica that has its snapshot file", false, 5},
		{"more ids than fit into one commit", true, 2*restoreBatch + 5},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir, backup, file := t.TempDir(), filepath.Join(t.TempDir(), "backup"), filepath.Join(t.TempDir(), "snapshot")
			c, stop := etcdAt(t, dir)
			config := Config{Endpoints: c.Endpoints(), SnapshotFile: file}
			s := open(t, config)
			register(t, s, "a", "kept")
			stop()
			if err := os.CopyFS(backup, os.DirFS(filepath.Join(dir, "etcd"))); err != nil {
				t.Fatal(err)
			}
			_, stop = etcdAt(t, dir)
			given := map[store.ID]string{}
			for i := range test.lost {
				text := fmt.Sprint("lost ", i)
				register(t, s, fmt.Sprint("s", i%7), text)
				given[s.View().Subject(store.Subject{Name: fmt.Sprint("s", i%7)}).Latest().ID] = text
			}
			if !test.running {
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
			}
			stop()
			restored(t, dir, backup)
			_, stop = etcdAt(t, dir)
			defer stop()
			if !test.running {
				s = open(t, config)
			}
			defer s.Close()
			if _, err := s.(*Store).await(soon(t), func(now *state) bool { return now.known && now.view.Meta().Epoch == 2 }); err != nil {
				t.Fatalf("no new epoch: %v, %+v", err, s.View().Meta())
			}
			other := open(t, Config{Endpoints: c.Endpoints()}) // knows nothing of what was lost
			defer other.Close()
			checkRestored(t, other, given)
			checkRestored(t, s, given)
			storetest.CheckLog(t, s)
		})
	}
}

// checkRestored registers something new and what was lost.
func checkRestored(t *testing.T, s store.Store, given map[store.ID]string) {
	t.Helper()
	awaitEtcd(t, s)
	if got := s.View().Meta().Epoch; got != 2 {
		t.Errorf("the epoch is %d, want 2", got)
	}
	for id, text := range given {
		if got := s.View().Identifier("", id); got == nil {
			t.Fatalf("the id %d of %q is not known", id, text)
		}
		register(t, s, "again", text)
		if got := s.View().Subject(store.Subject{Name: "again"}).Latest().ID; got != id {
			t.Errorf("%q had the id %d and has %d now", text, id, got)
		}
		break // one is enough
	}
	text := fmt.Sprint("new in ", s.View().Seq())
	register(t, s, "new", text)
	id := s.View().Subject(store.Subject{Name: "new"}).Latest().ID
	if other, ok := given[id]; ok {
		t.Errorf("%q has the id %d, which %q had", text, id, other)
	}
	if id <= store.ID(len(given))+restoreGap {
		t.Errorf("the new id is %d: no gap was left", id)
	}
	if got := s.View().Subject(store.Subject{Name: "a"}).Latest(); got == nil || got.Content().Text != "kept" {
		t.Errorf("what the backup held is %+v", got)
	}
}

// TestRestoreIsMarkedOnce: a replica that comes back without anything to add leaves the epoch alone, and one that knows
// another lost id adds it.
func TestRestoreIsMarkedOnce(t *testing.T) {
	c := startChild(t)
	s := open(t, Config{Endpoints: c.Endpoints()}).(*Store)
	defer s.Close()
	register(t, s, "a", "x")
	known := s.View()
	id := &store.Identifier{ID: 77}
	more, err := known.Apply([]store.Change{{Key: id.Key(), Record: id}}, known.Revision)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name  string
		known *store.View
		epoch int
	}{{"the same", known, 1}, {"one id more", more, 2}, {"the same again", more, 2}, {"less", store.Empty(), 2}} {
		now := s.state.Load()
		next, head, err := s.mark(soon(t), *s.client.Load(), test.known, now.view, now.head)
		if err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		if got := next.Meta().Epoch; got != test.epoch || head < now.head {
			t.Errorf("%s: epoch %d, want %d", test.name, got, test.epoch)
		}
		if _, err := s.await(soon(t), func(now *state) bool { return now.head >= head }); err != nil {
			t.Fatal(err)
		}
	}
	if s.View().Identifier("", 77) == nil {
		t.Error("the id that was known is lost")
	}
	storetest.CheckLog(t, s)
}
