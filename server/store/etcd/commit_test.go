package etcd

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

type sender = func() (clientv3.OpResponse, error)

var errCut = status.Error(codes.Unavailable, "connection cut")

// TestAmbiguousCommits disturbs the first sending of a commit. Whatever the answer, the plan is committed exactly once.
func TestAmbiguousCommits(t *testing.T) {
	tests := []struct {
		name  string
		first func(send sender) (clientv3.OpResponse, error)
	}{
		{"error after commit", func(send sender) (clientv3.OpResponse, error) {
			_, _ = send()
			return clientv3.OpResponse{}, errCut
		}},
		{"error before commit", func(sender) (clientv3.OpResponse, error) { return clientv3.OpResponse{}, errCut }},
		{"sent twice behind our back", func(send sender) (clientv3.OpResponse, error) {
			_, _ = send()
			return send()
		}},
		{"sent twice, and both answers lost", func(send sender) (clientv3.OpResponse, error) {
			_, _ = send()
			_, _ = send()
			return clientv3.OpResponse{}, context.DeadlineExceeded
		}},
	}
	c := startChild(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			i := &interference{}
			s := open(t, i.through(Config{Endpoints: c.Endpoints()}))
			defer s.Close()
			var sent atomic.Int32
			i.onCommit(func(send sender) (clientv3.OpResponse, error) {
				if sent.Add(1) == 1 {
					return test.first(send)
				}
				return send()
			})
			before := s.View().Seq()
			// Unlike a registration, this plan would do its work again if it were planned again.
			subject := store.Subject{Domain: "ambiguous", Name: test.name}
			seq, err := s.Update(soon(t), func(tx *store.Tx) error {
				return storetest.Register(subject, subject.Name+string(rune('0'+tx.View().Subject(subject).Next())))(tx)
			})
			if err != nil || seq != before+1 {
				t.Fatalf("Update = %d, %v, want %d", seq, err, before+1)
			}
			if got := len(s.View().Subject(subject).Live()); got != 1 {
				t.Errorf("%d versions, want 1", got)
			}
			storetest.CheckLog(t, s)
		})
	}
}

// TestOvertakenWhileUnknown lets another replica commit while the outcome is unknown: the plan must be made anew.
func TestOvertakenWhileUnknown(t *testing.T) {
	c, i := startChild(t), &interference{}
	s, other := open(t, i.through(Config{Endpoints: c.Endpoints()})), open(t, Config{Endpoints: c.Endpoints()})
	defer s.Close()
	defer other.Close()
	subject := store.Subject{Name: "a"}
	var sent atomic.Int32
	i.onCommit(func(send sender) (clientv3.OpResponse, error) {
		if sent.Add(1) > 1 {
			return send()
		}
		if _, err := other.Update(soon(t), storetest.Register(subject, "theirs")); err != nil {
			t.Error(err)
		}
		return clientv3.OpResponse{}, errCut
	})
	if seq, err := s.Update(soon(t), storetest.Register(subject, "ours")); err != nil || seq != 2 {
		t.Fatalf("Update = %d, %v, want 2", seq, err)
	}
	if got := s.View().Subject(subject).Get(2); got == nil || got.Content().Text != "ours" || got.ID != 2 {
		t.Errorf("version 2 = %+v", got)
	}
}

func TestDeadlineOfOneCaller(t *testing.T) {
	c, i := startChild(t), &interference{}
	s := open(t, i.through(Config{Endpoints: c.Endpoints()}))
	defer s.Close()
	i.onCommit(func(sender) (clientv3.OpResponse, error) { return clientv3.OpResponse{}, errCut })
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	began := time.Now()
	if _, err := s.Update(ctx, storetest.Register(store.Subject{Name: "a"}, "x")); !fault.Is(err, fault.Unavailable) {
		t.Errorf("Update = %v, want kind unavailable", err)
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("Update took %v beyond a deadline of 100 ms", took)
	}
	i.onCommit(nil)
	if _, err := s.Update(soon(t), storetest.Register(store.Subject{Name: "a"}, "x")); err != nil {
		t.Errorf("the next Update = %v", err)
	}
}

func TestAssertionRefusesWhatTheViewDoesNotKnow(t *testing.T) {
	c := startChild(t)
	s := open(t, Config{Endpoints: c.Endpoints()}).(*Store)
	defer s.Close()
	subject := store.Subject{Name: "a"}
	hidden := place((&store.Version{Subject: subject, Number: 1}).Key())
	// A record that the view does not have, as if the watch had lost it.
	if _, err := do(t.Context(), *s.client.Load(), clientv3.OpPut(hidden, `{"subject":{}}`)); err != nil {
		t.Fatal(err)
	}
	_, err := s.Update(soon(t), storetest.Register(subject, "x"))
	if !fault.Is(err, fault.Internal) {
		t.Errorf("Update = %v, want kind internal", err)
	}
}
