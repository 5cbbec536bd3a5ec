package concord

import (
	"context"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/sync/singleflight"
)

// idKey is an id of a domain.
type idKey struct {
	domain string
	id     int32
}

// subjectKey is a subject of a domain.
type subjectKey struct{ domain, subject string }

// latest is a latest version, and until when it is believed.
type latest struct {
	version *Version
	until   time.Time
}

// caches hold answers. What they hold is shared and never changed.
type caches struct {
	ids    *lru.Cache[idKey, *Version]
	guids  *lru.Cache[GUID, *Schema]
	latest *lru.Cache[subjectKey, latest]
	ttl    time.Duration
	// flights makes one request of several for the same.
	flights singleflight.Group

	mu sync.Mutex
	// generation counts this client's own writes, so that an answer from before one is not kept after it.
	generation uint64
}

func newCaches(size int, ttl time.Duration) (*caches, error) {
	ids, err := lru.New[idKey, *Version](size)
	if err != nil {
		return nil, err
	}
	guids, err := lru.New[GUID, *Schema](size)
	if err != nil {
		return nil, err
	}
	newest, err := lru.New[subjectKey, latest](size)
	if err != nil {
		return nil, err
	}
	return &caches{ids: ids, guids: guids, latest: newest, ttl: ttl}, nil
}

// believed is the latest version of a subject, if one is known and still believed.
func (c *caches) believed(key subjectKey) (*Version, bool) {
	known, ok := c.latest.Get(key)
	return known.version, ok && time.Now().Before(known.until)
}

// now is the generation of what is asked from here on.
func (c *caches) now() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.generation
}

// believe keeps a latest version that was asked for in a generation, unless something was written since.
func (c *caches) believe(key subjectKey, v *Version, asked uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ttl > 0 && c.generation == asked {
		c.latest.Add(key, latest{v, time.Now().Add(c.ttl)})
	}
}

// doubt forgets the latest versions: one was written, which an alias may carry to other subjects.
func (c *caches) doubt() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.generation++
	c.latest.Purge()
}

// once asks for something, together with all who ask for it at the same time. The request goes on when one of them
// leaves.
func once[T any](ctx context.Context, c *caches, key string, ask func(context.Context) (T, error)) (T, error) {
	answers := c.flights.DoChan(key, func() (any, error) { return ask(context.WithoutCancel(ctx)) })
	var none T
	select {
	case <-ctx.Done():
		return none, ctx.Err()
	case answer := <-answers:
		if answer.Err != nil {
			return none, answer.Err
		}
		return answer.Val.(T), nil
	}
}
