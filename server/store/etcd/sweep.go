package etcd

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	clientv3 "go.etcd.io/etcd/client/v3"

	"github.com/concord-registry/concord/server/store"
)

// The bounds of one request: how many records are looked at, and how many values removed. What is left has to wait for the
// next search.
const (
	sweepBatch  = 50
	sweepAtMost = 1000
)

// sweeper removes the chunks that no record names: a process that ended between staging a value and committing it has
// left them.
//
// A writer may have staged chunks that its commit is still to name. Two things protect it. Chunks that changed since the
// round before are left alone. And what is removed is removed in one transaction that also moves the head: a commit that
// was under way at that time, however late it comes, is overtaken by it, and stages its chunks again when it is planned
// anew.
type sweeper struct {
	store *Store
	// before is the revision of the last round.
	before int64
}

// round makes one search.
func (w *sweeper) round(ctx context.Context) error {
	c := w.store.client.Load()
	if c == nil {
		return nil
	}
	old := w.before
	_, revision, err := read(ctx, *c, headKey)
	if err != nil {
		return err
	}
	w.before = revision
	if old == 0 {
		return nil
	}
	return w.sweep(ctx, *c, old)
}

// sweep removes the orphans among the chunks that have not changed since a revision.
func (w *sweeper) sweep(ctx context.Context, c conn, unchanged int64) error {
	staged, err := stagedValues(ctx, c, unchanged)
	if err != nil {
		return err
	}
	for batch := range slices.Chunk(slices.Sorted(maps.Keys(staged)), sweepBatch) {
		if err := w.batch(ctx, c, batch, staged); err != nil {
			return err
		}
	}
	return nil
}

// stagedValues lists the hashes under which each record has chunks.
func stagedValues(ctx context.Context, c conn, unchanged int64) (map[store.Key][]string, error) {
	found := map[store.Key][]string{}
	from, end := chunked, clientv3.GetPrefixRangeEnd(chunked)
	for {
		ctx, cancel := context.WithTimeout(ctx, loadTimeout)
		page, err := c.Get(ctx, from, clientv3.WithRange(end), clientv3.WithKeysOnly(), clientv3.WithMaxModRev(unchanged), clientv3.WithLimit(pageSize))
		cancel()
		if err != nil {
			return nil, err
		}
		for _, pair := range page.Kvs {
			k, hash, ok := parseChunkKey(string(pair.Key))
			if ok && !slices.Contains(found[k], hash) {
				found[k] = append(found[k], hash)
			}
		}
		if !page.More || len(page.Kvs) == 0 {
			return found, nil
		}
		from = string(page.Kvs[len(page.Kvs)-1].Key) + "\x00"
	}
}

// parseChunkKey is the inverse of chunkKey, without the number.
func parseChunkKey(place string) (k store.Key, hash string, ok bool) {
	name, ok := strings.CutPrefix(place, chunked)
	end := strings.LastIndexByte(name, '/')
	if !ok || end < 0 {
		return "", "", false
	}
	name = name[:end]
	start := strings.LastIndexByte(name, '/') + 1
	return store.Key(name[:start]), name[start:], start > 0
}

// batch removes what some records do not name. Nothing happens when anybody commits in between.
func (w *sweeper) batch(ctx context.Context, c conn, records []store.Key, staged map[store.Key][]string) error {
	places := []string{headKey}
	for _, k := range records {
		places = append(places, place(k))
	}
	facts, _, err := read(ctx, c, places...)
	if err != nil || facts[0] == nil {
		return err // without a head there is nothing to move; the first commit makes one
	}
	ops := []clientv3.Op{clientv3.OpPut(headKey, "", clientv3.WithIgnoreValue())}
	for i, k := range records {
		for _, hash := range staged[k] {
			if hash != named(facts[i+1]) && len(ops) <= sweepAtMost {
				ops = append(ops, clientv3.OpDelete(chunkPrefix(k)+hash+"/", clientv3.WithPrefix()))
			}
		}
	}
	if len(ops) == 1 {
		return nil
	}
	same := clientv3.Compare(clientv3.ModRevision(headKey), "=", facts[0].ModRevision)
	response, err := do(ctx, c, clientv3.OpTxn([]clientv3.Cmp{same}, nest(ops), nil))
	if err != nil || !response.Txn().Succeeded {
		return err
	}
	w.store.config.Logger.Info("removed chunks that a crash has left", "values", len(ops)-1)
	return nil
}

// named is the hash that stands at a record's place, empty where none does.
func named(stored *kv) string {
	if stored == nil {
		return ""
	}
	return hashOf(stored.Value)
}

// hashOf is the hash that a stored value names as its manifest; empty when it is none.
func hashOf(value []byte) string {
	var m manifest
	if len(value) == 0 || value[0] != manifestMark || json.Unmarshal(value[1:], &m) != nil {
		return ""
	}
	return m.Hash
}
