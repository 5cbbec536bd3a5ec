package dialect

import (
	"crypto/sha256"
	"net/http"
	"time"

	"github.com/concord-registry/concord/server/store"
)

// Call is one request on its way. It stands in for the http.ResponseWriter, so that the status is known at the end.
type Call struct {
	http.ResponseWriter
	// Request is what was asked, with its path in the form in which its route is written.
	Request *http.Request
	config  *Config
	started time.Time
	// status is 0 until the answer has begun.
	status int
	// domain is that of the /contexts/{context} prefix, if the path had one.
	domain store.DomainName
	// media is what the answer is written in.
	media media
	// raw is the body, unpacked, once it was read.
	raw []byte
}

// Identity tells what is asked from everything else that is: method, path, query and, once it was read, the body.
func (c *Call) Identity() [sha256.Size]byte {
	h := sha256.New()
	for _, part := range [...]string{c.Request.Method, c.Request.URL.EscapedPath(), c.Request.URL.RawQuery} {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	h.Write(c.raw)
	return [sha256.Size]byte(h.Sum(nil))
}

// WriteHeader implements http.ResponseWriter.
func (c *Call) WriteHeader(status int) {
	c.status = status
	c.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (c *Call) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// RootPattern is the pattern of the route to /, for a lone slash would match everything.
const RootPattern = "/{$}"

// route is the pattern that matched, empty for none.
func (c *Call) route() string {
	switch c.Request.Pattern {
	case "/":
		return ""
	case RootPattern:
		return "/"
	}
	return c.Request.Pattern
}

// Path is the part of the path that the pattern of the route gives a name; empty for none.
func (c *Call) Path(name string) string { return c.Request.PathValue(name) }
