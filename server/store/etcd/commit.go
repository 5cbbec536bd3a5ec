package etcd

import (
	"context"
	"errors"
	"fmt"

	clientv3 "go.etcd.io/etcd/client/v3"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// stageBatch is how many chunks are staged in one request.
const stageBatch = 2

// errAssertion is when etcd refuses a transaction although the head is as it was: the view is not what is stored.
var errAssertion = errors.New("the view and what is stored disagree")

// commit brings an attempt to its end: committed and in the view, or overtaken and to be planned anew (false, nil).
//
// An error of the client leaves open what happened, and so does a refusal, which may answer a second sending of what the
// first one did. What decides is the log entry at the attempt's place, or, without one, the head: as long as it has not
// moved the same transaction can be sent again, since at most one copy can ever commit; once it has, none can.
func (s *Store) commit(ctx context.Context, a *attempt) (bool, error) {
	s.flying.Store(a)
	defer s.flying.Store(nil)
	what, revision, err := s.send(ctx, a)
	for pause := leastPause; err != nil || what == undecided; pause = min(2*pause, mostPause) {
		switch {
		case errors.Is(err, errAssertion):
			return false, err
		case settled(err):
			return s.turnedDown(ctx, a, err)
		}
		if ctx.Err() != nil {
			return false, unavailable("commit", ctx.Err())
		}
		if what, revision, err = s.resolve(ctx, a); err == nil && what == undecided {
			what, revision, err = s.send(ctx, a)
		}
		if err != nil {
			sleep(ctx, pause)
		}
	}
	if what == committed {
		return true, s.arrive(ctx, revision)
	}
	return false, s.overtake(ctx, a)
}

// turnedDown finds out what became of an attempt that etcd says it takes no writes of. One that fills the database is
// applied and refused at once.
func (s *Store) turnedDown(ctx context.Context, a *attempt, refusal error) (bool, error) {
	if what, revision, err := s.resolve(ctx, a); err == nil && what == committed {
		return true, s.arrive(ctx, revision)
	}
	return false, unavailable("commit", refusal)
}

// arrive waits until the view has a commit.
func (s *Store) arrive(ctx context.Context, revision int64) error {
	if _, err := s.await(ctx, func(now *state) bool { return now.view.Revision >= revision }); err != nil {
		return unavailable("wait for the commit to show", err)
	}
	return nil
}

// overtake waits until the view has what came in between.
func (s *Store) overtake(ctx context.Context, a *attempt) error {
	if _, err := s.await(ctx, func(now *state) bool { return now != a.base }); err != nil {
		return unavailable("commit", err)
	}
	return nil
}

// send stages big values and sends the transaction.
func (s *Store) send(ctx context.Context, a *attempt) (verdict, int64, error) {
	c := s.client.Load()
	if c == nil {
		return undecided, 0, errSilent
	}
	if err := stage(ctx, *c, a.writes); err != nil {
		return undecided, 0, err
	}
	response, err := do(ctx, *c, a.txn)
	s.observe(err)
	if err != nil {
		return undecided, 0, err
	}
	txn := response.Txn()
	if txn.Succeeded {
		s.advance(a, c, txn.Header.Revision)
		return committed, txn.Header.Revision, nil
	}
	facts := values(txn.Responses)
	what, revision := a.outcome(facts)
	if what == undecided {
		s.renew(errAssertion)
		e := fault.New(fault.Internal, "the registry's view is not what is stored; it is being loaded anew")
		e.Err = fmt.Errorf("position %d: %w", a.batch.Base.Seq(), errAssertion)
		return overtaken, 0, e
	}
	return what, revision, nil
}

// resolve asks what became of an attempt.
func (s *Store) resolve(ctx context.Context, a *attempt) (verdict, int64, error) {
	c := s.client.Load()
	if c == nil {
		return undecided, 0, errSilent
	}
	facts, _, err := read(ctx, *c, headKey, place(a.first.key))
	if err != nil {
		return undecided, 0, err
	}
	what, revision := a.outcome(facts)
	return what, revision, nil
}

// outcome is the verdict on the facts head and entry, and the revision of the commit.
func (a *attempt) outcome(facts []*kv) (verdict, int64) {
	what := a.judge(facts[0], facts[1])
	if what != committed {
		return what, 0
	}
	return what, facts[1].ModRevision
}

// stage stores the chunks of big values. Nothing can read them before the record that names them is there. They are
// stored after the attempt's state was read, so whoever deletes chunks of the same name in between overtakes the attempt.
func stage(ctx context.Context, c conn, writes []write) error {
	var puts []clientv3.Op
	for _, w := range writes {
		for i, chunk := range w.chunks {
			puts = append(puts, put(w.key, w.hash, i, chunk))
		}
	}
	for len(puts) > 0 {
		n := min(stageBatch, len(puts))
		if _, err := do(ctx, c, clientv3.OpTxn(nil, puts[:n], nil)); err != nil {
			return err
		}
		puts = puts[n:]
	}
	return nil
}

func put(k store.Key, hash string, number int, chunk []byte) clientv3.Op {
	return clientv3.OpPut(chunkKey(k, hash, number), string(chunk))
}
