package etcd

import (
	"bytes"
	"context"
	"fmt"
	"reflect"

	clientv3 "go.etcd.io/etcd/client/v3"

	"github.com/concord-registry/concord/server/store"
)

// pageSize is large because each page costs etcd a count of all that follow it.
const pageSize = 10_000

// load reads everything at one revision and publishes it. What has not changed stays the same record in memory.
func (s *Store) load(ctx context.Context, c conn) error {
	ctx, cancel := context.WithTimeout(ctx, loadTimeout)
	defer cancel()
	s.loading.Store(true)
	defer s.loading.Store(false)
	s.publishing.Lock()
	defer s.publishing.Unlock()
	_, revision, err := read(ctx, c, headKey)
	if err != nil {
		return err
	}
	l := &loading{store: s, conn: c, base: s.state.Load().view, seen: map[store.Key]bool{}}
	if err := l.everything(ctx, revision); err != nil {
		return fmt.Errorf("load the registry at revision %d: %w", revision, err)
	}
	next, err := l.base.Apply(l.finish(), revision)
	if err != nil {
		return err
	}
	next, head, err := s.mark(ctx, c, l.base, next, l.head)
	if err != nil {
		return fmt.Errorf("mark a restore: %w", err)
	}
	s.publish(next, head, nil)
	return nil
}

// loading collects how what is stored differs from a view.
type loading struct {
	store   *Store
	conn    conn
	base    *store.View
	seen    map[store.Key]bool
	changes []store.Change
	head    int64
}

// everything streams the records, or pages through them where etcd is older than 3.7.
func (l *loading) everything(ctx context.Context, revision int64) error {
	stream, err := l.conn.GetStream(ctx, watched, clientv3.WithPrefix(), clientv3.WithRev(revision))
	if err != nil && !unimplemented(err) {
		return err
	}
	if err == nil {
		if err = l.drain(ctx, stream); !unimplemented(err) {
			return err
		}
	}
	return l.pages(ctx, revision)
}

func (l *loading) drain(ctx context.Context, stream clientv3.GetStreamChan) (err error) {
	for part := range stream {
		if err == nil {
			err = part.Err()
		}
		if err == nil {
			err = l.add(ctx, part.GetKvs())
		}
	}
	return err
}

func (l *loading) pages(ctx context.Context, revision int64) error {
	from, end := watched, clientv3.GetPrefixRangeEnd(watched)
	for {
		page, err := l.conn.Get(ctx, from, clientv3.WithRange(end), clientv3.WithRev(revision), clientv3.WithLimit(pageSize))
		if err != nil {
			return err
		}
		if err := l.add(ctx, page.Kvs); err != nil {
			return err
		}
		if !page.More {
			return nil
		}
		from = string(page.Kvs[len(page.Kvs)-1].Key) + "\x00"
	}
}

func (l *loading) add(ctx context.Context, kvs []*kv) error {
	for _, pair := range kvs {
		k := recordKey(pair.Key)
		if k == store.HeadKey {
			l.head = pair.ModRevision
		}
		if l.unchanged(k, pair.Value) {
			l.seen[k] = true
			continue
		}
		r, err := l.store.packer.decode(ctx, l.conn, k, pair.Value)
		if err != nil {
			return err
		}
		if r != nil {
			l.compare(k, r)
		}
	}
	return nil
}

// unchanged reports whether a stored value is that of the record in the view. It decodes nothing and fetches no chunks,
// and says no where it cannot tell.
func (l *loading) unchanged(k store.Key, value []byte) bool {
	old := l.base.Record(k)
	if old == nil || len(value) == 0 {
		return false
	}
	if value[0] != manifestMark {
		mine, err := store.Encode(old)
		theirs, badErr := l.store.packer.unpack(value)
		return err == nil && badErr == nil && bytes.Equal(mine, theirs)
	}
	mine, err := l.store.packer.pack(old)
	return err == nil && hash(mine) == hashOf(value)
}

// compare keeps the record only if the view has another.
func (l *loading) compare(k store.Key, r store.Record) {
	l.seen[k] = true
	if old := l.base.Record(k); old == nil || !same(old, r) {
		l.changes = append(l.changes, store.Change{Key: k, Record: r})
	}
}

// same compares stored forms: a record in a view has links that one from storage has not.
func same(a, b store.Record) bool {
	if reflect.TypeOf(a) != reflect.TypeOf(b) {
		return false
	}
	left, leftErr := store.Encode(a)
	right, rightErr := store.Encode(b)
	return leftErr == nil && rightErr == nil && bytes.Equal(left, right)
}

// finish adds the deletion of what is no longer stored.
func (l *loading) finish() []store.Change {
	for r := range l.base.Records() {
		if k := r.Key(); !l.seen[k] {
			l.changes = append(l.changes, store.Change{Key: k})
		}
	}
	return l.changes
}
