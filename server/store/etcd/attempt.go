package etcd

import (
	"bytes"
	"slices"

	"github.com/google/uuid"
	clientv3 "go.etcd.io/etcd/client/v3"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// Limits of one transaction: etcd's defaults, with room for what goes around (storage §1.2).
const (
	requestLimit = 1_400_000 // bytes of keys and values
	opOverhead   = 24        // bytes that one operation costs besides
	flatOps      = 100       // operations that need no nesting
	nestedOps    = 64        // operations in a nested transaction, and nested transactions in one
	compareLimit = 60        // comparisons; what one level of a transaction uses up is missing on the next
	stageFrom    = 1 << 10   // bytes from which staging a value makes a transaction smaller
)

// attempt is a group of requests, planned together on one state.
type attempt struct {
	base    *state
	batch   *store.Batch
	group   []*request
	results []result
	err     error

	writes []write
	// first is the first log entry in its stored form: whoever finds it at its place knows that the attempt committed.
	first write
	txn   clientv3.Op
}

// write is one change in its stored form.
type write struct {
	key   store.Key
	value []byte // nil deletes
	// chunks hold the value when value is their manifest.
	chunks [][]byte
	hash   string
}

// prepare plans a group on the newest state. Requests whose callers have gone are left out.
func (s *Store) prepare(group []*request) *attempt {
	a := &attempt{base: s.state.Load()}
	for _, r := range group {
		if r.ctx.Err() == nil {
			a.group = append(a.group, r)
		}
	}
	if len(a.group) == 0 {
		a.batch = store.NewBatch(a.base.view)
		return a
	}
	if r := a.group[0]; len(a.group) == 1 && r.base == a.base && r.trial != nil {
		a.batch, a.results = r.trial, []result{{seq: r.trial.Next.Seq()}}
		r.trial = nil // a second attempt must have a name of its own
		return a
	}
	a.batch = store.NewBatch(a.base.view)
	op, waiting := uuid.NewString(), a.group
	a.group = nil
	for _, r := range waiting {
		a.add(r, func() (uint64, error) {
			return guarded(func() (uint64, error) { return a.batch.Add(r.plan, op, s.config.Clock()) })
		})
	}
	return a
}

// add makes a request's plan, unless its caller has just left.
func (a *attempt) add(r *request, plan func() (uint64, error)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.left {
		return
	}
	seq, err := plan()
	a.group, a.results = append(a.group, r), append(a.results, result{seq, err})
}

// answer gives each request its result, or the error of the whole attempt.
func (a *attempt) answer(err error) {
	for i, r := range a.group {
		if err != nil {
			r.done <- result{err: err}
		} else {
			r.done <- a.results[i]
		}
	}
}

// build makes the transaction. The error is of kind TooLarge if it does not fit.
func (a *attempt) build(p *packer) error {
	if err := a.encode(p); err != nil {
		return err
	}
	for i := range a.writes {
		if len(a.writes[i].value) > inlineLimit {
			a.writes[i].stage()
		}
	}
	if err := a.shrink(); err != nil {
		return err
	}
	first := a.batch.Entries[0].Key()
	a.first = a.writes[slices.IndexFunc(a.writes, func(w write) bool { return w.key == first })]
	ops := a.operations()
	if len(ops) > nestedOps*nestedOps {
		return tooLarge("it makes %d changes, and %d fit", len(ops), nestedOps*nestedOps)
	}
	facts := []clientv3.Op{clientv3.OpGet(headKey), clientv3.OpGet(place(first))}
	a.txn = clientv3.OpTxn(a.compares(), nest(ops), facts)
	return nil
}

func tooLarge(format string, args ...any) error {
	return fault.ChangeTooLarge.Because(format, args...)
}

func (a *attempt) encode(p *packer) error {
	a.writes = nil
	for _, c := range a.batch.Changes() {
		w := write{key: c.Key}
		if c.Record != nil {
			value, err := p.pack(c.Record)
			if err != nil {
				return err
			}
			w.value = value
		}
		a.writes = append(a.writes, w)
	}
	return nil
}

// stage moves the value into chunks.
func (w *write) stage() {
	stub, chunks, m := split(w.value)
	w.value, w.chunks, w.hash = stub, chunks, m.Hash
}

func (w *write) size() int { return len(place(w.key)) + len(w.value) + opOverhead }

// shrink stages the largest values until the rest fits into one request.
func (a *attempt) shrink() error {
	total, order := 0, make([]*write, 0, len(a.writes))
	for i := range a.writes {
		total += a.writes[i].size()
		order = append(order, &a.writes[i])
	}
	slices.SortFunc(order, func(x, y *write) int { return len(y.value) - len(x.value) })
	for _, w := range order {
		if total <= requestLimit || len(w.value) < stageFrom {
			break
		}
		total -= w.size()
		w.stage()
		total += w.size()
	}
	if total > requestLimit {
		return tooLarge("it has %d bytes, and %d fit", total, requestLimit)
	}
	return nil
}

// compares make the transaction depend on the head: the same revision, and so the same history. That each version and
// identifier is new follows from it; asserting it turns a mistake in a plan into a refusal.
func (a *attempt) compares() []clientv3.Cmp {
	list := []clientv3.Cmp{clientv3.Compare(clientv3.ModRevision(headKey), "=", a.base.head)}
	if meta := a.base.view.Record(store.HeadKey); meta != nil {
		if text, err := store.Encode(meta); err == nil {
			list = append(list, clientv3.Compare(clientv3.Value(headKey), "=", string(text)))
		}
	}
	for _, c := range a.batch.Changes() {
		switch c.Record.(type) {
		case *store.Version, *store.Identifier:
			if a.base.view.Record(c.Key) == nil && len(list) < compareLimit {
				list = append(list, clientv3.Compare(clientv3.CreateRevision(place(c.Key)), "=", 0))
			}
		}
	}
	return list
}

// operations are the changes, and the deletion of chunks that nothing needs after them.
func (a *attempt) operations() []clientv3.Op {
	ops := make([]clientv3.Op, 0, len(a.writes))
	for _, w := range a.writes {
		if w.value == nil {
			ops = append(ops, clientv3.OpDelete(place(w.key)))
		} else {
			ops = append(ops, clientv3.OpPut(place(w.key), string(w.value)))
		}
		ops = append(ops, a.sweep(w)...)
	}
	return ops
}

// sweep deletes the chunks of the value that a write replaces, if that may have had any.
func (a *attempt) sweep(w write) []clientv3.Op {
	old := a.base.view.Record(w.key)
	if old == nil {
		return nil
	}
	if text, err := store.Encode(old); err != nil || len(text) < stageFrom {
		return nil
	}
	prefix := chunkPrefix(w.key)
	end := clientv3.GetPrefixRangeEnd(prefix)
	if w.hash == "" {
		return []clientv3.Op{clientv3.OpDelete(prefix, clientv3.WithRange(end))}
	}
	kept := prefix + w.hash + "/"
	return []clientv3.Op{
		clientv3.OpDelete(prefix, clientv3.WithRange(kept)),
		clientv3.OpDelete(clientv3.GetPrefixRangeEnd(kept), clientv3.WithRange(end)),
	}
}

// nest puts many operations into nested transactions: etcd's limit counts depth, not breadth.
func nest(ops []clientv3.Op) []clientv3.Op {
	if len(ops) <= flatOps {
		return ops
	}
	var outer []clientv3.Op
	for inner := range slices.Chunk(ops, nestedOps) {
		outer = append(outer, clientv3.OpTxn(nil, inner, nil))
	}
	return outer
}

// among reports whether the events of a revision are those of the attempt: nobody else writes its first log entry.
func (a *attempt) among(events []*clientv3.Event) bool {
	return slices.ContainsFunc(events, func(e *clientv3.Event) bool {
		return string(e.Kv.Key) == place(a.first.key) && bytes.Equal(e.Kv.Value, a.first.value)
	})
}

// verdict says what became of an attempt.
type verdict int

const (
	undecided verdict = iota // not committed yet, and still able to
	committed                // committed, at the revision of its entry
	overtaken                // can never commit: somebody else has
)

// judge decides by the head and by what stands in the place of the attempt's first log entry.
func (a *attempt) judge(head, entry *kv) verdict {
	switch {
	case entry != nil && bytes.Equal(entry.Value, a.first.value):
		return committed
	case headRevision(head) != a.base.head:
		return overtaken
	}
	return undecided
}
