package confluent_test

import (
	"strings"
	"testing"
)

// TestFrameworkErrors asks for what no operation answers.
func TestFrameworkErrors(t *testing.T) {
	h := newHandler(t, func(c *Config) { c.Confluent.MaxBody = 100 })
	const schemas = `{"schema":"\"string\""}`
	runAll(t, h, []exchange{
		{"unknown path", "GET", "/nope", nil, "", 404, `{"error_code":404,"message":"HTTP 404 Not Found"}`},
		{"unknown path below a known one", "GET", "/subjects/a/versions/latest/nope", nil, "", 404, `{"error_code":404,"message":"HTTP 404 Not Found"}`},
		{"capitals", "GET", "/Subjects", nil, "", 404, `{"error_code":404,"message":"HTTP 404 Not Found"}`},
		{"a collection without an element", "GET", "/schemas/ids", nil, "", 404, `{"error_code":404,"message":"HTTP 404 Not Found"}`},
		{"unknown path with a prefix", "GET", "/contexts/.x/nope", nil, "", 404, `{"error_code":404,"message":"HTTP 404 Not Found"}`},
		{"a probe for another product", "POST", "/security/acls", nil, `{"a":1}`, 404, `{"error_code":404,"message":"HTTP 404 Not Found"}`},
		{"method", "DELETE", "/subjects", nil, "", 405, `{"error_code":405,"message":"HTTP 405 Method Not Allowed"}`},
		{"method of one context", "GET", "/contexts/.x", nil, "", 405, `{"error_code":405,"message":"HTTP 405 Method Not Allowed"}`},
		{"default context cannot go", "DELETE", "/contexts/.", nil, "", 405, `{"error_code":405,"message":"HTTP 405 Method Not Allowed"}`},
		{"default context in colons cannot go", "DELETE", "/contexts/:.:", nil, "", 405, `{"error_code":405,"message":"HTTP 405 Method Not Allowed"}`},
		{"PATCH", "PATCH", "/schemas/ids/1", nil, "", 405, `{"error_code":405,"message":"HTTP 405 Method Not Allowed"}`},
		{"a UI posts a config", "POST", "/config", nil, `{}`, 405, `{"error_code":405,"message":"HTTP 405 Method Not Allowed"}`},
		{"method before media type", "PUT", "/subjects/a/versions", []string{"Content-Type: text/plain"}, schemas, 405, `{"error_code":405,…`},
		{"answer type", "GET", "/subjects", []string{"Accept: text/html"}, "", 406, `{"error_code":406,"message":"HTTP 406 Not Acceptable"}`},
		{"form", "POST", "/subjects/a/versions", []string{"Content-Type: application/x-www-form-urlencoded"}, schemas, 415, `{"error_code":415,"message":"HTTP 415 Unsupported Media Type"}`},
		{"XML", "POST", "/subjects/a/versions", []string{"Content-Type: application/xml"}, schemas, 415, `{"error_code":415,…`},
		{"unknown packing", "POST", "/subjects/a/versions", []string{"Content-Encoding: br"}, schemas, 415, `{"error_code":415,"message":"the body is packed with \"br\"; send it plain or with gzip"}`},
		{"no gzip", "POST", "/subjects/a/versions", []string{"Content-Encoding: gzip"}, schemas, 400, `{"error_code":400,…`},
		{"large body", "POST", "/subjects/a/versions", nil, `{"schema":"` + strings.Repeat("a", 100) + `"}`, 413, `{"error_code":413,"message":"the body is larger than 100 bytes"}`},
		{"id is no number", "GET", "/schemas/ids/abc", nil, "", 404, `{"error_code":404,"message":"HTTP 404 Not Found"}`},
		{"id is too large", "GET", "/schemas/ids/99999999999/versions", nil, "", 404, `{"error_code":404,"message":"HTTP 404 Not Found"}`},
		{"limit is no number", "GET", "/subjects?limit=x", nil, "", 404, `{"error_code":404,"message":"HTTP 404 Not Found"}`},
		{"limit is a fraction", "GET", "/subjects?limit=1.5", nil, "", 404, `{"error_code":404,"message":"HTTP 404 Not Found"}`},
		{"context with a colon", "GET", "/contexts/a:b/subjects", nil, "", 400, `{"error_code":400,"message":"Context name 'a:b' cannot contain a colon"}`},
		{"control character", "PUT", "/config/a%00", nil, `{}`, 400, `{"error_code":400,"message":"the path holds the character '\\x00', which no name may have"}`},
		{"bad version", "GET", "/subjects/a/versions/0", nil, "", 422, `{"error_code":42202,"message":"The specified version '0' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\""}`},
		{"no body", "POST", "/subjects/a/versions", nil, "", 422, `{"error_code":422,"message":"the request has no body; send a JSON object"}`},
		{"unfinished association", "POST", "/associations", nil, `{}`, 422, `{"error_code":42212,…`},
		{"unknown association", "DELETE", "/associations/resources/lkc-1%3At", nil, "", 404, `{"error_code":40410,"message":"Association for 'lkc-1:t' not found."}`},
	})
}

func TestAllow(t *testing.T) {
	h := newHandler(t, nil)
	response := exchange{method: "OPTIONS", path: "/config/a", status: 204}.run(t, h)
	if got, want := response.Header.Get("Allow"), "DELETE, GET, PUT, HEAD, OPTIONS"; got != want {
		t.Errorf("Allow: %s, want %s", got, want)
	}
	response = exchange{method: "DELETE", path: "/subjects", status: 405, want: `{"error_code":405,…`}.run(t, h)
	if got, want := response.Header.Get("Allow"), "GET, HEAD, OPTIONS"; got != want {
		t.Errorf("Allow: %s, want %s", got, want)
	}
}
