package dialect

import (
	"net/http/httptest"
	"testing"

	"github.com/concord-registry/concord/server/store"
)

func TestLocate(t *testing.T) {
	tests := []struct {
		name, path, want string
		domain           store.DomainName
		fails            bool
	}{
		{name: "plain", path: "/subjects/a/versions/1", want: "/subjects/a/versions/1"},
		{name: "root", path: "/", want: "/"},
		{name: "trailing slash", path: "/compatibility/subjects/a/versions/", want: "/compatibility/subjects/a/versions"},
		{name: "leading slashes", path: "//subjects", want: "/subjects"},
		{name: "slash inside a subject", path: "/subjects/a%2Fb/versions/", want: "/subjects/a%2Fb/versions"},
		{name: "slash inside a subject with a prefix", path: "/contexts/.x/subjects/a%2Fb", want: "/subjects/a%2Fb", domain: "x"},
		{name: "percent inside a subject", path: "/subjects/a%25c/versions/", want: "/subjects/a%25c/versions"},
		{name: "hidden name", path: "/subjects/.a", want: "/subjects/.a"},
		{name: "dots inside an escaped slash", path: "/subjects/a%2F..%2Fb", want: "/subjects/a%2F..%2Fb"},
		{name: "empty namespace", path: "/associations/resources//topic", want: "/associations/resources/-/topic"},
		{name: "context without a dot", path: "/contexts/x/subjects", want: "/subjects", domain: "x"},
		{name: "context in colons", path: "/contexts/:.x:/subjects", want: "/subjects", domain: "x"},
		{name: "context in escaped colons", path: "/contexts/%3A.x%3A/mode", want: "/mode", domain: "x"},
		{name: "default context", path: "/contexts/./subjects", want: "/subjects"},
		{name: "default context in colons", path: "/contexts/:.:/subjects", want: "/subjects"},
		{name: "base path with a slash", path: "/contexts/.x//subjects", want: "/subjects", domain: "x"},
		{name: "context alone", path: "/contexts/.x/", want: "/contexts/:.x:"},
		{name: "default context alone", path: "/contexts/.", want: "/contexts/:.:"},
		{name: "contexts", path: "/contexts/", want: "/contexts"},
		{name: "subject named contexts", path: "/subjects/contexts/versions", want: "/subjects/contexts/versions"},
		{name: "context with a colon", path: "/contexts/a:b/subjects", fails: true},
		{name: "empty subject", path: "/subjects//versions", fails: true},
		{name: "two trailing slashes", path: "/subjects/a//", fails: true},
		{name: "dot", path: "/subjects/./versions", fails: true},
		{name: "escaped dots", path: "/subjects/%2E%2e/versions", fails: true},
		{name: "null", path: "/subjects/a%00", fails: true},
		{name: "line end", path: "/subjects/a%0A", fails: true},
		{name: "delete", path: "/subjects/a%7F", fails: true},
		{name: "backslash", path: "/subjects/a%5Cb", fails: true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := &Call{Request: httptest.NewRequest("GET", "http://registry"+test.path, nil)}
			err := c.locate()
			if test.fails {
				if err == nil {
					t.Fatalf("%s became %s", test.path, c.Request.URL.EscapedPath())
				}
				return
			}
			if got := c.Request.URL.EscapedPath(); err != nil || got != test.want || c.domain != test.domain {
				t.Errorf("got %s in %q, %v, want %s in %q", got, c.domain, err, test.want, test.domain)
			}
		})
	}
}

// TestNoRedirect puts every path of TestLocate's kind through the router, whose redirects would be HTML.
func TestNoRedirect(t *testing.T) {
	h := New(Config{}, table)
	for _, path := range []string{"/", "//", "///subjects//", "/a/../b", "/a/./b", "/subjects/", "/%2F/", "/subjects/%2F", "/contexts/.x/..", "/x/%2E%2E", "/.", "/.."} {
		for _, method := range []string{"GET", "POST", "CONNECT", "TRACE", "BREW"} {
			if got := ask(h, method, path, "").StatusCode; got >= 300 && got < 400 || got >= 500 {
				t.Errorf("%s %s: %d", method, path, got)
			}
		}
	}
}
