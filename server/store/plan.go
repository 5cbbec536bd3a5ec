package store

import (
	"maps"
	"slices"
	"time"
)

// Plan reads a transaction's view and says what to change. It may run several times, each time on a newer view.
type Plan func(*Tx) error

// Tx is what a plan sees and changes.
type Tx struct {
	// Now is the time of the commit, in UTC and whole milliseconds, the same for all that the plan writes.
	Now time.Time
	// Hurried is set in a run that all other writers wait for: see [Store.Update].
	Hurried bool

	base *View
	// next collects the changes, nil before the first one. view is what it makes, nil when nobody has asked since the
	// last change: a view for each record would cost more than all else that a plan does.
	next    *builder
	view    *View
	changes []Change
	entry   *Entry
	err     error
}

// View is the registry with the plan's own changes in it.
func (t *Tx) View() *View {
	if t.view == nil {
		t.view = t.next.view(t.base.Revision)
	}
	return t.view
}

// Version is a version of the view with the plan's own changes in it, nil if there is none. Asked for right after a
// change it costs less than [Tx.View].
func (t *Tx) Version(s Subject, number int) *Version {
	if t.next == nil {
		return t.base.Subject(s).Get(number)
	}
	versions, _ := t.next.subjects.Get([]byte(s.String()))
	return versions.Get(number)
}

// Seq is the position that the plan's commit will have.
func (t *Tx) Seq() uint64 { return t.base.seq + 1 }

// Size is how many changes the plan has made so far.
func (t *Tx) Size() int { return len(t.changes) }

// Put writes records.
func (t *Tx) Put(records ...Record) {
	for _, r := range records {
		t.change(Change{r.Key(), r})
	}
}

// Delete removes the records under the keys of those given.
func (t *Tx) Delete(records ...Record) {
	for _, r := range records {
		t.change(Change{Key: r.Key()})
	}
}

// Log says what the plan does, for the log; the store fills in Seq, Time, Op and the chain. A plan that changes
// anything logs exactly once.
func (t *Tx) Log(e Entry) { t.entry = &e }

// change makes one change. After one that no registry makes the plan has failed, and nothing changes any more.
func (t *Tx) change(c Change) {
	if t.err != nil {
		return
	}
	if t.next == nil {
		t.next = newBuilder(t.base)
	}
	t.view = nil
	t.err = t.next.apply(c)
	t.changes = append(t.changes, c)
}

// Batch is a run of plans that are committed together: each was planned on the result of the one before.
type Batch struct {
	// Base is the view that the commit depends on, Next the view after it.
	Base, Next *View
	// Entries are the log entries, one for each plan that changed something.
	Entries []*Entry

	changes map[Key]Change
}

// NewBatch starts an empty batch on a view.
func NewBatch(base *View) *Batch {
	return &Batch{Base: base, Next: base, changes: map[Key]Change{}}
}

// Try is Add for the run of a plan that nobody waits for.
func (b *Batch) Try(plan Plan, op string, now time.Time) (uint64, error) {
	return b.add(plan, op, now, false)
}

// Add runs plan, hurried, on the batch's view and keeps its changes. It returns the position of the plan: that of the view when
// the plan changed nothing. After an error of the plan the batch is as before.
func (b *Batch) Add(plan Plan, op string, now time.Time) (uint64, error) {
	return b.add(plan, op, now, true)
}

func (b *Batch) add(plan Plan, op string, now time.Time, hurried bool) (uint64, error) {
	tx := &Tx{Now: now.UTC().Truncate(time.Millisecond), Hurried: hurried, base: b.Next, view: b.Next}
	if err := plan(tx); err != nil {
		return 0, err
	}
	if tx.err != nil {
		return 0, tx.err
	}
	if len(tx.changes) == 0 {
		return b.Next.seq, nil
	}
	head := b.seal(tx, op)
	tx.Put(head)
	if tx.err != nil {
		return 0, tx.err
	}
	for _, c := range tx.changes {
		b.changes[c.Key] = c
	}
	b.Next = tx.View()
	return head.Seq, nil
}

// seal completes the plan's log entry and returns the head that points to it.
func (b *Batch) seal(tx *Tx, op string) *Head {
	e := tx.entry
	if e == nil {
		e = &Entry{}
	}
	e.Seq, e.Time, e.Op = tx.Seq(), tx.Now, op
	if head := get[*Head](tx.base, HeadKey); head != nil {
		e.Previous = head.Chain
	}
	e.Hash = e.digest()
	b.Entries = append(b.Entries, e)
	return &Head{Seq: e.Seq, Chain: e.Hash}
}

// Changes lists what the batch changes, the last change of each key, in the order of keys. Entries are among them.
func (b *Batch) Changes() []Change {
	changes := make([]Change, 0, len(b.changes)+len(b.Entries))
	for _, k := range slices.Sorted(maps.Keys(b.changes)) {
		changes = append(changes, b.changes[k])
	}
	for _, e := range b.Entries {
		changes = append(changes, Change{e.Key(), e})
	}
	return changes
}
