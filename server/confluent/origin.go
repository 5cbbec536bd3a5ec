package confluent

import (
	"net/http"
	"slices"
)

// crossOrigin lets pages of the configured origins call (the Fetch standard). It reports whether that was all that
// the request was for: a browser asking first.
func (h *handler) crossOrigin(c *call) (done bool) {
	if len(h.Origins) == 0 {
		return false
	}
	origin := c.request.Header.Get("Origin")
	if origin == "" {
		return false
	}
	header := c.Header()
	header.Add("Vary", "Origin")
	if !slices.Contains(h.Origins, origin) && !slices.Contains(h.Origins, "*") {
		return false
	}
	header.Set("Access-Control-Allow-Origin", origin)
	header.Set("Access-Control-Expose-Headers", "ETag, X-Request-Id, "+policyHeader)
	if c.request.Method != http.MethodOptions || c.request.Header.Get("Access-Control-Request-Method") == "" {
		return false
	}
	header.Set("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, DELETE, OPTIONS")
	header.Set("Access-Control-Allow-Headers", "Accept, Authorization, Content-Type, If-None-Match, X-Request-Id, Confluent-Client-Version, Confluent-Accept-Unknown-Properties")
	header.Set("Access-Control-Max-Age", "600")
	c.WriteHeader(http.StatusNoContent)
	return true
}
