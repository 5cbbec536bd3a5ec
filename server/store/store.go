// Package store holds what the registry keeps: the records, the immutable [View] of all of them in memory, and the
// planner's transaction. It knows nothing of compatibility or policy, and nothing of where records are stored;
// server/store/etcd does.
//
// Every mutation is a [Plan]: plain code that reads a view and says what to change. A store commits the plan only if
// the registry has not changed in the meantime, and plans anew if it has. So whatever a plan has checked, over any
// number of subjects, holds at the moment of the commit.
package store

import (
	"context"
	"errors"
	"iter"
	"time"
)

// Reader answers from memory.
type Reader interface {
	// View is the newest view that this replica has. It is never nil and costs one atomic load.
	View() *View
	// Sync returns a view that holds everything committed anywhere before the call. It returns an error of kind
	// Unavailable if storage does not answer within ctx.
	Sync(ctx context.Context) (*View, error)
	// Await returns a view at seq or later. It returns an error of kind Unavailable when ctx ends first.
	Await(ctx context.Context, seq uint64) (*View, error)
	// Changes lists what was changed after a position, oldest first, and the view that this leads to, from memory. ok is
	// false where memory does not reach back so far: then everything is to be taken from the view. Await tells when there
	// is more. See [Feed.Since].
	Changes(since uint64) (changes []Change, now *View, ok bool)
	// Log walks the log from a position on, up to the newest entry at the time of the call. It stops with an error of
	// kind Unavailable when storage does not answer.
	Log(ctx context.Context, from uint64) iter.Seq2[*Entry, error]
	// Status says how current the view is.
	Status() Status
}

// Store is a Reader that commits.
type Store interface {
	Reader
	// Update runs plan on the newest view and commits its changes, as often as it takes; plan must do nothing but read
	// and write its Tx. The first run is in the goroutine of the caller, where it may take its time. Later ones, in which
	// Tx.Hurried is set, hold up everybody who writes: a plan that needs long for what it did not know before returns
	// [ErrHurried] there, and runs in the goroutine of the caller again. When Update returns, View holds the changes. The position is that of the plan, or of the view
	// it read when it changed nothing. An error of plan is returned as it is and nothing is committed. An error of kind
	// Unavailable means that storage did not answer within ctx and that it is unknown whether the plan was committed;
	// planning again finds out. The plan never runs after Update has returned.
	Update(ctx context.Context, plan Plan) (seq uint64, err error)
	// Own runs do while this replica is the one that does a chore for all of them, and waits for its turn before that. It
	// ends do's context when the turn is lost, and returns what do returns, or when ctx ends. Two replicas may do the same
	// chore for a moment, while one of them does not know yet that it was too slow: what must not happen twice has to be
	// decided by a plan.
	Own(ctx context.Context, chore string, do func(context.Context) error) error
	// Close ends the store and waits for what it runs.
	Close() error
}

// ErrHurried is what a plan returns in a hurried run that would take long. See [Store.Update].
var ErrHurried = errors.New("the plan needs time")

// Status says how current a replica is.
type Status struct {
	// Connected is set while storage answers.
	Connected bool
	// Fresh is the last moment at which the view was known to hold everything committed before it; the zero time means
	// never since start, a view from the snapshot file.
	Fresh time.Time
	// Problem says why storage does not answer; empty when it does.
	Problem string
	// Refuses says why storage takes no writes although it answers; empty when it takes them.
	Refuses string
	// Checked is when the view was last compared with all that is stored, the zero time for not since start. Divergences
	// counts how often it was not the same; it is loaded anew then.
	Checked     time.Time
	Divergences int
}
