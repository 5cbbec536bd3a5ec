package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// patience bounds every wait of a test.
const patience = 30 * time.Second

// Open opens one more replica of the registry under test; the test closes it.
type Open func(t *testing.T) store.Store

// Run tests the contract of [store.Store], topic by topic. Every call of open must give the same registry: what was
// committed through one store is in the next, whether that is open at the same time or later. Each topic has subjects of its own.
func Run(t *testing.T, open Open) {
	topics := []struct {
		name string
		test func(*testing.T, Open)
	}{
		{"a plan sees its own writes", testOwnWrites},
		{"an error changes nothing", testError},
		{"a plan that changes nothing", testNoChange},
		{"a panicking plan fails alone", testPanic},
		{"an update shows at once", testReadYourWrites},
		{"await ends with its context", testAwait},
		{"a batch of records lands whole", testAtomic},
		{"the log is dense and chained", testLog},
		{"big contents", testBig},
		{"many updaters", testMany},
		{"two replicas", testReplicas},
		{"changes lead from view to view", testChanges},
		{"a plan that needs time is made outside again", testHurried},
		{"one owner of a chore", testOwner},
		{"reopening gives the same", testReopen},
	}
	for _, topic := range topics {
		t.Run(topic.name, func(t *testing.T) { topic.test(t, open) })
	}
}

func within(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

// using opens a store for the time of the test.
func using(t *testing.T, open Open) store.Store {
	t.Helper()
	s := open(t)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

func update(t *testing.T, s store.Store, plan store.Plan) uint64 {
	t.Helper()
	seq, err := s.Update(within(t), plan)
	if err != nil {
		t.Fatal(err)
	}
	return seq
}

func synced(t *testing.T, s store.Store) *store.View {
	t.Helper()
	v, err := s.Sync(within(t))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func testOwnWrites(t *testing.T, open Open) {
	s, subject := using(t, open), store.Subject{Domain: "own", Name: "a"}
	update(t, s, func(tx *store.Tx) error {
		for i := range 3 {
			if err := Register(subject, fmt.Sprint("own ", i))(tx); err != nil {
				return err
			}
			if got := len(tx.View().Subject(subject).Live()); got != i+1 {
				return fmt.Errorf("the plan sees %d versions after %d", got, i+1)
			}
		}
		return nil
	})
	if got := s.View().Subject(subject).Next(); got != 4 {
		t.Errorf("next version = %d, want 4", got)
	}
}

func testError(t *testing.T, open Open) {
	s, subject, no := using(t, open), store.Subject{Domain: "error", Name: "a"}, errors.New("no")
	before := synced(t, s).Seq()
	_, err := s.Update(within(t), func(tx *store.Tx) error {
		if err := Register(subject, "x")(tx); err != nil {
			return err
		}
		return no
	})
	if err != no {
		t.Errorf("Update = %v, want the plan's own error", err)
	}
	if after := synced(t, s); after.Seq() != before || after.Subject(subject) != nil {
		t.Errorf("position %d after %d, versions %v", after.Seq(), before, after.Subject(subject))
	}
}

func testNoChange(t *testing.T, open Open) {
	s, subject := using(t, open), store.Subject{Domain: "same", Name: "a"}
	first := update(t, s, Register(subject, "x"))
	if again := update(t, s, Register(subject, "x")); again != first {
		t.Errorf("position %d of a plan without changes, want %d", again, first)
	}
}

func testPanic(t *testing.T, open Open) {
	s, subject := using(t, open), store.Subject{Domain: "panic", Name: "a"}
	var running sync.WaitGroup
	for i := range 8 {
		running.Go(func() {
			if _, err := s.Update(within(t), Register(subject, fmt.Sprint(i))); err != nil {
				t.Error(err)
			}
		})
		running.Go(func() {
			_, err := s.Update(within(t), func(*store.Tx) error { panic("a mistake") })
			if !fault.Is(err, fault.Internal) {
				t.Errorf("Update of a plan that panics = %v", err)
			}
		})
	}
	running.Wait()
	if got := len(s.View().Subject(subject).Live()); got != 8 {
		t.Errorf("%d versions, want 8", got)
	}
}

func testReadYourWrites(t *testing.T, open Open) {
	s, subject := using(t, open), store.Subject{Domain: "show", Name: "a"}
	for i := range 20 {
		seq := update(t, s, Register(subject, fmt.Sprint(i)))
		v := s.View()
		if got := v.Subject(subject).Latest(); v.Seq() < seq || got == nil || got.Number != i+1 || got.Seq != seq {
			t.Fatalf("view at %d has %+v after version %d at %d", v.Seq(), got, i+1, seq)
		}
	}
}

func testAwait(t *testing.T, open Open) {
	s := using(t, open)
	seq := update(t, s, Register(store.Subject{Domain: "await", Name: "a"}, "x"))
	if v, err := s.Await(within(t), seq); err != nil || v.Seq() < seq {
		t.Errorf("Await(%d) = %v, %v", seq, v, err)
	}
	ctx, cancel := context.WithCancel(within(t))
	cancel()
	if _, err := s.Await(ctx, seq+1_000_000); !fault.Is(err, fault.Unavailable) {
		t.Errorf("Await of the far future = %v", err)
	}
}

func testAtomic(t *testing.T, open Open) {
	s, domain := using(t, open), store.DomainName("whole")
	const subjects = 300
	done := make(chan struct{})
	go func() {
		defer close(done)
		for round := range 3 {
			if _, err := s.Update(within(t), deploy(domain, subjects, round)); err != nil {
				t.Error(err)
			}
		}
	}()
	for running := true; running; {
		select {
		case <-done:
			running = false
		default:
		}
		counts := map[int]int{}
		for v := range s.View().Subjects(store.Subject{Domain: domain}.String()) {
			counts[len(v.All)]++
		}
		if len(counts) > 1 {
			t.Fatalf("a view shows a part of a commit: versions per subject %v", counts)
		}
	}
	if got := s.View().Subject(store.Subject{Domain: domain, Name: "0"}); len(got.Live()) != 3 {
		t.Errorf("%d versions, want 3", len(got.Live()))
	}
}

// deploy registers a version of many subjects at once.
func deploy(d store.DomainName, subjects, round int) store.Plan {
	return func(tx *store.Tx) error {
		for i := range subjects {
			if err := Register(store.Subject{Domain: d, Name: fmt.Sprint(i)}, fmt.Sprint(d, i, " ", round))(tx); err != nil {
				return err
			}
		}
		return nil
	}
}

func testLog(t *testing.T, open Open) {
	s, subject := using(t, open), store.Subject{Domain: "log", Name: "a"}
	var first uint64
	for i := range 5 {
		seq := update(t, s, Register(subject, fmt.Sprint(i)))
		if i == 0 {
			first = seq
		}
	}
	var got []int
	for e, err := range s.Log(within(t), first) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, e.Changes[0].Version)
	}
	if want := []int{1, 2, 3, 4, 5}; !slices.Equal(got, want) {
		t.Errorf("versions in the log = %v, want %v", got, want)
	}
	CheckLog(t, s)
}

// CheckLog fails the test unless the log has every position once, each entry chained to the one before, up to the view.
func CheckLog(t *testing.T, s store.Store) {
	t.Helper()
	v, want, chain := synced(t, s), uint64(1), ""
	for e, err := range s.Log(within(t), 1) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Seq != want || e.Previous != chain {
			t.Fatalf("entry %d, chained to %.8s, where %d chained to %.8s belongs", e.Seq, e.Previous, want, chain)
		}
		want, chain = want+1, e.Hash
	}
	if want <= v.Seq() {
		t.Errorf("the log ends at %d, the view is at %d", want-1, v.Seq())
	}
}

// noise is text that does not compress to much less than its size.
func noise(size int) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	source, text := rand.New(rand.NewPCG(uint64(size), 1)), make([]byte, size)
	for i := range text {
		text[i] = letters[source.IntN(len(letters))]
	}
	return string(text)
}

func testBig(t *testing.T, open Open) {
	s := using(t, open)
	for _, size := range []int{5_000, 300_000, 400_000, 1_000_000, 5_000_000} {
		subject, text := store.Subject{Domain: "big", Name: fmt.Sprint(size)}, noise(size)
		update(t, s, Register(subject, text))
		other := open(t)
		got := synced(t, other).Subject(subject).Latest()
		if got == nil || got.Content().Text != text {
			t.Errorf("a content of %d bytes came back otherwise", size)
		}
		if err := other.Close(); err != nil {
			t.Error(err)
		}
	}
	update(t, s, func(tx *store.Tx) error {
		for i := range 10 {
			if err := Register(store.Subject{Domain: "big", Name: "many"}, noise(200_000+i))(tx); err != nil {
				return err
			}
		}
		return nil
	})
	if got := len(s.View().Subject(store.Subject{Domain: "big", Name: "many"}).Live()); got != 10 {
		t.Errorf("%d big versions in one commit, want 10", got)
	}
}

func testMany(t *testing.T, open Open) {
	s := using(t, open)
	const writers, each = 32, 10
	before := synced(t, s).Seq()
	seqs := make(chan uint64, writers*each)
	var running sync.WaitGroup
	for w := range writers {
		running.Go(func() {
			for i := range each {
				seq, err := s.Update(within(t), Register(store.Subject{Domain: "many", Name: fmt.Sprint(w % 4)}, fmt.Sprint(w, i)))
				if err != nil {
					t.Error(err)
				}
				seqs <- seq
			}
		})
	}
	running.Wait()
	close(seqs)
	var got []uint64
	for seq := range seqs {
		got = append(got, seq)
	}
	slices.Sort(got)
	for i, seq := range got {
		if seq != before+uint64(i)+1 {
			t.Fatalf("position %d where %d belongs: not dense", seq, before+uint64(i)+1)
		}
	}
	CheckLog(t, s)
}

func testReplicas(t *testing.T, open Open) {
	a, b := using(t, open), using(t, open)
	subject := store.Subject{Domain: "replicas", Name: "a"}
	var running sync.WaitGroup
	for i, s := range []store.Store{a, b, a, b} {
		running.Go(func() {
			for n := range 10 {
				if _, err := s.Update(within(t), Register(subject, fmt.Sprint(i, n))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	running.Wait()
	left, right := synced(t, a), synced(t, b)
	if got := len(left.Subject(subject).Live()); got != 40 {
		t.Errorf("%d versions, want 40", got)
	}
	if diff := cmp.Diff(Dump(t, left), Dump(t, right)); diff != "" {
		t.Errorf("replicas differ:\n%s", diff)
	}
}

// testChanges: what is derived from the changes alone is what is derived from the whole view.
func testChanges(t *testing.T, open Open) {
	a, b := using(t, open), using(t, open)
	at := synced(t, b)
	mirror := Dump(t, at)
	position := at.Seq()
	for i := range 30 {
		subject := store.Subject{Domain: "changes", Name: fmt.Sprint(i % 3)}
		from := []store.Store{a, b}[i%2]
		update(t, from, Register(subject, fmt.Sprint(i)))
		if i%5 == 4 {
			update(t, from, Remove(subject, 1))
		}
		if i%4 != 3 {
			continue
		}
		synced(t, b)
		changes, now, ok := b.Changes(position)
		if !ok {
			t.Fatalf("the changes since %d are not known at %d", position, now.Seq())
		}
		for _, c := range changes {
			delete(mirror, c.Key)
			if c.Record != nil {
				mirror[c.Key] = encoded(t, c.Record)
			}
		}
		if diff := cmp.Diff(Dump(t, now), mirror); diff != "" {
			t.Fatalf("the changes up to %d lead elsewhere:\n%s", now.Seq(), diff)
		}
		position = now.Seq()
	}
	if _, _, ok := b.Changes(b.View().Seq() + 1); ok {
		t.Error("the changes since a position to come are known")
	}
}

// testHurried: of many plans on one subject each is made outside as often as it takes, and none while others wait.
func testHurried(t *testing.T, open Open) {
	s, subject := using(t, open), store.Subject{Domain: "hurried", Name: "a"}
	const writers = 12
	var running sync.WaitGroup
	for i := range writers {
		running.Go(func() {
			var known *store.Versions // what the plan has taken its time for
			_, err := s.Update(within(t), func(tx *store.Tx) error {
				now := tx.View().Subject(subject)
				if tx.Hurried && now != known {
					return store.ErrHurried
				}
				known = now
				return Register(subject, fmt.Sprint(i))(tx)
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	running.Wait()
	if got := len(synced(t, s).Subject(subject).Live()); got != writers {
		t.Errorf("%d versions, want %d", got, writers)
	}
}

// testOwner: a chore has one owner at a time, and the next one when that has ended.
func testOwner(t *testing.T, open Open) {
	a, b := using(t, open), using(t, open)
	var owners, turns atomic.Int32
	ctx, cancel := context.WithCancel(within(t))
	defer cancel()
	var running sync.WaitGroup
	for _, s := range []store.Store{a, b, a, b} {
		running.Go(func() {
			err := s.Own(ctx, "test", func(context.Context) error {
				if owners.Add(1) != 1 {
					t.Error("two owners at once")
				}
				time.Sleep(10 * time.Millisecond)
				turns.Add(1)
				owners.Add(-1)
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	running.Wait()
	if turns.Load() != 4 {
		t.Errorf("%d turns, want 4", turns.Load())
	}
	cancel()
	if err := a.Own(ctx, "test", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("Own after the end of its context = %v", err)
	}
}

func testReopen(t *testing.T, open Open) {
	s := open(t)
	update(t, s, Register(store.Subject{Domain: "reopen", Name: "a"}, "x"))
	before := Dump(t, s.View())
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again := using(t, open)
	if diff := cmp.Diff(before, Dump(t, synced(t, again))); diff != "" {
		t.Errorf("after reopening:\n%s", diff)
	}
	CheckLog(t, again)
}

// Dump is the stored form of every record in a view, by key, for comparisons.
func Dump(t *testing.T, v *store.View) map[store.Key]string {
	t.Helper()
	all := map[store.Key]string{}
	for r := range v.Records() {
		all[r.Key()] = encoded(t, r)
	}
	return all
}

func encoded(t *testing.T, r store.Record) string {
	t.Helper()
	text, err := store.Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
