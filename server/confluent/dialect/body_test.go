package dialect

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"
)

// TestPackedBody reads a packed body, and refuses one that grows beyond the limit when it is unpacked.
func TestPackedBody(t *testing.T) {
	packed := func(text string) string {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		w.Write([]byte(text))
		w.Close()
		return b.String()
	}
	h := New(Config{MaxBody: 1 << 20}, map[string]Methods{"/mode": {"PUT": {Do: func(c *Call) (any, error) {
		v, err := c.Body()
		if err != nil {
			return nil, err
		}
		return (&Decoder{}).Text(v.Get("mode")), nil
	}}}})
	tests := []struct {
		name, body string
		status     int
		want       string
	}{
		{"packed", packed(`{"mode":"IMPORT"}`), http.StatusOK, `"IMPORT"`},
		{"bomb", packed(`{"mode":"` + strings.Repeat("a", 50<<20)), http.StatusRequestEntityTooLarge, `{"error_code":413,"message":"the body is larger than 1 MiB"}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			response := ask(h, "PUT", "/mode", test.body, "Content-Encoding: gzip")
			got, err := io.ReadAll(response.Body)
			if err != nil || response.StatusCode != test.status || string(got) != test.want {
				t.Errorf("got %d %s, %v, want %d %s", response.StatusCode, got, err, test.status, test.want)
			}
		})
	}
}
