package dialect

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/concord-registry/concord/server/store"
)

// Operation is what one route and method are for.
type Operation struct {
	// Do does it. Its value becomes the body of a 200: JSON of anything, but for the types of answer.go. An error becomes an
	// error body (failure.go).
	Do func(*Call) (any, error)
	// Action is what the caller has to be allowed. It stands here for those who read the table: whoever does it asks.
	Action store.Action
	// Others are the actions that a request may be instead or besides, depending on what it says.
	Others []store.Action
}

// Methods are the operations of one route. HEAD is GET, and OPTIONS lists the rest. Without any they serve all paths that
// have no route.
type Methods map[string]Operation

// ServeHTTP implements http.Handler for the handler of [New], whose w is a *Call.
func (m Methods) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := w.(*Call)
	if r.Method == http.MethodOptions && m != nil {
		c.Header().Set("Allow", m.allowed())
		c.WriteHeader(http.StatusNoContent)
		return
	}
	o, err := m.choose(c)
	if err != nil {
		c.fail(err)
		return
	}
	value, err := c.config.Run(c, o)
	if err != nil {
		c.fail(err)
		return
	}
	c.answer(value)
}

// choose finds the operation, in the order in which the reference refuses: path, method, body type, answer type.
func (m Methods) choose(c *Call) (o Operation, err error) {
	c.media = negotiate(c.Request.Header["Accept"])
	if m == nil {
		return o, ErrUnknownPath
	}
	method := c.Request.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	o, ok := m[method]
	if !ok {
		c.Header().Set("Allow", m.allowed())
		return o, ErrMethod
	}
	if !accepted(c.Request) {
		return o, errMediaType
	}
	if c.media == "" {
		return o, errNotAcceptable
	}
	return o, nil
}

// allowed is the value of the header Allow.
func (m Methods) allowed() string {
	allowed := slices.Sorted(maps.Keys(m))
	if _, ok := m[http.MethodGet]; ok {
		allowed = append(allowed, http.MethodHead)
	}
	return strings.Join(append(allowed, http.MethodOptions), ", ")
}
