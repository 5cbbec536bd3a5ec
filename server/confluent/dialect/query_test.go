package dialect

import (
	"fmt"
	"net/http/httptest"
	"slices"
	"testing"
)

func TestParameters(t *testing.T) {
	tests := []struct{ query, want string }{
		{"", "[]"}, {"a=1", "[1]"}, {"a=1&b=2&a=3", "[1 3]"}, {"a", "[]"}, {"a=", "[]"}, {"%61=x%20y", "[x y]"}, {"a=x+y", "[x y]"},
		{"aa=1&ba=2", "[]"}, {"a=1;b=2", "[]"}, {"a=%zz", "[%zz]"}, {"&&a=1&", "[1]"}, {"a=b=c", "[b=c]"},
	}
	for _, test := range tests {
		c := &Call{Request: httptest.NewRequest("GET", "/", nil)}
		c.Request.URL.RawQuery = test.query
		if got := fmt.Sprint(slices.DeleteFunc(c.Texts("a"), func(s string) bool { return s == "" })); got != test.want {
			t.Errorf("%q: got %s, want %s", test.query, got, test.want)
		}
	}
}
