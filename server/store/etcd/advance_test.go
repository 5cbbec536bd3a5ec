package etcd

import (
	"context"
	"testing"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

// TestCommitShowsWithoutWatch holds the watch back: what we commit as the very next revision shows all the same, and
// what we commit after a revision of somebody else waits for the watch, which alone can tell what that was.
func TestCommitShowsWithoutWatch(t *testing.T) {
	c, i := startChild(t), &interference{}
	s := open(t, i.through(Config{Endpoints: c.Endpoints()})).(*Store)
	defer s.Close()
	release := i.hold()
	i.cut()
	for _, text := range []string{"1", "2", "3"} {
		seq := register(t, s, "a", text)
		if got := s.View().Subject(store.Subject{Name: "a"}).Latest(); got == nil || got.Content().Text != text || s.View().Seq() != seq {
			t.Fatalf("the view at %d has %+v after %s at %d", s.View().Seq(), got, text, seq)
		}
	}
	config := &store.Config{Scope: store.Subject{Name: "a"}, Level: "FULL"}
	foreign(t, s, config)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := s.Update(ctx, storetest.Register(store.Subject{Name: "a"}, "4")); !fault.Is(err, fault.Unavailable) {
		t.Errorf("Update while a foreign change is unknown = %v, want kind unavailable", err)
	}
	release()
	v, err := s.Await(soon(t), 4)
	if err != nil {
		t.Fatal(err)
	}
	if got := v.Config(config.Scope); got == nil || got.Level != config.Level {
		t.Errorf("the foreign change is %+v, want level %s", got, config.Level)
	}
	if got := v.Subject(store.Subject{Name: "a"}).Latest(); got.Number != 4 {
		t.Errorf("the newest version is %d, want 4", got.Number)
	}
}

// foreign writes a record past the head, as no replica does.
func foreign(t *testing.T, s *Store, r store.Record) {
	t.Helper()
	value, err := s.packer.pack(r)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := do(soon(t), *s.client.Load(), clientv3.OpPut(place(r.Key()), string(value))); err != nil {
		t.Fatal(err)
	}
}
