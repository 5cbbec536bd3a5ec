package dialect

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// TestStream: an array is the same JSON whether it is sent at once or in portions, packed or not; only what is sent at
// once has a length.
func TestStream(t *testing.T) {
	for _, size := range []int{0, 1, 3, 100, 5000} {
		want := slices.Repeat([]string{strings.Repeat("x", 50)}, size)
		for _, accept := range []string{"", "gzip"} {
			r := httptest.NewRequest("GET", "/", nil)
			r.Header.Set("Accept-Encoding", accept)
			w := httptest.NewRecorder()
			(&Call{ResponseWriter: w, Request: r, media: v1}).stream(func(yield func(any) bool) {
				for _, s := range want {
					if !yield(s) {
						return
					}
				}
			})
			body := io.Reader(w.Body)
			if w.Header().Get("Content-Encoding") == "gzip" {
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
			var got []string
			if err := json.Unmarshal(read, &got); err != nil || !slices.Equal(got, want) || got == nil {
				t.Errorf("%d elements, %q: %d came back, %v: %.100s", size, accept, len(got), err, read)
			}
			portioned := w.Header().Get("Content-Length") == ""
			if portioned != (size == 5000) || w.Header().Get("Content-Type") != string(v1) || w.Code != 200 {
				t.Errorf("%d elements, %q: %d %v", size, accept, w.Code, w.Header())
			}
		}
	}
}
