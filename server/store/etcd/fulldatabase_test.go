package etcd

import (
	"testing"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
	"go.etcd.io/etcd/server/v3/embed"
	"go.uber.org/zap"

	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

// TestFullDatabase fills etcd up to its quota. Writes are refused at once with what to do; reads go on, nothing that was
// confirmed is lost, and the operator's remedy works.
func TestFullDatabase(t *testing.T) {
	endpoint := startMember(t, func(c *embed.Config) { c.QuotaBackendBytes = 8 << 20 })
	s := open(t, Config{Endpoints: []string{endpoint}}).(*Store)
	defer s.Close()
	operator, err := clientv3.New(clientv3.Config{Endpoints: []string{endpoint}, Logger: zap.NewNop()})
	if err != nil {
		t.Fatal(err)
	}
	defer operator.Close()
	register(t, s, "a", "x")
	kept := s.View().Seq()
	for err == nil {
		if kept > 100 {
			t.Fatal("the database does not get full")
		}
		kept++
		_, err = s.Update(soon(t), overwrite(noise(kept, 200<<10)))
	}
	kept--
	checkRefusal(t, s, err, "compact, defragment, then disarm its alarm")
	began := time.Now()
	if _, err := s.Update(soon(t), storetest.Register(store.Subject{Name: "b"}, "small")); err == nil || time.Since(began) > 2*time.Second {
		t.Errorf("a second write = %v after %v, want a refusal at once", err, time.Since(began))
	}
	if v, err := s.Sync(soon(t)); err != nil || v.Seq() != kept || v.Config(store.Subject{Name: "a"}).Alias != noise(kept, 200<<10) {
		t.Errorf("the position is %d after %d confirmed changes, %v", v.Seq(), kept, err)
	}
	if _, err := operator.Compact(soon(t), s.View().Revision); err != nil {
		t.Fatal(err)
	}
	if _, err := operator.Defragment(soon(t), endpoint); err != nil {
		t.Fatal(err)
	}
	if _, err := operator.AlarmDisarm(soon(t), &clientv3.AlarmMember{}); err != nil {
		t.Fatal(err)
	}
	register(t, s, "b", "small")
	if got := s.Status(); got.Refuses != "" {
		t.Errorf("status %+v after the remedy", got)
	}
	storetest.CheckLog(t, s)
}

// overwrite is a plan that replaces one big value, so that the one before is history.
func overwrite(text string) store.Plan {
	return func(tx *store.Tx) error {
		tx.Put(&store.Config{Scope: store.Subject{Name: "a"}, Alias: text})
		tx.Log(store.Entry{Changes: []store.EntryChange{{Action: "test"}}})
		return nil
	}
}
