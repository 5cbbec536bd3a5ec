package dialect

import (
	"net/http"
	"net/url"
	"strings"
)

// locate puts the path of the request into the form that routes are written in, which http.ServeMux would otherwise
// answer with a redirect, and takes a /contexts/{context} prefix off it (contract §2.3, contract §2.4). All of it works on the
// escaped path, so that a %2F in a subject stays inside its segment.
//
// Clients do send leading double slashes, a trailing slash, and an empty namespace of an association; these are
// understood. Any other empty segment is refused, for dropping it would name another resource.
func (c *Call) locate() error {
	if ordinary(c.Request.URL.Path) {
		return nil
	}
	if i := strings.IndexFunc(c.Request.URL.Path, unprintable); i >= 0 {
		return badRequest("the path holds the character %q, which no name may have", c.Request.URL.Path[i])
	}
	segments, err := c.strip(segmentsOf(c.Request.URL.EscapedPath()))
	if err != nil {
		return err
	}
	for _, s := range segments {
		if name := unescape(s); name == "" || name == "." || name == ".." {
			return badRequest("the path holds the segment %q, which names nothing", name)
		}
	}
	c.Request = moved(c.Request, "/"+strings.Join(segments, "/"))
	return nil
}

// ordinary reports whether a path can go to the routes as it is, which nearly all can.
func ordinary(path string) bool {
	if len(path) > 1 && path[len(path)-1] == '/' || path == "" || strings.HasPrefix(path, "/contexts/") {
		return false
	}
	for i := 0; i < len(path); i++ {
		if unprintable(rune(path[i])) || path[i] == '/' && i+1 < len(path) && (path[i+1] == '/' || path[i+1] == '.') {
			return false
		}
	}
	return true
}

// unprintable is what proxies and file systems trip over: the control characters of ASCII, and the backslash.
func unprintable(r rune) bool { return r < 0x20 || r == 0x7f || r == '\\' }

// AnyName is how a path says that a name, or the namespace of one, does not matter.
const AnyName = "-"

func segmentsOf(escaped string) []string {
	escaped = strings.TrimSuffix(strings.TrimLeft(escaped, "/"), "/")
	if escaped == "" {
		return nil
	}
	segments := strings.Split(escaped, "/")
	if len(segments) == 4 && segments[0] == "associations" && segments[1] == "resources" && segments[2] == "" {
		segments[2] = AnyName
	}
	return segments
}

// strip takes the context prefix off and remembers its domain. /contexts and /contexts/{context} have no prefix: they
// are resources themselves, the second one spelt with colons, for a lone dot is nothing that a route can match.
func (c *Call) strip(segments []string) ([]string, error) {
	if len(segments) < 2 || segments[0] != "contexts" {
		return segments, nil
	}
	domain, err := ParseContext(unescape(segments[1]))
	if err != nil {
		return nil, err
	}
	if len(segments) == 2 {
		return []string{"contexts", url.PathEscape(":" + domain.Context() + ":")}, nil
	}
	c.domain = domain
	return segmentsOf(strings.Join(segments[2:], "/") + "/"), nil
}

// moved is r for another path.
func moved(r *http.Request, escaped string) *http.Request {
	target := *r.URL
	target.Path, target.RawPath = unescape(escaped), escaped
	copied := *r
	copied.URL = &target
	return &copied
}

// unescape decodes what net/http has found to be well escaped.
func unescape(s string) string {
	if name, err := url.PathUnescape(s); err == nil {
		return name
	}
	return s
}
