package confluent

import (
	"net/http"
	"time"

	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/position"
)

// patience is how long a request waits for the position that it asks for.
const patience = 500 * time.Millisecond

// maxKey bounds the name of a request, in bytes.
const maxKey = 64

// positioned does an operation on a view that is as new as the request asks for, and says how much the answer holds at
// least. Other registries know nothing of that, nor do their clients have to.
func (h *handler) positioned(c *dialect.Call, o dialect.Operation) (any, error) {
	asks := c.Request.Header
	if len(asks.Get(keyHeader)) > maxKey {
		return nil, fault.FieldInvalid.With("field", keyHeader).Because("a key has at most %d bytes", maxKey)
	}
	wanted := position.Wanted{Min: asks.Get(position.MinHeader), Read: asks.Get(position.ReadHeader)}
	view := h.Registry.View()
	if wanted != (position.Wanted{}) {
		var err error
		if view, err = wanted.View(c.Request.Context(), h.Registry.Reader(), patience); err != nil {
			return nil, err
		}
	}
	value, err := o.Do(c)
	if method := c.Request.Method; method != http.MethodGet && method != http.MethodHead {
		view = h.Registry.View() // what was written is in it
	}
	c.Header()[position.Header] = []string{position.Of(view).String()}
	return value, err
}
