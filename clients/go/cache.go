package concord

import (
	"context"
	"strings"
	"sync/atomic"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/sync/singleflight"
)

// idKey is an id of a domain.
type idKey struct {
	domain string
	id     int
}

// latestKey is a subject of a domain, seen after so many writes of this client from a position on: what was asked before
// a write is not found after it.
type latestKey struct {
	domain, subject string
	writes          uint64
	from            Position
}

// latest is a latest version, and until when it is believed.
type latest struct {
	version Version
	until   time.Time
}

// caches hold answers. What they hold is shared and never changed: they give and take copies.
type caches struct {
	ids    *lru.Cache[idKey, Schema]
	guids  *lru.Cache[string, Schema]
	latest *lru.Cache[latestKey, latest]
	ttl    time.Duration
	// flights makes one request of several for the same.
	flights singleflight.Group
	// writes counts this client's own.
	writes atomic.Uint64
}

func newCaches(size int, ttl time.Duration) (*caches, error) {
	ids, err := lru.New[idKey, Schema](size)
	if err != nil {
		return nil, err
	}
	guids, err := lru.New[string, Schema](size)
	if err != nil {
		return nil, err
	}
	newest, err := lru.New[latestKey, latest](size)
	if err != nil {
		return nil, err
	}
	return &caches{ids: ids, guids: guids, latest: newest, ttl: ttl}, nil
}

// doubt makes everything that is believed of latest versions a thing of the past: something was written, which an alias
// may carry to other subjects.
func (c *caches) doubt() { c.writes.Add(1) }

// believed is the latest version of a subject, if one is known and still believed.
func (c *caches) believed(key latestKey) (Version, bool) {
	known, ok := c.latest.Get(key)
	return known.version.clone(), ok && time.Now().Before(known.until)
}

// believe keeps a latest version.
func (c *caches) believe(key latestKey, v Version) {
	if c.ttl > 0 {
		c.latest.Add(key, latest{v.clone(), time.Now().Add(c.ttl)})
	}
}

// guidKey is the spelling that all spellings of a GUID have in common.
func guidKey(g GUID) string { return strings.ToLower(strings.ReplaceAll(string(g), "-", "")) }

// once asks for something, together with all who ask for it at the same time. The request goes on when one of them
// leaves, and tells nobody its position. The answer is shared.
func once[T any](ctx context.Context, c *caches, key string, ask func(context.Context) (T, error)) (T, error) {
	flight := context.WithValue(context.WithoutCancel(ctx), positionKey{}, nil)
	answers := c.flights.DoChan(key, func() (any, error) { return ask(flight) })
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
