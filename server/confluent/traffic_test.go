package confluent

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
)

// recorded is one request of an unchanged client, and what the reference answered.
type recorded struct {
	Client, Method, Path string
	Headers              map[string]string
	Body                 json.RawMessage
	Want                 struct {
		Status      int
		ContentType string `json:"content_type"`
		Body        json.RawMessage
	}
}

// aboutKeys are the requests that TestRecordedDekExchanges sends, on their own, and whose answers it compares whole.
func (r recorded) aboutKeys() bool {
	return strings.HasPrefix(r.Path, "/dek-registry")
}

// TestRecordedClients sends what 25 clients sent, in order, to one registry. Ids differ from those of the recording, so
// a request about an id may miss; but what was found or accepted then is understood now, in the same media type.
func TestRecordedClients(t *testing.T) {
	h := newHandler(t, nil)
	sent, equal := 0, 0
	for _, r := range readGolden[recorded](t, "clients/traffic.jsonl.gz") {
		if r.aboutKeys() {
			continue
		}
		request := httptest.NewRequest(r.Method, "http://registry"+r.Path, strings.NewReader(string(r.Body)))
		for name, value := range r.Headers {
			request.Header.Set(name, value)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, request)
		sent++
		if w.Code == r.Want.Status {
			equal++
			if got := w.Header().Get("Content-Type"); got != r.Want.ContentType {
				t.Errorf("%s: %s %s: %s, want %s", r.Client, r.Method, r.Path, got, r.Want.ContentType)
			}
			continue
		}
		t.Logf("%s: %s %s %s: %d %s, want %d", r.Client, r.Method, r.Path, r.Body, w.Code, w.Body, r.Want.Status)
		if strings.HasPrefix(w.Body.String(), `{"error_code":4`) && w.Code != 404 && w.Code != 409 && w.Code != 422 || w.Code >= 500 {
			t.Errorf("%s: %s %s is not understood: %d %s", r.Client, r.Method, r.Path, w.Code, w.Body)
		}
	}
	if share := float64(equal) / float64(sent); share < 0.98 {
		t.Errorf("%d of %d answers have the status of the recording", equal, sent)
	}
}
