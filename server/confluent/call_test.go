package confluent

import (
	"errors"
	"fmt"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

func TestParameters(t *testing.T) {
	tests := []struct{ query, want string }{
		{"", "[]"}, {"a=1", "[1]"}, {"a=1&b=2&a=3", "[1 3]"}, {"a", "[]"}, {"a=", "[]"}, {"%61=x%20y", "[x y]"}, {"a=x+y", "[x y]"},
		{"aa=1&ba=2", "[]"}, {"a=1;b=2", "[]"}, {"a=%zz", "[%zz]"}, {"&&a=1&", "[1]"}, {"a=b=c", "[b=c]"},
	}
	for _, test := range tests {
		if got := fmt.Sprint(slices.DeleteFunc(slices.Collect(parameters(test.query, "a")), func(s string) bool { return s == "" })); got != test.want {
			t.Errorf("%q: got %s, want %s", test.query, got, test.want)
		}
	}
}

func TestSelector(t *testing.T) {
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
		got, err := (&call{request: r}).selector()
		if got != (registry.Selector{Number: test.want}) || (err != nil) != (test.want == 0) || err != nil && !errors.Is(err, fault.VersionInvalid) {
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
		c := &call{request: httptest.NewRequest("GET", "/subjects?"+test.query, nil), domain: test.domain}
		if got := c.prefix("absent"); got != test.want {
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
		if got := (&call{domain: test.domain}).qualify(test.name); got != test.want {
			t.Errorf("%q in %q: got %#v, want %#v", test.name, test.domain, got, test.want)
		}
	}
}

func TestNewest(t *testing.T) {
	a, b := store.Subject{Name: "a"}, store.Subject{Name: "b"}
	var got []string
	versions := slices.Values([]*store.Version{{Subject: a, Number: 1}, {Subject: a, Number: 3}, {Subject: b, Number: 2}})
	for v := range newest(versions) {
		got = append(got, fmt.Sprint(v.Subject, v.Number))
	}
	for v := range newest(versions) {
		if v.Number != 3 {
			t.Errorf("the first is %d", v.Number)
		}
		break // the walk must bear that
	}
	for v := range newest(func(func(*store.Version) bool) {}) {
		t.Errorf("%v of none", v)
	}
	if want := []string{"a 3", "b 2"}; !slices.Equal(got, want) {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestRegisteredLife demands time and deletion for a version that was found by comparison, and for no other.
func TestRegisteredLife(t *testing.T) {
	v := storedVersion(t, 1, "AVRO", `"int"`)
	tests := []struct {
		name string
		done registry.Registration
		want string
	}{
		{"new", registry.Registration{Version: v, Created: true}, ``},
		{"known by its hash", registry.Registration{Version: v, Exact: true}, ``},
		{"known by comparison", registry.Registration{Version: v}, `,"ts":5,"deleted":false`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := httptest.NewRequest("POST", "/", nil)
			shape, err := (&handler{}).registered(&call{ResponseWriter: httptest.NewRecorder(), request: r}, test.done)
			want := `{"id":1,"version":1,"guid":"ef524ea1-b91e-7317-3d93-8ade36c1db32","schemaType":"AVRO","schema":"\"int\""` + test.want + `}`
			if got := string(encode(shape)); got != want || err != nil {
				t.Errorf("got %s, %v, want %s", got, err, want)
			}
		})
	}
}
