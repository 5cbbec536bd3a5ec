package confluent_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// ask sends a request with headers, names and values in turn.
func ask(t *testing.T, h http.Handler, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// TestPosition: answers say how much they hold, failures too, and what asks for more than there is waits and is refused.
func TestPosition(t *testing.T) {
	h := newHandler(t, nil)
	made := ask(t, h, "POST", "/subjects/s/versions", `{"schema":"\"int\""}`)
	if got := made.Header().Get("Concord-Position"); got != "0.1" {
		t.Errorf("position %q after a registration, want 0.1", got)
	}
	tests := []struct {
		min, read string
		want      int
	}{
		{"0.1", "", 200}, {"", "strong", 200}, {"", "max-age=5s", 200}, {"", "any", 200},
		{"0.2", "", 503}, {"1.1", "", 410}, {"x", "", 422}, {"", "soon", 422},
	}
	for _, test := range tests {
		got := ask(t, h, "GET", "/subjects", "", "Concord-Min-Position", test.min, "Concord-Read", test.read)
		if got.Code != test.want || got.Code == 200 && got.Header().Get("Concord-Position") != "0.1" {
			t.Errorf("%q, %q: %d at %q, want %d: %s", test.min, test.read, got.Code, got.Header().Get("Concord-Position"), test.want, got.Body)
		}
	}
	if got := ask(t, h, "GET", "/subjects/nobody/versions", ""); got.Code != 404 || got.Header().Get("Concord-Position") != "0.1" {
		t.Errorf("a failure: %d at %q", got.Code, got.Header().Get("Concord-Position"))
	}
}

// TestIdempotency: a write that is sent again under its name changes nothing and is answered as the first time.
func TestIdempotency(t *testing.T) {
	h := newHandler(t, nil)
	steps := []struct{ method, path, body string }{
		{"POST", "/subjects/s/versions", `{"schema":"\"int\""}`},
		{"PUT", "/config/s", `{"compatibility":"NONE"}`},
		{"PUT", "/mode/other", `{"mode":"READONLY"}`},
		{"DELETE", "/subjects/s", ""},
		{"DELETE", "/subjects/s?permanent=true", ""},
		{"POST", "/dek-registry/v1/keks", `{"name":"k","kmsType":"t","kmsKeyId":"id"}`},
		{"DELETE", "/dek-registry/v1/keks/k", ""},
	}
	for i, step := range steps {
		key := strings.Repeat("k", i+1)
		first := ask(t, h, step.method, step.path, step.body, "Idempotency-Key", key)
		again := ask(t, h, step.method, step.path, step.body, "Idempotency-Key", key)
		if first.Code/100 != 2 || again.Code != first.Code || again.Body.String() != first.Body.String() {
			t.Errorf("%s %s: %d %s, and again %d %s", step.method, step.path, first.Code, first.Body, again.Code, again.Body)
		}
		if at := again.Header().Get("Concord-Position"); at != first.Header().Get("Concord-Position") {
			t.Errorf("%s %s: moved to %s", step.method, step.path, at)
		}
	}
	if got := ask(t, h, "DELETE", "/subjects/t", "", "Idempotency-Key", "kkkk"); got.Code != 404 && got.Code != 422 {
		t.Errorf("another request of a known name: %d %s", got.Code, got.Body)
	}
	if got := ask(t, h, "PUT", "/config/t", `{"compatibility":"NONE"}`, "Idempotency-Key", "kk"); got.Code != 422 {
		t.Errorf("another request of a known name: %d %s", got.Code, got.Body)
	}
	if got := ask(t, h, "PUT", "/config/t", `{"compatibility":"NONE"}`, "Idempotency-Key", strings.Repeat("k", 65)); got.Code != 422 {
		t.Errorf("a long name: %d %s", got.Code, got.Body)
	}
}
