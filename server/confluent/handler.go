package confluent

import (
	"cmp"
	"net/http"
	"sync/atomic"

	"github.com/concord-registry/concord/server/association"
	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/keys"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// Config says what a handler stands on. Registry is required, the zero value of everything else will do.
type Config struct {
	dialect.Config
	Registry *registry.Registry
	// Keys says what the encryption keys stand on; the zero value is for keys without any key management service.
	Keys keys.Config
	// Version is what /v1/metadata/version tells.
	Version string
	// ClusterID is what /v1/metadata/id tells.
	ClusterID string
	// Caller says who is calling; nil means that nobody knows.
	Caller func(*http.Request) store.Caller
}

func (c Config) withDefaults() Config {
	c.Version = cmp.Or(c.Version, "dev")
	if c.Caller == nil {
		c.Caller = func(*http.Request) store.Caller { return store.Caller{} }
	}
	return c
}

// keyHeader is the caller's own name for a request: sent again under it, a request is answered as the first time.
const keyHeader = "Idempotency-Key"

// handler has the operations as its methods.
type handler struct {
	Config
	// stamp is what answers from the newest view say of their position.
	stamp atomic.Pointer[stamp]
	// plain has the answers about one version that nobody asked anything special of.
	plain *dialect.Memo[shown]
}

// as is the session of the call's caller, keys and ties are the encryption keys and the associations as they have them. It
// is to be asked for once the body was read.
func (h *handler) as(c *dialect.Call) *registry.Session {
	session := h.Registry.As(h.Caller(c.Request))
	if name := header(c, keyHeader); name != "" {
		return session.Once(name, c.Identity())
	}
	return session
}

func (h *handler) keys(c *dialect.Call) *keys.Keys { return h.Keys.Of(h.as(c)) }

func (h *handler) ties(c *dialect.Call) *association.Associations {
	return association.Of(h.as(c))
}

// hint is the subject that a request about an id thinks of, its zero value none.
func hint(c *dialect.Call) store.Subject { return c.Qualify(c.Text("subject")) }

// selector is the version of the path.
func selector(c *dialect.Call) (registry.Selector, error) {
	n, err := c.Version()
	return registry.Selector{Number: n}, err
}

// deletion says which deletion states a list holds; deletedOnly wins over deleted.
func deletion(c *dialect.Call) registry.Deletion {
	switch {
	case c.Flag("deletedOnly"):
		return registry.DeletedOnly
	case c.Flag("deleted"):
		return registry.WithDeleted
	}
	return registry.LiveOnly
}
