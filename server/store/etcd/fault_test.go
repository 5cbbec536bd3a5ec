package etcd

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	clientv3 "go.etcd.io/etcd/client/v3"

	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

type response = clientv3.OpResponse

// quiet drops what stores say about faults that are made on purpose.
var quiet = slog.New(slog.DiscardHandler)

var faultTime = flag.Duration("faults", 20*time.Second, "how long the fault test makes faults")

// arena is a registry under attack: a replica process that owns etcd, two replicas here, and what they confirmed.
type arena struct {
	t        *testing.T
	dir      string
	process  *replica
	replicas [2]store.Store
	network  [2]*interference

	mu   sync.Mutex // guards acks
	acks []ack

	reads, unknown atomic.Int64
}

// TestFaults kills etcd, kills the process that owns it, cuts watches and loses answers, while all replicas register.
// Afterwards every confirmed registration is there as confirmed, no id stands for two contents, the log has no hole,
// and all views hold what etcd holds. Reads went on all the time.
func TestFaults(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	a := &arena{t: t, dir: t.TempDir()}
	a.process = startReplica(t, a.dir, "process 0", a.confirm)
	defer func() { a.process.end(false) }()
	for i := range a.replicas {
		a.network[i] = &interference{}
		a.replicas[i] = open(t, a.network[i].through(Config{Endpoints: []string{"unix://" + a.dir + "/run/etcd:0"}, Patience: 20 * time.Second, Logger: quiet}))
		defer a.replicas[i].Close()
	}
	a.attack(rand.New(rand.NewPCG(seed, 0)))
	a.check()
}

func (a *arena) confirm(confirmed ack) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.acks = append(a.acks, confirmed)
}

func (a *arena) confirmed() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.acks)
}

// attack makes faults while writers write and readers read.
func (a *arena) attack(source *rand.Rand) {
	ctx, stop := context.WithCancel(a.t.Context())
	var running sync.WaitGroup
	defer running.Wait()
	defer stop()
	for i, s := range a.replicas {
		for w := range 6 {
			running.Go(func() { a.write(ctx, s, fmt.Sprint("replica ", i, " writer ", w)) })
		}
		running.Go(func() { a.writeBig(ctx, s, fmt.Sprint("replica ", i, " big")) })
		running.Go(func() { a.sweep(ctx, s.(*Store)) })
		running.Go(func() { a.compare(ctx, s.(*Store)) })
		running.Go(func() { a.read(ctx, s) })
	}
	faults, kinds := 0, map[string]int{}
	for began := time.Now(); time.Since(began) < *faultTime; faults++ {
		before := a.confirmed()
		kinds[a.fault(source, faults)]++
		a.progress(before + 20)
	}
	a.t.Logf("%d faults %v, %d confirmed, %d unknown, %d reads", faults, kinds, a.confirmed(), a.unknown.Load(), a.reads.Load())
}

// fault makes one of the faults and says which.
func (a *arena) fault(source *rand.Rand, n int) string {
	i := a.network[source.IntN(2)]
	switch source.IntN(6) {
	case 0:
		a.process.killChild(a.t)
		return "etcd killed"
	case 1:
		a.process.end(true)
		a.process = startReplica(a.t, a.dir, fmt.Sprint("process ", n+1), a.confirm)
		return "owner killed"
	case 2, 3:
		i.cut()
		return "watches cut"
	case 4:
		lose := source.IntN(3)
		i.onCommit(misfortune(lose))
		return fmt.Sprint("answers lost ", lose)
	default:
		i.onCommit(nil)
		return "answers kept"
	}
}

// misfortune happens to every third commit.
func misfortune(kind int) func(sender) (response, error) {
	var count atomic.Int64
	return func(send sender) (response, error) {
		if count.Add(1)%3 != 0 {
			return send()
		}
		switch kind {
		case 0: // never arrives
			return response{}, errCut
		case 1: // arrives, and the answer is lost
			_, _ = send()
			return response{}, errCut
		default: // is sent twice
			_, _ = send()
			return send()
		}
	}
}

// progress waits until so many registrations are confirmed: faults must not stop writing.
func (a *arena) progress(count int) {
	for deadline := time.Now().Add(20 * time.Second); a.confirmed() < count; {
		if time.Now().After(deadline) {
			a.t.Fatalf("only %d registrations confirmed, want %d: writing has stopped", a.confirmed(), count)
		}
		if _, err := a.replicas[0].Await(soon(a.t), a.replicas[0].View().Seq()+1); err != nil {
			a.t.Fatalf("no progress: %v", err)
		}
	}
}

func (a *arena) write(ctx context.Context, s store.Store, name string) {
	for i := 0; ctx.Err() == nil; i++ {
		limit, cancel := context.WithTimeout(ctx, time.Duration(5+i%2000)*time.Millisecond)
		confirmed, err := acknowledged(limit, s, target(name, i), fmt.Sprint(name, " ", i/2))
		cancel()
		if err != nil {
			a.unknown.Add(1)
			continue
		}
		a.confirm(confirmed)
	}
}

// writeBig writes what goes into chunks, now and then.
func (a *arena) writeBig(ctx context.Context, s store.Store, name string) {
	for i := 0; ctx.Err() == nil; i++ {
		limit, cancel := context.WithTimeout(ctx, time.Duration(100+i%10*400)*time.Millisecond)
		text := fmt.Sprint(name, i, noise(uint64(i/2), inlineLimit*3/2))
		confirmed, err := acknowledged(limit, s, store.Subject{Domain: "fault", Name: name}, text)
		cancel()
		if err != nil {
			a.unknown.Add(1)
		} else {
			a.confirm(confirmed)
		}
		sleep(ctx, 300*time.Millisecond)
	}
}

// sweep removes orphaned chunks all the time, and takes no regard of their age.
func (a *arena) sweep(ctx context.Context, s *Store) {
	for ctx.Err() == nil {
		if c := s.client.Load(); c != nil {
			w := sweeper{store: s}
			_ = w.sweep(ctx, *c, 0) // etcd may be dead
		}
		sleep(ctx, 200*time.Millisecond)
	}
}

// compare holds the view against what is stored, all the time: no fault may make them differ.
func (a *arena) compare(ctx context.Context, s *Store) {
	for k := (checker{store: s}); ctx.Err() == nil; {
		if c := s.client.Load(); c != nil {
			if differing, err := k.compare(ctx, *c); err == nil && len(differing) > 0 {
				a.t.Errorf("%d records differ from what is stored, %s first", len(differing), differing[0].Key)
			}
		}
		sleep(ctx, 500*time.Millisecond)
	}
}

// target is where a writer's next text goes: each text first into a subject that all share, then into the writer's own,
// where neither version nor id can collide with anybody's and only the head tells of a conflict.
func target(name string, i int) store.Subject {
	if i%2 == 1 {
		return store.Subject{Domain: "fault", Name: name}
	}
	return store.Subject{Domain: "fault", Name: fmt.Sprint(i % 3)}
}

// read demands that whatever was confirmed once stays readable, at once, whatever happens to etcd.
func (a *arena) read(ctx context.Context, s store.Store) {
	var last uint64
	for ctx.Err() == nil {
		began := time.Now()
		v := s.View()
		for subject := range v.Subjects("") {
			if subject.Latest().Content() == nil {
				a.t.Error("a version without its content")
			}
		}
		if v.Seq() < last {
			a.t.Errorf("the view went back from %d to %d", last, v.Seq())
		}
		if took := time.Since(began); took > time.Second {
			a.t.Errorf("a read took %v", took)
		}
		last = v.Seq()
		a.reads.Add(1)
		sleep(ctx, time.Millisecond)
	}
}

// check compares everything that was confirmed with what is there.
func (a *arena) check() {
	for _, i := range a.network {
		i.onCommit(nil)
	}
	a.process.end(true)
	a.process = startReplica(a.t, a.dir, idle, a.confirm)
	v := awaitEtcd(a.t, a.replicas[0])
	a.checkAcks(v)
	fresh := open(a.t, Config{Endpoints: []string{"unix://" + a.dir + "/run/etcd:0"}, Logger: quiet})
	defer fresh.Close()
	want := storetest.Dump(a.t, awaitEtcd(a.t, fresh))
	for i, s := range a.replicas {
		if diff := cmp.Diff(want, storetest.Dump(a.t, awaitEtcd(a.t, s))); diff != "" {
			a.t.Errorf("replica %d differs from etcd:\n%s", i, diff)
		}
	}
	storetest.CheckLog(a.t, fresh)
	a.checkChunks(fresh.(*Store))
}

// checkChunks demands that a last sweep leaves as many values in chunks as there are big texts.
func (a *arena) checkChunks(s *Store) {
	sweepNow(a.t, s)
	big := 0
	for r := range s.View().Records() {
		if c, ok := r.(*store.Content); ok && len(c.Text) > inlineLimit {
			big++
		}
	}
	if got := len(chunks(a.t, s)); got != big {
		a.t.Errorf("%d chunks for %d big texts", got, big)
	}
	a.t.Logf("%d big texts", big)
}

func (a *arena) checkAcks(v *store.View) {
	meaning, position := map[store.ID]string{}, map[uint64]string{}
	for _, c := range a.acks {
		got := v.Subject(c.Subject).Get(c.Number)
		if got == nil || got.ID != c.ID || got.Content().Text != c.Text || got.Seq != c.Seq {
			a.t.Fatalf("confirmed %.200s, stored %.200s", fmt.Sprintf("%+v", c), fmt.Sprintf("%+v", got))
		}
		if other, ok := meaning[c.ID]; ok && other != c.Text {
			a.t.Fatalf("id %d stands for %.50q and %.50q", c.ID, other, c.Text)
		}
		if other, ok := position[c.Seq]; ok {
			a.t.Fatalf("position %d was given to %.50q and %.50q", c.Seq, other, c.Text)
		}
		meaning[c.ID], position[c.Seq] = c.Text, c.Text
	}
}
