package dialect

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// served asks a handler for a document and returns the answer with its unpacked body.
func served(t *testing.T, d *Document, headers ...string) (*http.Response, string) {
	t.Helper()
	r := httptest.NewRequest("GET", "/", nil)
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	(&Call{ResponseWriter: w, Request: r, media: v1}).serve(d)
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
		d        *Document
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
