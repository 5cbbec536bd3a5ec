package dialect

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
)

// table has routes like those of the real one, with little behind them.
var table = map[string]Methods{
	RootPattern:                              {"GET": giving(struct{}{}), "POST": giving(struct{}{})},
	"/subjects":                              {"GET": giving([]string{})},
	"/subjects/{subject}/versions/{version}": {"GET": {Do: func(c *Call) (any, error) { return c.Version() }}},
	"/config/{subject}":                      {"GET": giving(nil), "PUT": giving(nil), "DELETE": giving(nil)},
	"/mode":                                  {"PUT": {Do: func(*Call) (any, error) { return nil, errors.New("disk on fire") }}},
	"/associations/resources/{namespace}/{name}": {"GET": {Do: func(*Call) (any, error) { panic("the view is on fire") }}},
}

func giving(value any) Operation {
	return Operation{Do: func(*Call) (any, error) { return value, nil }}
}

// ask sends a request with the path exactly as it stands, as clients do. Headers are "Name: value" lines.
func ask(h http.Handler, method, path, body string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, "http://registry"+path, strings.NewReader(body))
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Add(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}
