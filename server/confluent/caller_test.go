package confluent

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

func TestRequestID(t *testing.T) {
	h := newHandler(t, nil)
	tests := []struct {
		name, given string
		kept        bool
	}{
		{"none", "", false},
		{"a UUID", "0b1f7c0c-5a5b-4a55-9d1e-1f4ad1b2c3d4", true},
		{"a trace", "Root=1-67891233-abcdef012345678912345678", true},
		{"markup", "<script>", false},
		{"too long", strings.Repeat("a", 200), false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e := exchange{method: "GET", path: "/"}
			if test.given != "" {
				e.headers = []string{"X-Request-ID: " + test.given}
			}
			got := do(t, h, e).Header.Get("X-Request-ID")
			if _, err := uuid.Parse(got); (got == test.given) != test.kept || !test.kept && err != nil {
				t.Errorf("given %q, got %q", test.given, got)
			}
		})
	}
}

func TestClient(t *testing.T) {
	tests := []struct{ name, header, agent, want string }{
		{"Confluent's own", "python/2.16.0", "python-httpx2/2.16.2", "python/2.16"},
		{"a version that was not filled in", "java/${project.version}", "Java/17.0.15", "Java/17.0"},
		{"another", "", "axios/1.21.1 (linux)", "axios/1.21"},
		{"no version", "", "franz-go", ""},
		{"odd version", "", "tool/abc", "tool"},
		{"nothing", "", "", ""},
		{"markup", "", "<b>/1", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			h := http.Header{"User-Agent": {test.agent}}
			h.Set("Confluent-Client-Version", test.header)
			if got := client(h); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestCallersAreFew(t *testing.T) {
	s := callers{seen: map[string]bool{}}
	for i := range 10 * mostCallers {
		s.admit(fmt.Sprint("made-up/", i))
	}
	if got := s.admit("one-more/1.0"); got != "other" || len(s.seen) != mostCallers {
		t.Errorf("%d names, the next is %q", len(s.seen), got)
	}
	if got := s.admit("made-up/3"); got != "made-up/3" {
		t.Errorf("a known name is %q", got)
	}
}

// TestObserve demands one observation for each request, whatever becomes of it.
func TestObserve(t *testing.T) {
	var got []string
	h := newHandler(t, func(c *Config) {
		c.Observe = func(route, method string, code int, took time.Duration, client string) {
			got = append(got, fmt.Sprint(route, " ", method, " ", code, " ", client, " ", took >= 0))
		}
		c.Registry = broken(t)
	})
	tests := []struct {
		exchange
		observed string
	}{
		{exchange{method: "GET", path: "/", headers: []string{"User-Agent: go/2.15.0"}}, "/ GET 200 go/2.15 true"},
		{exchange{method: "GET", path: "/contexts/.x/subjects/a/versions/0"}, "/subjects/{subject}/versions/{version} GET 422  true"},
		{exchange{method: "BREW", path: "/coffee"}, " other 404  true"},
		{exchange{method: "GET", path: "/subjects/a%00"}, " GET 400  true"},
		{exchange{method: "OPTIONS", path: "/mode"}, "/mode OPTIONS 204  true"},
		{exchange{method: "PUT", path: "/mode", body: `{"mode":"READONLY"}`}, "/mode PUT 500  true"},
		{exchange{method: "GET", path: "/associations/resources/-/t"}, "/associations/resources/{namespace}/{name} GET 500  true"},
	}
	for _, test := range tests {
		got = nil
		response := do(t, h, test.exchange)
		body, _ := io.ReadAll(response.Body)
		if len(got) != 1 || got[0] != test.observed {
			t.Errorf("%s %s: %q, want %q", test.method, test.path, got, test.observed)
		}
		if response.StatusCode == 500 && (!strings.HasPrefix(string(body), `{"error_code":500,"message":"Internal Server Error; `) || strings.Contains(string(body), "fire")) {
			t.Errorf("%s", body)
		}
	}
}

// broken is a registry whose store fails to write and panics when it is read.
func broken(t *testing.T) *registry.Registry {
	t.Helper()
	r, err := registry.New(registry.Config{Store: burning{}})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

type burning struct{ store.Store }

func (burning) View() *store.View { panic("the view is on fire") }

func (burning) Update(context.Context, store.Plan) (uint64, error) {
	return 0, errors.New("disk on fire")
}
