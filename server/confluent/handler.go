package confluent

import (
	"cmp"
	"net/http"

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
	// Keys are those of the registry; nil means its keys without any key management service.
	Keys *keys.Keys
	// Associations are those of the registry; nil means new ones.
	Associations *association.Associations
	// Version is what /v1/metadata/version tells.
	Version string
	// ClusterID is what /v1/metadata/id tells.
	ClusterID string
	// Actor says who is calling, for the log of the registry and for policies; nil means that nobody knows.
	Actor func(*http.Request) string
}

func (c Config) withDefaults() Config {
	c.Version = cmp.Or(c.Version, "dev")
	if c.Keys == nil {
		c.Keys = keys.New(keys.Config{Registry: c.Registry})
	}
	if c.Associations == nil {
		c.Associations = association.New(c.Registry)
	}
	if c.Actor == nil {
		c.Actor = func(*http.Request) string { return "" }
	}
	return c
}

// handler has the operations as its methods.
type handler struct {
	Config
	// plain has the answers about one version that nobody asked anything special of.
	plain *dialect.Memo[shown]
}

// subject is the subject of the path, or the one that it is an alias of.
func (h *handler) subject(c *dialect.Call) store.Subject { return h.Registry.Alias(c.Scope()) }

// hint is the subject that a request about an id thinks of, its zero value none.
func (h *handler) hint(c *dialect.Call) store.Subject {
	s := c.Qualify(c.Text("subject"))
	if s == (store.Subject{}) {
		return s
	}
	return h.Registry.Alias(s)
}

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
