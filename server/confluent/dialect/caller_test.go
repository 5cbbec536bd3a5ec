package dialect

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

func TestRequestID(t *testing.T) {
	h := New(Config{}, table)
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
			var headers []string
			if test.given != "" {
				headers = []string{"X-Request-ID: " + test.given}
			}
			got := ask(h, "GET", "/", "", headers...).Header.Get("X-Request-ID")
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
	h := New(Config{Observe: func(route, method string, code int, took time.Duration, client string) {
		got = append(got, fmt.Sprint(route, " ", method, " ", code, " ", client, " ", took >= 0))
	}}, table)
	tests := []struct{ method, path, agent, observed string }{
		{"GET", "/", "go/2.15.0", "/ GET 200 go/2.15 true"},
		{"GET", "/contexts/.x/subjects/a/versions/0", "", "/subjects/{subject}/versions/{version} GET 422  true"},
		{"BREW", "/coffee", "", " other 404  true"},
		{"GET", "/subjects/a%00", "", " GET 400  true"},
		{"OPTIONS", "/mode", "", "/mode OPTIONS 204  true"},
		{"PUT", "/mode", "", "/mode PUT 500  true"},
		{"GET", "/associations/resources/-/t", "", "/associations/resources/{namespace}/{name} GET 500  true"},
	}
	for _, test := range tests {
		got = nil
		response := ask(h, test.method, test.path, "", "User-Agent: "+test.agent)
		body, _ := io.ReadAll(response.Body)
		if len(got) != 1 || got[0] != test.observed {
			t.Errorf("%s %s: %q, want %q", test.method, test.path, got, test.observed)
		}
		if response.StatusCode == 500 && (!strings.HasPrefix(string(body), `{"error_code":500,"message":"Internal Server Error; `) || strings.Contains(string(body), "fire")) {
			t.Errorf("%s", body)
		}
	}
}
