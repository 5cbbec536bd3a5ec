package dialect

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Operation does what one route and method are for. Its value becomes the body of a 200: JSON of anything, but for the
// types of answer.go. An error becomes an error body (failure.go).
type Operation func(*Call) (any, error)

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
	do, err := m.choose(c)
	if err != nil {
		c.fail(err)
		return
	}
	value, err := do(c)
	if err != nil {
		c.fail(err)
		return
	}
	c.answer(value)
}

// choose finds the operation, in the order in which the reference refuses: path, method, body type, answer type.
func (m Methods) choose(c *Call) (Operation, error) {
	c.media = negotiate(c.Request.Header["Accept"])
	if m == nil {
		return nil, ErrUnknownPath
	}
	method := c.Request.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	do, ok := m[method]
	if !ok {
		c.Header().Set("Allow", m.allowed())
		return nil, ErrMethod
	}
	if !accepted(c.Request) {
		return nil, errMediaType
	}
	if c.media == "" {
		return nil, errNotAcceptable
	}
	return do, nil
}

// allowed is the value of the header Allow.
func (m Methods) allowed() string {
	allowed := slices.Sorted(maps.Keys(m))
	if m[http.MethodGet] != nil {
		allowed = append(allowed, http.MethodHead)
	}
	return strings.Join(append(allowed, http.MethodOptions), ", ")
}
