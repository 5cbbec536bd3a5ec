package confluent

import (
	"net/http"
	"slices"
	"strings"

	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// listContexts is GET /contexts.
func (h *handler) listContexts(c *dialect.Call) (any, error) {
	p, err := c.Page(dialect.Unlimited)
	if err != nil {
		return nil, err
	}
	prefix := c.Text("contextPrefix")
	var names []string
	for _, d := range h.as(c).Domains() {
		if name := d.Name.Context(); strings.HasPrefix(name, prefix) {
			names = append(names, name)
		}
	}
	return dialect.Take(slices.Values(names), p), nil
}

// deleteContext is DELETE /contexts/{context}. The default context is always there.
func (h *handler) deleteContext(c *dialect.Call) (any, error) {
	domain, err := dialect.ParseContext(c.Path("context"))
	if err != nil {
		return nil, err
	}
	if domain == store.DefaultDomain {
		c.Header().Set("Allow", http.MethodOptions)
		return nil, dialect.ErrMethod
	}
	_, err = h.as(c).Commit(c.Request.Context(), registry.DeleteDomain{Name: domain}.Change())
	return dialect.Nothing{}, err
}
