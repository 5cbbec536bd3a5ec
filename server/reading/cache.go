package reading

import (
	"encoding/binary"
	"sync"
	"sync/atomic"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/concord-registry/concord/server/store"
)

// cache keeps the most recently used finished answers whose weights together stay under a bound. Two callers that miss
// at the same time both do the work; the answers are equal, so it does not matter whose is kept.
type cache[K comparable, V any] struct {
	bound int

	mu     sync.Mutex
	lru    *simplelru.LRU[K, weighed[V]]
	weight int // of all that lru holds
}

type weighed[V any] struct {
	value  V
	weight int
}

func newCache[K comparable, V any](entries, bound int) *cache[K, V] {
	c := &cache[K, V]{bound: bound}
	// NewLRU fails for a size of zero only.
	c.lru, _ = simplelru.NewLRU(entries, func(_ K, v weighed[V]) { c.weight -= v.weight })
	return c
}

func (c *cache[K, V]) get(k K) (V, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	v, ok := c.lru.Get(k)
	return v.value, ok
}

// put keeps v, unless it alone is over the bound.
func (c *cache[K, V]) put(k K, v V, weight int) {
	if weight > c.bound {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lru.Remove(k)
	c.lru.Add(k, weighed[V]{v, weight})
	c.weight += weight
	for c.weight > c.bound {
		c.lru.RemoveOldest()
	}
}

// sums remembers the sums of stored texts, one in each of its slots. A text is summed again when another one took its
// slot. It is no [cache]: a look-up asks for thousands of sums in a row, each cheaper than waiting for a lock.
type sums struct {
	slots [1 << 14]atomic.Pointer[summed]
}

type summed struct {
	digest store.Digest
	sum    uint64
}

func (s *sums) of(c *store.Content) uint64 {
	slot := &s.slots[int(binary.BigEndian.Uint16(c.Digest[:]))%len(s.slots)]
	if known := slot.Load(); known != nil && known.digest == c.Digest {
		return known.sum
	}
	sum := byteSum(c.Text)
	slot.Store(&summed{c.Digest, sum})
	return sum
}
