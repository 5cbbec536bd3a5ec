package dialect

import "testing"

func TestCrossOrigin(t *testing.T) {
	h := New(Config{Origins: []string{"https://ui.example"}}, table)
	asking := []string{"Origin: https://ui.example", "Access-Control-Request-Method: PUT"}
	tests := []struct {
		name            string
		method, path    string
		headers         []string
		status          int
		origin, methods string
	}{
		{"a page may read", "GET", "/", asking[:1], 200, "https://ui.example", ""},
		{"a page may read errors", "GET", "/nope", asking[:1], 404, "https://ui.example", ""},
		{"a browser asks first", "OPTIONS", "/config/a", asking, 204, "https://ui.example", "GET, HEAD, POST, PUT, DELETE, OPTIONS"},
		{"a foreign page", "GET", "/", []string{"Origin: https://evil.example"}, 200, "", ""},
		{"a foreign page asks first", "OPTIONS", "/config/a", []string{"Origin: https://evil.example", asking[1]}, 204, "", ""},
		{"no page", "GET", "/", nil, 200, "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := ask(h, test.method, test.path, "", test.headers...)
			if got.StatusCode != test.status || got.Header.Get("Access-Control-Allow-Origin") != test.origin || got.Header.Get("Access-Control-Allow-Methods") != test.methods {
				t.Errorf("%d %v", got.StatusCode, got.Header)
			}
		})
	}
}
