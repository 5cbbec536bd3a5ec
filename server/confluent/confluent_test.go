package confluent_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/concord-registry/concord/server/confluent"
	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/servertest"
)

type Config = servertest.Config

// newHandler serves an empty registry that lives in memory; tweak changes the settings.
func newHandler(t testing.TB, tweak func(*Config)) http.Handler {
	t.Helper()
	return newServer(t, tweak).Confluent()
}

func newServer(t testing.TB, tweak func(*Config)) *servertest.Server {
	t.Helper()
	c := Config{Registry: registry.Config{IDs: registry.SequenceIDs}, Confluent: confluent.Config{Version: "1.2.3"}}
	if tweak != nil {
		tweak(&c)
	}
	return servertest.New(t, c)
}

func encode(value any) []byte { return dialect.Encode(value) }

// ofDialect reports whether a Content-Type is one that the dialect answers in.
func ofDialect(given string) bool {
	return slices.Contains([]string{mediaType, "application/vnd.schemaregistry+json", "application/json"}, given)
}

// mediaType is what clients are answered in who ask for nothing else.
const mediaType = "application/vnd.schemaregistry.v1+json"

// exchange is one request and what must come back. Headers are "Name: value" lines.
type exchange struct {
	name    string
	method  string
	path    string
	headers []string
	body    string
	status  int
	// want is the whole body; one that ends in … is compared up to it.
	want string
}

// do sends a request with the path exactly as it stands, as clients do.
func do(t testing.TB, h http.Handler, e exchange) *http.Response {
	t.Helper()
	var body io.Reader
	if e.body != "" {
		body = strings.NewReader(e.body)
	}
	r := httptest.NewRequest(e.method, "http://registry"+e.path, body)
	for _, line := range e.headers {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Add(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

// stamps are what no test can know: when something was registered.
var stamps = regexp.MustCompile(`"ts":[1-9][0-9]{12}\b`)

// run sends one exchange and compares.
func (e exchange) run(t *testing.T, h http.Handler) *http.Response {
	t.Helper()
	response := do(t, h, e)
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	got, want := stamps.ReplaceAllString(string(body), `"ts":0`), e.want
	if start, open := strings.CutSuffix(want, "…"); open {
		got, want = got[:min(len(got), len(start))], start
	}
	if response.StatusCode != e.status || got != want {
		t.Errorf("%s %s: got %d %s, want %d %s", e.method, e.path, response.StatusCode, body, e.status, e.want)
	}
	if response.StatusCode != 204 && response.StatusCode != 304 && !ofDialect(response.Header.Get("Content-Type")) {
		t.Errorf("%s %s: content type %q", e.method, e.path, response.Header.Get("Content-Type"))
	}
	return response
}

// runAll sends exchanges in order to one handler.
func runAll(t *testing.T, h http.Handler, exchanges []exchange) {
	t.Helper()
	for i, e := range exchanges {
		if e.name == "" {
			e.run(t, h)
			continue
		}
		t.Run(e.name, func(t *testing.T) { exchanges[i].run(t, h) })
	}
}
