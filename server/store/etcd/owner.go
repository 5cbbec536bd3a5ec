package etcd

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	clientv3 "go.etcd.io/etcd/client/v3"
)

// defaultTurn is the pause between two renewals of a turn.
const defaultTurn = 2 * time.Second

// After how many pauses without a renewal an owner gives its turn up, and after how many the others take it. No clock is
// compared with another one: each replica measures how long it has seen no renewal.
const (
	turnsToLose = 3
	turnsToTake = 6
)

// errTurnLost is why the context of a chore ended.
var errTurnLost = errors.New("another replica does the chore now")

// Own implements store.Store. The turn is a key that its owner writes again and again, and that others take once it has
// stood still for long.
func (s *Store) Own(ctx context.Context, chore string, work func(context.Context) error) error {
	t := &turn{store: s, key: choreKey + chore, owner: uuid.NewString(), pause: s.config.turn}
	for {
		if err := t.take(ctx); err != nil {
			return err
		}
		err := t.hold(ctx, work)
		if !errors.Is(err, errTurnLost) || ctx.Err() != nil {
			return err
		}
	}
}

// turn is one replica's wish to do a chore.
type turn struct {
	store *Store
	key   string
	owner string
	pause time.Duration
}

// take waits until the turn is ours.
func (t *turn) take(ctx context.Context) error {
	var seen int64 = -1
	var since time.Time
	for ctx.Err() == nil {
		revision, mine, err := t.try(ctx, seen, !since.IsZero() && time.Since(since) > turnsToTake*t.pause)
		switch {
		case mine:
			return nil
		case err == nil && revision != seen:
			seen, since = revision, time.Now()
		}
		sleep(ctx, t.pause/4)
	}
	return ctx.Err()
}

// try takes a turn that nobody has, or, if the one who has it is overdue, one that was not renewed since a revision. It
// returns the revision of the last renewal.
func (t *turn) try(ctx context.Context, seen int64, overdue bool) (revision int64, mine bool, err error) {
	c := t.store.client.Load()
	if c == nil {
		return 0, false, errSilent
	}
	free := clientv3.Compare(clientv3.CreateRevision(t.key), "=", 0)
	if overdue {
		free = clientv3.Compare(clientv3.ModRevision(t.key), "=", seen)
	}
	response, err := do(ctx, *c, clientv3.OpTxn([]clientv3.Cmp{free},
		[]clientv3.Op{clientv3.OpPut(t.key, t.owner)}, []clientv3.Op{clientv3.OpGet(t.key)}))
	if err != nil {
		return 0, false, err
	}
	txn := response.Txn()
	if txn.Succeeded {
		return txn.Header.Revision, true, nil
	}
	return headRevision(values(txn.Responses)[0]), false, nil
}

// hold does the work while the turn is ours, and gives the turn back. The error is errTurnLost if another replica has it.
func (t *turn) hold(ctx context.Context, work func(context.Context) error) error {
	working, stop := context.WithCancelCause(ctx)
	done := make(chan error, 1)
	go func() { done <- work(working) }()
	tick, renewed := time.NewTicker(t.pause), time.Now()
	defer tick.Stop()
	for {
		select {
		case err := <-done:
			cause := context.Cause(working)
			stop(nil)
			if errors.Is(cause, errTurnLost) {
				return cause
			}
			t.giveBack(ctx)
			return err
		case <-tick.C:
		}
		kept, err := t.renew(ctx)
		switch {
		case err == nil && kept:
			renewed = time.Now()
		case err == nil, time.Since(renewed) > turnsToLose*t.pause:
			stop(errTurnLost)
		}
	}
}

// renew reports whether the turn was still ours.
func (t *turn) renew(ctx context.Context) (bool, error) {
	return t.ifMine(ctx, clientv3.OpPut(t.key, t.owner))
}

// giveBack lets the next one begin at once; if that fails, the others wait until the turn is overdue.
func (t *turn) giveBack(ctx context.Context) {
	_, _ = t.ifMine(context.WithoutCancel(ctx), clientv3.OpDelete(t.key))
}

func (t *turn) ifMine(ctx context.Context, op clientv3.Op) (bool, error) {
	c := t.store.client.Load()
	if c == nil {
		return false, errSilent
	}
	mine := clientv3.Compare(clientv3.Value(t.key), "=", t.owner)
	response, err := do(ctx, *c, clientv3.OpTxn([]clientv3.Cmp{mine}, []clientv3.Op{op}, nil))
	if err != nil {
		return false, err
	}
	return response.Txn().Succeeded, nil
}
