package dialect

import (
	"net/http"
	"slices"
)

// crossOrigin lets pages of the configured origins call (the Fetch standard). It reports whether that was all that
// the request was for: a browser asking first.
func (c *Call) crossOrigin() (done bool) {
	if len(c.config.Origins) == 0 {
		return false
	}
	origin := c.Request.Header.Get("Origin")
	if origin == "" {
		return false
	}
	header := c.Header()
	header.Add("Vary", "Origin")
	if !slices.Contains(c.config.Origins, origin) && !slices.Contains(c.config.Origins, "*") {
		return false
	}
	header.Set("Access-Control-Allow-Origin", origin)
	header.Set("Access-Control-Expose-Headers", "ETag, X-Request-Id, "+PolicyHeader)
	if c.Request.Method != http.MethodOptions || c.Request.Header.Get("Access-Control-Request-Method") == "" {
		return false
	}
	header.Set("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, DELETE, OPTIONS")
	header.Set("Access-Control-Allow-Headers", "Accept, Authorization, Content-Type, If-None-Match, X-Request-Id, Confluent-Client-Version, Confluent-Accept-Unknown-Properties")
	header.Set("Access-Control-Max-Age", "600")
	c.WriteHeader(http.StatusNoContent)
	return true
}
