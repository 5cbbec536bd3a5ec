package dialect

import (
	"encoding/binary"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"

	"github.com/google/uuid"
)

// requestID is the name that the caller gave the request, or a new one when there is none that is fit to repeat.
func requestID(r *http.Request) string {
	if given := r.Header["X-Request-Id"]; len(given) == 1 && isName(given[0], 128) {
		return given[0]
	}
	return newRequestID()
}

// newRequestID is a random UUID. It need not be beyond guessing, only beyond repetition, so it takes the fast source.
func newRequestID() string {
	var id uuid.UUID
	binary.NativeEndian.PutUint64(id[:8], rand.Uint64())
	binary.NativeEndian.PutUint64(id[8:], rand.Uint64())
	id[6] = id[6]&0x0f | 0x40 // version 4
	id[8] = id[8]&0x3f | 0x80 // RFC 9562
	return id.String()
}

// isName reports whether s is short and made of letters, digits and what joins them.
func isName(s string, most int) bool {
	if s == "" || len(s) > most {
		return false
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9', c|0x20 >= 'a' && c|0x20 <= 'z':
		case strings.IndexByte("-_.:/+=", c) >= 0:
		default:
			return false
		}
	}
	return true
}

// callers are the names of clients that were seen. Anybody may invent names; only the first few become labels.
type callers struct {
	mu   sync.Mutex
	seen map[string]bool
}

// mostCallers is far above the number of client libraries and of their versions in one company.
const mostCallers = 200

// admit is name, or `other` when there are too many already.
func (s *callers) admit(name string) string {
	if name == "" {
		return ""
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.seen[name] {
		if len(s.seen) >= mostCallers {
			return "other"
		}
		s.seen[name] = true
	}
	return name
}

// client names the calling library with its major and minor version: `python/2.16`, `Java/17.0`. Confluent's own clients
// say so in a header; others have a User-Agent. It is empty when neither is a name with a version.
func client(h http.Header) string {
	given := h.Get("Confluent-Client-Version")
	if !isName(given, 64) {
		given, _, _ = strings.Cut(h.Get("User-Agent"), " ")
	}
	name, version, ok := strings.Cut(given, "/")
	if !ok || !isName(given, 64) || strings.ContainsAny(name, "=:+") {
		return ""
	}
	major, rest, _ := strings.Cut(version, ".")
	minor, _, _ := strings.Cut(rest, ".")
	if !number32(major) || !number32(minor) {
		return name
	}
	return name + "/" + major + "." + minor
}

// number32 reports whether s is a number of a few digits, so that versions stay few.
func number32(s string) bool {
	if s == "" || len(s) > 4 {
		return false
	}
	return strings.Trim(s, "0123456789") == ""
}

// label is a method as metrics count it.
func label(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions, http.MethodPatch:
		return method
	}
	return "other"
}

// Legacy reports whether the caller is a Java client that may refuse members it does not know: up to release 5.5 they do,
// and up to 7.8 they cannot be told apart by what they send. They get the shapes of release 7.x.
func (c *Call) Legacy() bool {
	agent := c.Request.Header["User-Agent"]
	return len(agent) > 0 && strings.HasPrefix(agent[0], "Java/") && c.Request.Header.Get("Confluent-Accept-Unknown-Properties") == ""
}
