package confluent

import (
	"net/http"
	"strings"

	"github.com/concord-registry/concord/server/store"
)

// listContexts is GET /contexts.
func (h *handler) listContexts(c *call) (any, error) {
	p, err := c.page(unlimited)
	if err != nil {
		return nil, err
	}
	prefix := c.text("contextPrefix")
	var names []string
	for _, d := range h.Registry.Domains() {
		if name := d.Context(); strings.HasPrefix(name, prefix) {
			names = append(names, name)
		}
	}
	return paged(names, p), nil
}

// deleteContext is DELETE /contexts/{context}. The default context is always there.
func (h *handler) deleteContext(c *call) (any, error) {
	domain, err := domainOf(c.path("context"))
	if err != nil {
		return nil, err
	}
	if domain == store.DefaultDomain {
		c.Header().Set("Allow", http.MethodOptions)
		return nil, errMethod
	}
	return nothing{}, h.Registry.DeleteDomain(c.request.Context(), domain, h.Actor(c.request))
}
