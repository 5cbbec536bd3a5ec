package confluent

import (
	"net/http"
	"time"

	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/position"
	"github.com/concord-registry/concord/server/store"
)

// patience is how long a request waits for the position that it asks for.
const patience = 500 * time.Millisecond

// maxKey bounds the name of a request, in bytes.
const maxKey = 64

// header is the value of a header whose name is in its canonical form; empty for none.
func header(c *dialect.Call, name string) string {
	if values := c.Request.Header[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// stamp is a view and what an answer says of its position. It is made once for each view.
type stamp struct {
	view *store.View
	text []string
}

// stampOf is the stamp of a view.
func (h *handler) stampOf(v *store.View) *stamp {
	if last := h.stamp.Load(); last != nil && last.view == v {
		return last
	}
	s := &stamp{v, []string{position.Of(v).String()}}
	h.stamp.Store(s)
	return s
}

// positioned does an operation on a view that is as new as the request asks for, and says how much the answer holds at
// least. Other registries know nothing of that, nor do their clients have to.
func (h *handler) positioned(c *dialect.Call, o dialect.Operation) (any, error) {
	if len(header(c, keyHeader)) > maxKey {
		return nil, fault.FieldInvalid.With("field", keyHeader).Because("a key has at most %d bytes", maxKey)
	}
	view := h.Registry.View()
	if wanted := (position.Wanted{Min: header(c, position.MinHeader), Read: header(c, position.ReadHeader)}); wanted != (position.Wanted{}) {
		var err error
		if view, err = wanted.View(c.Request.Context(), h.Registry.Reader(), patience); err != nil {
			return nil, err
		}
	}
	value, err := o.Do(c)
	if method := c.Request.Method; method != http.MethodGet && method != http.MethodHead {
		view = h.Registry.View() // what was written is in it
	}
	c.Header()[position.Header] = h.stampOf(view).text
	return value, err
}
