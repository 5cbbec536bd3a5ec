package etcd

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

// operation is one step of a random history; nil is a reopening.
type operation struct {
	name string
	plan store.Plan
}

func randomOperation(source *rand.Rand) operation {
	s := store.Subject{Domain: store.DomainName([]string{"", "billing"}[source.IntN(2)]), Name: fmt.Sprint("s", source.IntN(4))}
	switch n := source.IntN(20); {
	case n == 0:
		return operation{name: "reopen"}
	case n < 4:
		number := 1 + source.IntN(5)
		return operation{fmt.Sprint("remove ", s, number), storetest.Remove(s, number)}
	case n < 6:
		level := []word.Level{word.Full, word.None}[source.IntN(2)]
		alias := strings.Repeat(string(level), source.IntN(2)*300)
		return operation{fmt.Sprint("configure ", s, level), func(tx *store.Tx) error {
			tx.Put(&store.Config{Scope: s, Level: level, Alias: alias})
			return nil
		}}
	case n == 6:
		return operation{fmt.Sprint("forget ", s), func(tx *store.Tx) error {
			if c := tx.View().Config(s); c != nil {
				tx.Delete(c)
			}
			return nil
		}}
	default:
		text := strings.Repeat(fmt.Sprint("text ", source.IntN(12)), 1+source.IntN(2)*500)
		return operation{fmt.Sprintf("register %s %.8s", s, text), storetest.Register(s, text)}
	}
}

// TestRandomHistory does the same list of operations on memory and on etcd: the records at the end are the same.
func TestRandomHistory(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	source, clock := rand.New(rand.NewPCG(seed, 0)), time.Unix(1_700_000_000, 0)
	c, memory := startChild(t), &storetest.Memory{}
	config := Config{Endpoints: c.Endpoints(), Clock: func() time.Time { return clock }}
	s := open(t, config)
	for i := range 300 {
		o := randomOperation(source)
		if o.plan == nil {
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			s = open(t, config)
			continue
		}
		want, wantErr := memory.Update(t.Context(), o.plan)
		got, err := s.Update(soon(t), o.plan)
		if got != want || err != nil || wantErr != nil {
			t.Fatalf("step %d, %s: %d, %v, in memory %d, %v", i, o.name, got, err, want, wantErr)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, config)
	defer s.Close()
	if diff := cmp.Diff(timeless(t, memory.View()), timeless(t, s.View())); diff != "" {
		t.Errorf("records differ:\n%s", diff)
	}
}

// timeless is what a view holds, without what differs between any two stores: times, the store's name, the chain over both.
func timeless(t *testing.T, v *store.View) map[store.Key]string {
	all := storetest.Dump(t, v)
	delete(all, store.MetaKey)
	delete(all, store.HeadKey)
	for r := range v.Records() {
		if version, ok := r.(*store.Version); ok {
			copied := *version
			copied.Created, copied.Changed = time.Time{}, time.Time{}
			text, err := store.Encode(&copied)
			if err != nil {
				t.Fatal(err)
			}
			all[r.Key()] = string(text)
		}
	}
	return all
}
