package etcd

import (
	"errors"
	"testing"
	"time"

	"go.etcd.io/etcd/api/v3/v3rpc/rpctypes"
	clientv3 "go.etcd.io/etcd/client/v3"

	"github.com/concord-registry/concord/server/store"
)

// TestCompaction: replicas that share a cluster compact its history and lose nothing by it.
func TestCompaction(t *testing.T) {
	c := startChild(t)
	config := Config{Endpoints: c.Endpoints(), TLS: c.TLS(), CompactEvery: 50 * time.Millisecond}
	first, second := open(t, config), open(t, config)
	defer second.Close()
	defer first.Close()
	domain := func(name store.DomainName) store.Plan {
		return func(tx *store.Tx) error {
			tx.Put(&store.Domain{Name: name})
			tx.Log(store.Entry{Changes: []store.EntryChange{{Action: "test"}}})
			return nil
		}
	}
	if _, err := first.Update(t.Context(), domain("early")); err != nil {
		t.Fatal(err)
	}
	raw, err := clientv3.New(clientv3.Config{Endpoints: c.Endpoints(), TLS: c.TLS()})
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	deadline := time.Now().Add(20 * time.Second)
	for tick := time.Tick(20 * time.Millisecond); ; <-tick {
		_, err := raw.Get(t.Context(), "any", clientv3.WithRev(1)) // the first revision
		if errors.Is(err, rpctypes.ErrCompacted) {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("history is kept: %v", err)
		}
	}
	seq, err := second.Update(t.Context(), domain("late"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []store.Store{first, second} {
		v, err := s.Await(t.Context(), seq)
		if err != nil || !v.HasDomain("early") || !v.HasDomain("late") {
			t.Errorf("after compaction: %v, %v", v.Domains(), err)
		}
	}
}
