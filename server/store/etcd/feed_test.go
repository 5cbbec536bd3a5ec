package etcd

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	clientv3 "go.etcd.io/etcd/client/v3"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/child"
	"github.com/concord-registry/concord/server/store/storetest"
)

func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func register(t *testing.T, s store.Store, subject, text string) uint64 {
	t.Helper()
	seq, err := s.Update(soon(t), storetest.Register(store.Subject{Name: subject}, text))
	if err != nil {
		t.Fatal(err)
	}
	return seq
}

func TestCutWatch(t *testing.T) {
	c, i := startChild(t), &interference{}
	s, other := open(t, i.through(Config{Endpoints: c.Endpoints()})), open(t, Config{Endpoints: c.Endpoints()})
	defer s.Close()
	defer other.Close()
	for _, text := range []string{"1", "2", "3"} {
		i.cut()
		seq := register(t, other, "a", text)
		if _, err := s.Await(soon(t), seq); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCompactedWatch(t *testing.T) {
	c, i := startChild(t), &interference{}
	s := open(t, i.through(Config{Endpoints: c.Endpoints()}))
	other := open(t, Config{Endpoints: c.Endpoints()}).(*Store)
	defer s.Close()
	defer other.Close()
	register(t, other, "a", "before")
	release := i.hold()
	i.cut()
	register(t, other, "a", "in between")
	if _, err := other.Update(soon(t), storetest.Remove(store.Subject{Name: "a"}, 1)); err != nil {
		t.Fatal(err)
	}
	seq := register(t, other, "a", "after")
	if _, err := (*other.client.Load()).Compact(soon(t), other.View().Revision); err != nil {
		t.Fatal(err)
	}
	release()
	v, err := s.Await(soon(t), seq)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(storetest.Dump(t, other.View()), storetest.Dump(t, v)); diff != "" {
		t.Error(diff)
	}
}

// TestStuckWatch: the watch is silent and without error; the quorum says that it is behind.
func TestStuckWatch(t *testing.T) {
	c, i := startChild(t), &interference{}
	s, other := open(t, i.through(Config{Endpoints: c.Endpoints()})), open(t, Config{Endpoints: c.Endpoints()})
	defer s.Close()
	defer other.Close()
	i.hold()
	i.cut() // the feed comes back, and waits at the gate that nobody opens
	seq := register(t, other, "a", "x")
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := s.Await(ctx, seq); !fault.Is(err, fault.Unavailable) {
		t.Fatalf("Await behind a gate = %v", err)
	}
	i.mu.Lock()
	i.gate = nil // for new watches only
	i.mu.Unlock()
	if _, err := s.Await(soon(t), seq); err != nil {
		t.Error(err)
	}
}

func TestStartWithoutEtcd(t *testing.T) {
	dir, file := t.TempDir(), filepath.Join(t.TempDir(), "snapshot")
	c, err := child.Start(t.Context(), child.Config{Dir: dir, Args: []string{childCommand}})
	if err != nil {
		t.Fatal(err)
	}
	config := Config{Endpoints: c.Endpoints(), SnapshotFile: file, Patience: 20 * time.Second}
	s := open(t, config)
	register(t, s, "a", "x")
	want := storetest.Dump(t, s.View())
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	config.Patience = 50 * time.Millisecond
	s = open(t, config)
	defer s.Close()
	if diff := cmp.Diff(want, storetest.Dump(t, s.View())); diff != "" {
		t.Errorf("view from the snapshot file:\n%s", diff)
	}
	if got := s.Status(); got.Connected || !got.Fresh.IsZero() || got.Problem == "" {
		t.Errorf("status = %+v", got)
	}
	if seq := register(t, s, "a", "x"); seq != 1 {
		t.Errorf("a plan that changes nothing = %d, want 1, also without etcd", seq)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := s.Update(ctx, storetest.Register(store.Subject{Name: "a"}, "y")); !fault.Is(err, fault.Unavailable) {
		t.Errorf("Update = %v, want kind unavailable", err)
	}
	again, err := child.Start(t.Context(), child.Config{Dir: dir, Args: []string{childCommand}})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if seq := register(t, s, "a", "z"); seq != 2 && seq != 3 {
		t.Errorf("position after etcd came back = %d", seq)
	}
	storetest.CheckLog(t, s)
}

func TestFirstStartWithoutEtcd(t *testing.T) {
	dir := t.TempDir()
	s := open(t, Config{Endpoints: []string{"unix://" + dir + "/run/etcd:0"}, Patience: 50 * time.Millisecond})
	defer s.Close()
	if got := s.Status(); got.Connected || s.View().Meta() != nil {
		t.Errorf("status = %+v, meta = %v", got, s.View().Meta())
	}
	c, err := child.Start(t.Context(), child.Config{Dir: dir, Args: []string{childCommand}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	register(t, s, "a", "x")
	if s.View().Meta() == nil {
		t.Error("no meta after the first commit")
	}
}

// TestOtherStore gives a replica's snapshot file to a store that is not the one it came from.
func TestOtherStore(t *testing.T) {
	file := filepath.Join(t.TempDir(), "snapshot")
	first, second := startChild(t), startChild(t)
	s := open(t, Config{Endpoints: first.Endpoints(), SnapshotFile: file})
	for range 5 {
		register(t, s, "a", time.Now().String())
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	other := open(t, Config{Endpoints: second.Endpoints()})
	defer other.Close()
	register(t, other, "b", "x")
	s = open(t, Config{Endpoints: second.Endpoints(), SnapshotFile: file})
	defer s.Close()
	v, err := s.Sync(soon(t))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(storetest.Dump(t, other.View()), storetest.Dump(t, v)); diff != "" {
		t.Error(diff)
	}
}

func TestSnapshotFileGenerations(t *testing.T) {
	c, file := startChild(t), filepath.Join(t.TempDir(), "snapshot")
	s := open(t, Config{Endpoints: c.Endpoints(), SnapshotFile: file}).(*Store)
	defer s.Close()
	register(t, s, "a", "x")
	if err := s.save(); err != nil {
		t.Fatal(err)
	}
	older := storetest.Dump(t, s.View())
	register(t, s, "a", "y")
	if err := s.save(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v, want 0600", info.Mode(), err)
	}
	for _, at := range []int{0, len(snapshotMagic), len(whole) / 2, len(whole) - 1} {
		damaged := append([]byte(nil), whole...)
		damaged[at] ^= 1
		if err := os.WriteFile(file, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := readSnapshot(file); err == nil {
			t.Errorf("byte %d flipped: no error", at)
		}
	}
	cold := &Store{config: Config{SnapshotFile: file, Logger: logger(t)}}
	cold.restore()
	if now := cold.state.Load(); now == nil {
		t.Error("the previous generation was not used")
	} else if diff := cmp.Diff(older, storetest.Dump(t, now.view)); diff != "" {
		t.Error(diff)
	}
}

func TestVersions(t *testing.T) {
	tests := []struct {
		version string
		ok      bool
	}{
		{"3.7.3", true}, {"3.6.9", true}, {"3.6.8", false}, {"3.5.28", true}, {"3.5.27", false}, {"3.4.40", false}, {"4.0.0", true},
		{"3.8.0-alpha.0", true}, {"new", false},
	}
	for _, test := range tests {
		if err := adequate(test.version); (err == nil) != test.ok || err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("adequate(%s) = %v, want ok %t", test.version, err, test.ok)
		}
	}
}

func TestEndpointsWithCredentials(t *testing.T) {
	_, err := Open(t.Context(), Config{Endpoints: []string{"https://root:secret@etcd.example:2379"}})
	if !fault.Is(err, fault.Invalid) || err.Error() != "etcd endpoint 1 of 1 contains credentials" {
		t.Errorf("Open = %v", err)
	}
}

// slowStream is a connection whose streams begin late.
type slowStream struct {
	conn
	late time.Duration
	// cut receives whether a stream was given up before it began.
	cut chan bool
}

func (c *slowStream) GetStream(ctx context.Context, key string, opts ...clientv3.OpOption) (clientv3.GetStreamChan, error) {
	timer := time.NewTimer(c.late)
	defer timer.Stop()
	select {
	case <-timer.C:
		c.cut <- false
	case <-ctx.Done():
		c.cut <- true
	}
	return c.conn.GetStream(ctx, key, opts...)
}

// TestSlowLoad: a load that takes longer than a watch may be behind is not cut short by the watchdog, which would go on
// for ever.
func TestSlowLoad(t *testing.T) {
	c := startChild(t)
	first := open(t, Config{Endpoints: c.Endpoints()})
	register(t, first, "a", "x")
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	config, cut := Config{Endpoints: c.Endpoints(), Patience: 20 * time.Second}, make(chan bool, 100)
	config.dial = func() (conn, error) {
		real, err := config.connect()
		return &slowStream{real, behindLimit + 5*askEvery, cut}, err
	}
	s := open(t, config)
	defer s.Close()
	if <-cut {
		t.Error("the load was cut short")
	}
	if s.View().Seq() != 1 {
		t.Errorf("the view is at %d, want 1", s.View().Seq())
	}
}
