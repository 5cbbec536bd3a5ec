package store

import (
	"slices"
	"sync"
)

// feedLimit is how many changes a [Feed] remembers at most.
const feedLimit = 20_000

// Feed remembers the newest changes, so that whoever keeps something derived from the view need not look at all of it
// again. Stores have one each and answer [Reader.Changes] from it. The zero value is ready and remembers nothing. It is
// safe for concurrent use.
type Feed struct {
	mu    sync.Mutex // guards what follows
	now   *View      // nil before the first view
	since uint64     // the position before the oldest step
	steps []step
	size  int // changes in steps
}

// step is what led from one published view to the next.
type step struct {
	seq     uint64 // of the view after it
	changes []Change
}

// Add is told a new view and the changes that led to it from the view of the last call. The changes must not be changed
// any more.
func (f *Feed) Add(now *View, changes []Change) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.now == nil {
		f.since = now.Seq()
	} else if records := withoutEntries(changes); len(records) > 0 {
		f.steps = append(f.steps, step{now.Seq(), records})
		f.size += len(records)
	}
	f.now = now
	f.trim()
}

// withoutEntries leaves out the log, which no view holds.
func withoutEntries(changes []Change) []Change {
	return slices.DeleteFunc(slices.Clone(changes), func(c Change) bool { return c.Key.kind() == kindEntry })
}

// Reset is told a view that nobody knows the changes to: it was loaded as a whole.
func (f *Feed) Reset(now *View) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now, f.since, f.steps, f.size = now, now.Seq(), nil, 0
}

// trim forgets the oldest steps once there are more than enough, a half at a time, so that a step costs little.
func (f *Feed) trim() {
	if f.size <= feedLimit {
		return
	}
	n := 0
	for ; n < len(f.steps)-1 && f.size > feedLimit/2; n++ {
		f.size -= len(f.steps[n].changes)
		f.since = f.steps[n].seq
	}
	f.steps = append([]step(nil), f.steps[n:]...)
}

// Since lists the changes after a position, oldest first, and the view that they lead to. ok is false where the feed
// does not reach back so far, or has been reset since: then everything is to be taken from the view. Where the position
// lies inside a step the whole step is listed; to replace a record by itself does no harm.
func (f *Feed) Since(seq uint64) (changes []Change, now *View, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.now == nil {
		return nil, Empty(), false
	}
	if seq < f.since || seq > f.now.Seq() {
		return nil, f.now, false
	}
	first := len(f.steps)
	for first > 0 && f.steps[first-1].seq > seq {
		first--
	}
	for _, s := range f.steps[first:] {
		changes = append(changes, s.changes...)
	}
	return changes, f.now, true
}
