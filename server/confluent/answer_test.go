package confluent

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/store"
)

// TestEncode prints what clients compare letter for letter.
func TestEncode(t *testing.T) {
	tests := []struct {
		name string
		give any
		want string
	}{
		{"no escapes for HTML", text(`<a href="x">&amp;/ü`), `"<a href=\"x\">&amp;/ü"`},
		{"an empty list", paged([]store.ID(nil), page{0, 10}), `[]`},
		{"deleted false is shown", versionShape{Subject: "s", life: life{Deleted: new(false)}}, `{"subject":"s","version":0,"id":0,"deleted":false}`},
		{"empty metadata are shown", stringShape{Schema: "", Metadata: &schema.Metadata{}}, `{"schema":"","metadata":{}}`},
		{"no schema text", versionShape{Subject: "s", Version: 1, ID: 1}, `{"subject":"s","version":1,"id":1}`},
		{"a check without messages", checkShape{Compatible: true}, `{"is_compatible":true}`},
		{"a check with none", checkShape{Messages: &[]string{}}, `{"is_compatible":false,"messages":[]}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := string(encode(test.give)); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestPaged(t *testing.T) {
	tests := []struct {
		page page
		want string
	}{
		{page{0, 9}, "[1 2 3]"}, {page{1, 1}, "[2]"}, {page{3, 9}, "[]"}, {page{50, 9}, "[]"}, {page{2, unlimited}, "[3]"},
	}
	for _, test := range tests {
		if got := fmt.Sprint(paged([]int{1, 2, 3}, test.page)); got != test.want {
			t.Errorf("%v: got %s, want %s", test.page, got, test.want)
		}
		asked := 0
		got := part(func(yield func(int) bool) {
			for asked = 1; asked <= 3 && yield(asked); asked++ {
			}
		}, test.page)
		if fmt.Sprint(got) != test.want || len(got) == test.page.limit && asked > got[len(got)-1] {
			t.Errorf("%v: got %v in %d steps, want %s", test.page, got, asked, test.want)
		}
	}
}

// served asks a handler for a document and returns the answer with its unpacked body.
func served(t *testing.T, d *document, headers ...string) (*http.Response, string) {
	t.Helper()
	r := httptest.NewRequest("GET", "/", nil)
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	(&handler{}).serve(&call{ResponseWriter: w, request: r, media: v1}, d)
	response := w.Result()
	body := io.Reader(response.Body)
	if response.Header.Get("Content-Encoding") == "gzip" {
		unpacked, err := gzip.NewReader(body)
		if err != nil {
			t.Fatal(err)
		}
		body = unpacked
	}
	read, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(read)
}

func TestDocument(t *testing.T) {
	small, large := newDocument([]byte(`{}`), true), newDocument([]byte(strings.Repeat("x", 5000)), false)
	tests := []struct {
		name     string
		d        *document
		headers  []string
		status   int
		body     string
		packed   bool
		lifetime string
	}{
		{"small and immutable", small, []string{"Accept-Encoding: gzip"}, 200, `{}`, false, "max-age=31536000, immutable"},
		{"large and mutable", large, nil, 200, string(large.body.bytes), false, "no-cache"},
		{"large for who unpacks", large, []string{"Accept-Encoding: deflate, gzip;q=0.5"}, 200, string(large.body.bytes), true, "no-cache"},
		{"large for who does not", large, []string{"Accept-Encoding: gzip;q=0, identity"}, 200, string(large.body.bytes), false, "no-cache"},
		{"known", small, []string{"If-None-Match: \"a\", " + small.tag[0]}, 304, ``, false, "max-age=31536000, immutable"},
		{"known weakly", small, []string{"If-None-Match: W/" + small.tag[0]}, 304, ``, false, "max-age=31536000, immutable"},
		{"known as anything", small, []string{"If-None-Match: *"}, 304, ``, false, "max-age=31536000, immutable"},
		{"known as another", small, []string{"If-None-Match: " + large.tag[0]}, 200, `{}`, false, "max-age=31536000, immutable"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			response, body := served(t, test.d, test.headers...)
			packed := response.Header.Get("Content-Encoding") == "gzip"
			if response.StatusCode != test.status || body != test.body || packed != test.packed {
				t.Errorf("%d, packed %v: %.40s", response.StatusCode, packed, body)
			}
			if response.Header.Get("ETag") != test.d.tag[0] || response.Header.Get("Cache-Control") != test.lifetime {
				t.Errorf("headers %v", response.Header)
			}
		})
	}
}

// TestMemo demands that a kept document is found again, and that a large one is not kept.
func TestMemo(t *testing.T) {
	m, made := newMemo(), 0
	render := func(size int) func() []byte {
		return func() []byte { made++; return make([]byte, size) }
	}
	a, b := &store.Version{}, &store.Version{}
	for range 3 {
		m.get(a, byID, true, render(10))
		m.get(a, byGUID, true, render(10))
		m.get(b, byID, true, render(memorable+1))
	}
	if made != 5 {
		t.Errorf("%d documents were made, want 2 kept ones and 3 times a large one", made)
	}
}

// TestMemoForgets demands that what is asked for again and again stays while many others pass, and that they go.
func TestMemoForgets(t *testing.T) {
	m, made := newMemo(), 0
	render := func() []byte { made++; return nil }
	steady, first := &store.Version{}, &store.Version{}
	m.get(first, byID, true, render)
	for range 5 * remembered {
		m.get(&store.Version{}, byID, true, func() []byte { return nil })
		m.get(steady, byID, true, render)
	}
	if made != 2 {
		t.Errorf("two documents were made %d times", made)
	}
	if m.get(first, byID, true, render); made != 3 {
		t.Error("a document that nobody asked for is still kept")
	}
}
