package dialect

import (
	"errors"
	"net/http/httptest"
	"testing"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

func TestVersion(t *testing.T) {
	tests := []struct {
		given string
		want  int
	}{
		{"1", 1}, {"2147483647", 2147483647}, {"latest", -1}, {" LaTest ", -1}, {"-1", -1},
		{"0", 0}, {"-2", 0}, {"2147483648", 0}, {"1.0", 0}, {"", 0}, {"first", 0},
	}
	for _, test := range tests {
		r := httptest.NewRequest("GET", "/", nil)
		r.SetPathValue("version", test.given)
		got, err := (&Call{Request: r}).Version()
		if got != test.want || (err != nil) != (test.want == 0) || err != nil && !errors.Is(err, fault.VersionInvalid) {
			t.Errorf("%q: got %v, %v", test.given, got, err)
		}
	}
}

func TestPrefix(t *testing.T) {
	tests := []struct {
		domain      store.DomainName
		query, want string
	}{
		{"", "", "absent"},
		{"", "subjectPrefix=", ""},
		{"", "subjectPrefix=a", "a"},
		{"", "subjectPrefix=:.x:a", ":.x:a"},
		{"x", "", ":.x:"},
		{"x", "subjectPrefix=a", ":.x:a"},
		{"x", "subjectPrefix=:*:a", ":*:a"},
		{"x", "subjectPrefix=:.y:", ":.y:"},
	}
	for _, test := range tests {
		c := &Call{Request: httptest.NewRequest("GET", "/subjects?"+test.query, nil), domain: test.domain}
		if got := c.Prefix("absent"); got != test.want {
			t.Errorf("%q in %q: got %q, want %q", test.query, test.domain, got, test.want)
		}
	}
}

func TestQualify(t *testing.T) {
	tests := []struct {
		domain store.DomainName
		name   string
		want   store.Subject
	}{
		{"", "a", store.Subject{Name: "a"}},
		{"x", "a", store.Subject{Domain: "x", Name: "a"}},
		{"x", "", store.Subject{Domain: "x"}},
		{"x", ":.y:a", store.Subject{Domain: "y", Name: "a"}},
		{"x", ":.:a", store.Subject{Name: "a"}},
		{"x", ":.y", store.Subject{Domain: "y"}},
		{"x", ":y:a", store.Subject{Domain: "x", Name: ":y:a"}},
		{"", ":.y:", store.Subject{Domain: "y"}},
		{"", ":.y:a:b", store.Subject{Domain: "y", Name: "a:b"}},
	}
	for _, test := range tests {
		if got := (&Call{domain: test.domain}).Qualify(test.name); got != test.want {
			t.Errorf("%q in %q: got %#v, want %#v", test.name, test.domain, got, test.want)
		}
	}
}
