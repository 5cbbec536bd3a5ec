package confluent

import (
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/concord-registry/concord/server/confluent/dialect"
)

// inCall runs op in a call that posts a body.
func inCall(body string, op func(*dialect.Call)) {
	h := dialect.New(dialect.Config{}, map[string]dialect.Methods{dialect.RootPattern: {http.MethodPost: {Do: func(c *dialect.Call) (any, error) {
		op(c)
		return dialect.Nothing{}, nil
	}}}})
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body)))
}
