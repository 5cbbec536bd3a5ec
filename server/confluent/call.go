package confluent

import (
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// call is one request on its way. It stands in for the http.ResponseWriter, so that the status is known at the end.
type call struct {
	http.ResponseWriter
	request *http.Request
	started time.Time
	// status is 0 until the answer has begun.
	status int
	// domain is that of the /contexts/{context} prefix, if the path had one.
	domain store.DomainName
	// media is what the answer is written in.
	media media
}

// WriteHeader implements http.ResponseWriter.
func (c *call) WriteHeader(status int) {
	c.status = status
	c.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (c *call) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// route is the pattern that matched, empty for none.
func (c *call) route() string {
	switch c.request.Pattern {
	case "/":
		return ""
	case rootPattern:
		return "/"
	}
	return c.request.Pattern
}

func (c *call) path(name string) string { return c.request.PathValue(name) }

// text is a parameter of the query, the first of that name; absent and empty are the same.
func (c *call) text(name string) string {
	for value := range parameters(c.request.URL.RawQuery, name) {
		return value
	}
	return ""
}

// texts are all parameters of that name.
func (c *call) texts(name string) []string {
	return slices.Collect(parameters(c.request.URL.RawQuery, name))
}

// parameters walks the values that a query has for a name, in order.
func parameters(query, name string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for key, value := range pairs(query) {
			if key == name && !yield(value) {
				return
			}
		}
	}
}

// pairs walks the names and values of a query as url.ParseQuery reads them, but makes no map of what nobody asks for:
// most requests need one or two parameters, and come often.
func pairs(query string) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for query != "" {
			var pair string
			pair, query, _ = strings.Cut(query, "&")
			key, value, _ := strings.Cut(pair, "=")
			if pair != "" && !strings.Contains(pair, ";") && !yield(unquery(key), unquery(value)) {
				return
			}
		}
	}
}

// unquery decodes a part of a query; one that is badly escaped stays as it is.
func unquery(s string) string {
	if strings.IndexByte(s, '%') < 0 && strings.IndexByte(s, '+') < 0 {
		return s
	}
	if decoded, err := url.QueryUnescape(s); err == nil {
		return decoded
	}
	return s
}

// flag is a parameter that is set by `true` in any case and by nothing else.
func (c *call) flag(name string) bool { return strings.EqualFold(c.text(name), "true") }

// integer is a parameter that, as everywhere in the dialect, makes the path unknown when it is no int32. A blank one
// counts as absent.
func (c *call) integer(name string, absent int) (int, error) {
	value := c.text(name)
	if strings.TrimSpace(value) == "" {
		return absent, nil
	}
	return parseInt32(value)
}

func parseInt32(s string) (int, error) {
	n, err := strconv.ParseInt(s, 10, 32)
	if err != nil {
		return 0, errUnknownPath
	}
	return int(n), nil
}

// id is the id in the path.
func (c *call) id() (store.ID, error) {
	n, err := parseInt32(c.path("id"))
	return store.ID(n), err
}

// qualify reads a subject in the context of the path (contract §2.4); a qualified one keeps its own.
func (c *call) qualify(name string) store.Subject {
	if strings.HasPrefix(name, ":.") || strings.HasPrefix(name, ":*:") {
		return store.ParseSubject(name, store.DefaultDomain)
	}
	return store.Subject{Domain: c.domain, Name: name}
}

// scope is what a config or a mode is for: the subject of the path, or the whole domain when the path has none.
func (c *call) scope() store.Subject { return c.qualify(c.path("subject")) }

// subject is the subject of the path, or the one that it is an alias of.
func (h *handler) subject(c *call) store.Subject { return h.Registry.Alias(c.scope()) }

// hint is the subject that a request about an id thinks of, its zero value none.
func (h *handler) hint(c *call) store.Subject {
	s := c.qualify(c.text("subject"))
	if s == (store.Subject{}) {
		return s
	}
	return h.Registry.Alias(s)
}

// prefix is a subject prefix in the context of the path, in the syntax of the API (contract §1.3). Without a context,
// absent stands for one that is not given.
func (c *call) prefix(absent string) string {
	given := c.texts("subjectPrefix")
	switch {
	case len(given) == 0 && c.domain == store.DefaultDomain:
		return absent
	case len(given) == 0:
		given = []string{""}
	}
	if c.domain == store.DefaultDomain || strings.HasPrefix(given[0], ":.") || strings.HasPrefix(given[0], ":*:") {
		return given[0]
	}
	return store.Subject{Domain: c.domain}.String() + given[0]
}

// selector is the version of the path: a number, or `latest`.
func (c *call) selector() (registry.Selector, error) {
	given := strings.TrimSpace(c.path("version"))
	if strings.EqualFold(given, "latest") {
		return registry.Latest, nil
	}
	n, err := strconv.ParseInt(given, 10, 32)
	if err != nil || n < -1 || n == 0 {
		return registry.Selector{}, fault.VersionInvalid.With("version", given)
	}
	return registry.Selector{Number: int(n)}, nil
}

// deletion says which deletion states a list holds; deletedOnly wins over deleted.
func (c *call) deletion() registry.Deletion {
	switch {
	case c.flag("deletedOnly"):
		return registry.DeletedOnly
	case c.flag("deleted"):
		return registry.WithDeleted
	}
	return registry.LiveOnly
}
