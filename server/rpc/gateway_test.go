package rpc_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/concord-registry/concord/server/rpc"
)

// TestGateway: what the JSON form does that gRPC has no words for.
func TestGateway(t *testing.T) {
	w := open(t, rpc.Config{MaxBody: 2000})
	made := w.done(t, "POST", "domains/default/subjects/a%2Fb%20%25:x/versions", `{"schema":{"text":"\"int\""}}`).object(t)
	v := made["version"].(map[string]any)
	if v["subject"] != "a/b %:x" || v["name"] != "domains/default/subjects/a%2Fb%20%25:x/versions/1" {
		t.Errorf("a subject with a slash: %v", v)
	}
	guid := "/api/v1/schemas/" + v["guid"].(string)
	large := strings.Repeat("x", 3000)
	tests := []struct {
		name, verb, path, body string
		headers                []string
		code                   int
		reason                 string
		wantHeaders            []string
	}{
		{"a name", "GET", "/api/v1/" + v["name"].(string), "", nil, 200, "", nil},
		{"a head", "HEAD", "/api/v1/domains", "", nil, 200, "", []string{"Concord-Position"}},
		{"a wrong verb", "PUT", "/api/v1/domains/default", "", nil, 405, "METHOD_UNKNOWN", []string{"Allow=DELETE, GET, HEAD, PATCH"}},
		{"two slashes", "GET", "/api/v1//domains", "", nil, 404, "METHOD_UNKNOWN", nil},
		{"a slash at the end", "GET", "/api/v1/domains/", "", nil, 404, "METHOD_UNKNOWN", nil},
		{"two dots", "GET", "/api/v1/domains/../status", "", nil, 404, "METHOD_UNKNOWN", nil},
		{"no escape", "GET", "/api/v1/domains?filter=%25%zz", "", nil, 400, "FIELD_INVALID", nil},
		{"a body that is too large", "POST", "/api/v1/domains", `{"description":"` + large + `"}`, nil, 413, "REQUEST_TOO_LARGE", nil},
		{"a packed body", "POST", "/api/v1/domains", packed(`{"domain":"packed"}`), []string{"Content-Encoding", "gzip"}, 200, "", nil},
		{"a packed body that is too large", "POST", "/api/v1/domains", packed(`{"description":"` + large + `"}`), []string{"Content-Encoding", "gzip"}, 413, "REQUEST_TOO_LARGE", nil},
		{"a body packed otherwise", "POST", "/api/v1/domains", `{}`, []string{"Content-Encoding", "br"}, 415, "CONTENT_TYPE", nil},
		{"no body", "POST", "/api/v1/domains", ``, nil, 400, "NAME_INVALID", nil},
		{"both spellings", "GET", "/api/v1/domains?page_size=1", "", nil, 200, "", nil},
		{"twice", "GET", "/api/v1/domains?page_size=1&pageSize=1", "", nil, 400, "FIELD_INVALID", nil},
		{"the path again", "PATCH", "/api/v1/domains/default", `{"domain":"default","owner":"ada"}`, nil, 200, "", nil},
		{"an answer that never changes", "GET", guid, "", nil, 200, "", []string{"Cache-Control=public, max-age=31536000, immutable", "ETag"}},
		{"an answer that is known", "GET", guid, "", []string{"If-None-Match", `"` + v["guid"].(string) + `"`}, 304, "", []string{"Concord-Position"}},
		{"a request id", "GET", "/api/v1/status", "", []string{"X-Request-Id", "mine"}, 200, "", []string{"X-Request-Id=mine"}},
		{"a bad request id", "GET", "/api/v1/status", "", []string{"X-Request-Id", "a b"}, 200, "", []string{"X-Request-Id"}},
		{"a packed answer", "GET", "/openapi.yaml", "", []string{"Accept-Encoding", "gzip"}, 200, "", []string{"Content-Encoding=gzip"}},
		{"an answer that is not to be packed", "GET", "/openapi.yaml", "", []string{"Accept-Encoding", "gzip;q=0"}, 200, "", []string{"Content-Encoding="}},
		{"the document cannot be changed", "POST", "/openapi.yaml", "", nil, 405, "METHOD_UNKNOWN", []string{"Allow=GET, HEAD"}},
		{"a mask in one spelling", "PATCH", "/api/v1/settings", `{"settings":{"validateFields":true},"updateMask":"validate_fields"}`, nil, 200, "", nil},
		{"a mask in the other", "PATCH", "/api/v1/settings", `{"settings":{"validateFields":true},"update_mask":"validateFields"}`, nil, 200, "", nil},
		{"a mask of nothing", "PATCH", "/api/v1/settings", `{"settings":{},"updateMask":"validate"}`, nil, 400, "FIELD_INVALID", nil},
		{"no enum word", "POST", "/api/v1/domains/default/subjects/s/check", `{"schema":{"type":"SCHEMA_TYPE_AVRO"}}`, nil, 400, "FIELD_INVALID", nil},
		{"deep", "POST", "/api/v1/changes/plan", `{"changes":[{"register":{"schema":{"references":[{"nmae":"x"}]}}}]}`, nil, 400, "changes[0].register.schema.references[0].nmae", nil},
		{"no domain", "GET", "/api/v1/domains/-/subjects/s", "", nil, 400, "NAME_INVALID", nil},
		{"a context", "GET", "/api/v1/domains/.billing", "", nil, 400, "NAME_INVALID", nil},
		{"a qualified subject", "GET", "/api/v1/domains/default/subjects/:.x:s", "", nil, 400, "NAME_INVALID", nil},
		{"no version", "GET", "/api/v1/domains/default/subjects/s/versions/0", "", nil, 400, "VERSION_INVALID", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := w.send(t, test.verb, test.path, test.body, test.headers...)
			if a.code != test.code || !strings.Contains(a.body, test.reason) {
				t.Errorf("%d %s, want %d %s", a.code, a.body, test.code, test.reason)
			}
			for _, want := range test.wantHeaders {
				name, value, exact := strings.Cut(want, "=")
				if got := a.header.Get(name); exact && got != value || !exact && got == "" {
					t.Errorf("%s = %q, want %q", name, got, value)
				}
			}
			if a.code >= 400 && test.verb != "HEAD" {
				if a.header.Get("Content-Type") != "application/json" || a.object(t)["details"] == nil {
					t.Errorf("an error is JSON: %v %s", a.header, a.body)
				}
			}
		})
	}
}

func packed(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(text))
	w.Close()
	return b.String()
}

// TestOpenAPI: every method has its place in the document, with an id of its own, its errors, and what is always there.
func TestOpenAPI(t *testing.T) {
	w := open(t, rpc.Config{Release: "v9"})
	a := w.send(t, "GET", "/openapi.yaml", "")
	if a.code != http.StatusOK || a.header.Get("Content-Type") != "application/yaml" {
		t.Fatalf("%d %v", a.code, a.header)
	}
	type operation struct {
		OperationID string                    `yaml:"operationId" json:"operationId"`
		Responses   map[string]map[string]any `yaml:"responses" json:"responses"`
		Tags        []string                  `yaml:"tags" json:"tags"`
	}
	var document struct {
		OpenAPI string
		Info    struct{ Title, Version string }
		Paths   map[string]map[string]operation
	}
	if err := yaml.Unmarshal([]byte(a.body), &document); err != nil {
		t.Fatal(err)
	}
	asJSON := w.send(t, "GET", "/openapi.json", "")
	if !json.Valid([]byte(asJSON.body)) {
		t.Error("/openapi.json is no JSON")
	}
	if !strings.HasPrefix(document.OpenAPI, "3.1") || document.Info.Title != "Concord" || document.Info.Version != "v9" {
		t.Errorf("head = %q %+v", document.OpenAPI, document.Info)
	}
	ids := map[string]bool{}
	for path, operations := range document.Paths {
		for verb, o := range operations {
			if ids[o.OperationID] {
				t.Errorf("two operations are called %s", o.OperationID)
			}
			ids[o.OperationID] = true
			if len(o.Responses) < 5 || o.Responses["503"] == nil || o.Responses["400"] == nil || len(o.Tags) != 1 {
				t.Errorf("%s %s: %v, tags %v", verb, path, o.Responses, o.Tags)
			}
		}
	}
	for _, m := range everyMethod(t) {
		if name := string(m.Name()); !ids[strings.ToLower(name[:1])+name[1:]] {
			t.Errorf("the document does not have %s", m.Name())
		}
		for _, way := range ways(m) {
			if _, ok := document.Paths[way[1]][strings.ToLower(way[0])]; !ok {
				t.Errorf("the document does not have %s %s", way[0], way[1])
			}
		}
	}
	for _, schema := range []string{"google.rpc.Status", "google.rpc.ErrorInfo", "concord.v1.Verdict"} {
		if !strings.Contains(a.body, schema+":") {
			t.Errorf("the document does not describe %s", schema)
		}
	}
}
