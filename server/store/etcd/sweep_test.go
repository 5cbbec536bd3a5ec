package etcd

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"

	clientv3 "go.etcd.io/etcd/client/v3"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/child"
	"github.com/concord-registry/concord/server/store/storetest"
)

// bigText needs two chunks.
func bigText(seed uint64) string { return noise(seed, 3*chunkSize/2) }

// noise is text that can hardly be compressed.
func noise(seed uint64, size int) string {
	source := rand.New(rand.NewPCG(seed, 1))
	text := make([]byte, size)
	for i := range text {
		text[i] = byte('#' + source.IntN(56))
	}
	return string(text)
}

// chunks lists what is staged.
func chunks(t *testing.T, s *Store) (keys []string) {
	t.Helper()
	found, err := (*s.client.Load()).Get(soon(t), chunked, clientv3.WithPrefix(), clientv3.WithKeysOnly())
	if err != nil {
		t.Fatal(err)
	}
	for _, pair := range found.Kvs {
		keys = append(keys, string(pair.Key))
	}
	return keys
}

// sweepNow looks at all chunks, however young.
func sweepNow(t *testing.T, s *Store) {
	t.Helper()
	w := sweeper{store: s}
	if err := w.sweep(soon(t), *s.client.Load(), 0); err != nil {
		t.Fatal(err)
	}
}

// TestSweepAfterDeath: a replica dies between staging and committing. What it staged goes with the second round, and what
// it had committed stays.
func TestSweepAfterDeath(t *testing.T) {
	dir := t.TempDir()
	doomed := startReplica(t, dir, doomedRun, func(ack) {})
	doomed.read.Wait()
	if err := doomed.command.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
		t.Fatalf("the replica ended with %v, want a kill", err)
	}
	c, err := child.Start(t.Context(), child.Config{Dir: dir, Args: []string{childCommand}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	s := open(t, Config{Endpoints: c.Endpoints()}).(*Store)
	defer s.Close()
	v := awaitEtcd(t, s)
	if got := len(chunks(t, s)); got != 4 {
		t.Fatalf("%d chunks after the death, want 2 of the committed text and 2 orphans", got)
	}
	w := sweeper{store: s}
	for i, want := range []int{4, 2} {
		if err := w.round(soon(t)); err != nil {
			t.Fatal(err)
		}
		if got := len(chunks(t, s)); got != want {
			t.Errorf("%d chunks after round %d, want %d", got, i+1, want)
		}
	}
	if got := reopened(t, c).Subject(store.Subject{Name: "big"}).Latest(); got.Content().Text != bigText(1) {
		t.Error("the committed text is damaged")
	}
	if v.Seq() != s.View().Seq() {
		t.Errorf("the sweep moved the position from %d to %d", v.Seq(), s.View().Seq())
	}
	register(t, s, "big", bigText(2))
	storetest.CheckLog(t, s)
}

// reopened is the registry as one sees it who loads it now.
func reopened(t *testing.T, c *child.Child) *store.View {
	t.Helper()
	fresh := open(t, Config{Endpoints: c.Endpoints()})
	defer fresh.Close()
	return awaitEtcd(t, fresh)
}

// TestSweepUnderACommit removes the chunks of a commit that is under way. It is overtaken and staged again: a manifest
// never names what is gone.
func TestSweepUnderACommit(t *testing.T) {
	c, i := startChild(t), &interference{}
	s := open(t, i.through(Config{Endpoints: c.Endpoints()})).(*Store)
	defer s.Close()
	register(t, s, "a", "small")
	swept := 0
	i.onCommit(func(send sender) (clientv3.OpResponse, error) {
		if swept++; swept == 1 {
			sweepNow(t, s)
			if left := chunks(t, s); len(left) > 0 {
				t.Errorf("%q is left: nothing was swept", left)
			}
		}
		return send()
	})
	register(t, s, "a", bigText(1))
	if swept != 3 {
		t.Errorf("%d transactions, want 3: the commit, the sweep and the commit again", swept)
	}
	if got := reopened(t, c).Subject(store.Subject{Name: "a"}).Latest(); got.Content().Text != bigText(1) {
		t.Error("the text is damaged")
	}
}

// TestSweepLosesToACommit: what is committed between looking and removing stays.
func TestSweepLosesToACommit(t *testing.T) {
	c := startChild(t)
	s := open(t, Config{Endpoints: c.Endpoints()}).(*Store)
	defer s.Close()
	register(t, s, "a", "small")
	late := &lateConn{conn: *s.client.Load(), before: func() { register(t, s, "a", bigText(1)) }}
	k := (&store.Content{}).Key()
	orphan := chunkKey(k, hash([]byte("x")), 0)
	if _, err := do(soon(t), late.conn, clientv3.OpPut(orphan, "x")); err != nil {
		t.Fatal(err)
	}
	w := sweeper{store: s}
	if err := w.sweep(soon(t), late, 0); err != nil {
		t.Fatal(err)
	}
	if got := len(chunks(t, s)); got != 3 {
		t.Errorf("%d chunks, want all: the head had moved", got)
	}
	sweepNow(t, s)
	if got := len(chunks(t, s)); got != 2 {
		t.Errorf("%d chunks, want those of the text alone", got)
	}
}

// lateConn does something before the first transaction with a condition.
type lateConn struct {
	conn
	before func()
}

func (l *lateConn) Do(ctx context.Context, op clientv3.Op) (clientv3.OpResponse, error) {
	if compares, _, _ := op.Txn(); op.IsTxn() && len(compares) > 0 && l.before != nil {
		before := l.before
		l.before = nil
		before()
	}
	return l.conn.Do(ctx, op)
}

func TestParseChunkKey(t *testing.T) {
	for _, k := range []store.Key{(&store.Version{Subject: store.Subject{Name: "a/b c"}, Number: 7}).Key(), store.EntryKey(12)} {
		got, h, ok := parseChunkKey(chunkKey(k, hash(nil), 3))
		if got != k || h != hash(nil) || !ok {
			t.Errorf("got %q %q %t, want %q", got, h, ok, k)
		}
	}
	for _, bad := range []string{"", chunked, chunked + "a", chunked + "a/0001", root + "v/a/h/0001"} {
		if k, h, ok := parseChunkKey(bad); ok {
			t.Errorf("%q is %q and %q", bad, k, h)
		}
	}
}

// TestSweepWithoutEtcd fails with etcd's error and forgets nothing.
func TestSweepWithoutEtcd(t *testing.T) {
	s := open(t, Config{Endpoints: []string{"unix://" + t.TempDir() + "/run/etcd:0"}, Patience: 1}).(*Store)
	defer s.Close()
	if _, err := s.Update(expired(t), storetest.Register(store.Subject{}, "")); !fault.Is(err, fault.Unavailable) {
		t.Errorf("Update = %v", err)
	}
	w := sweeper{store: s, before: 5}
	if err := w.round(expired(t)); err == nil && s.client.Load() != nil {
		t.Error("no error without etcd")
	}
	if w.before != 5 {
		t.Errorf("the last round is %d, want 5 still", w.before)
	}
}

func expired(t *testing.T) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}
