package rpc_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/rpc"
	"github.com/concord-registry/concord/server/store"
)

var update = flag.Bool("update", false, "write the golden files anew")

func (w *world) send(t *testing.T, method, path string, body []byte) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, w.http.URL+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { response.Body.Close() })
	return response
}

// answer is the status and the body as indented JSON.
func answer(t *testing.T, r *http.Response) string {
	t.Helper()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	out.WriteString(r.Status + "\n")
	if err := json.Indent(&out, text, "", "  "); err != nil {
		t.Fatalf("%s is not JSON: %v", text, err)
	}
	return out.String() + "\n"
}

// TestGatewayRoutes holds which call each path leads to: Allow sees it, and ends it.
func TestGatewayRoutes(t *testing.T) {
	var seen rpc.Call
	w := open(t, rpc.Config{Allow: func(_ context.Context, c rpc.Call) error {
		if c.Subject == nil && c.Write {
			return nil // the registration itself is asked for next
		}
		seen = c
		return fault.New(fault.Forbidden, "seen")
	}})
	tests := []struct {
		method, path, body string
		call               string
		subject            string
		write              bool
	}{
		{"POST", "/api/v1/subjects/orders/versions", `{"schema":{"text":"\"int\""}}`, "Register", "orders", true},
		{"POST", "/api/v1/domains/billing/subjects/a%2Fb.proto/versions", `{}`, "Register", ":.billing:a/b.proto", true},
		{"POST", "/api/v1/changesets", `{"registrations":[{"domain":"billing","subject":"x"}]}`, "ApplyChangeSet", ":.billing:x", true},
		{"GET", "/api/v1/subjects/a%252Fb/versions", ``, "ListVersions", "a%2Fb", false},
		{"GET", "/api/v1/subjects/a%20b%25/versions", ``, "ListVersions", "a b%", false},
		{"GET", "/api/v1/subjects/grün:x/versions", ``, "ListVersions", "grün:x", false},
		{"DELETE", "/api/v1/subjects/orders", ``, "DeleteSubject", "orders", true},
		{"DELETE", "/api/v1/domains/billing/subjects/x/versions/3", ``, "DeleteVersion", ":.billing:x", true},
		{"GET", "/api/v1/subjects/a%3Ab/versions/3", ``, "GetSchema", "a:b", false},
		{"GET", "/api/v1/subjects/orders/versions/latest", ``, "GetSchema", "orders", false},
		{"GET", "/api/v1/domains/billing/subjects/x/versions/latest", ``, "GetSchema", ":.billing:x", false},
		{"GET", "/api/v1/domains/billing/schemas/ids/7", ``, "GetSchema", ":.billing:", false},
		{"POST", "/api/v1/subjects/orders/lookup", `{"schema":{"text":"{}"}}`, "LookUp", "orders", false},
		{"GET", "/api/v1/subjects/orders/versions", ``, "ListVersions", "orders", false},
		{"GET", "/api/v1/domains/billing/subjects", ``, "ListSubjects", ":.billing:", false},
		{"GET", "/api/v1/config", ``, "GetConfig", "", false},
		{"GET", "/api/v1/config?everywhere=true", ``, "GetConfig", ":.__GLOBAL:", false},
		{"GET", "/api/v1/domains/billing/subjects/x/config?effective=true", ``, "GetConfig", ":.billing:x", false},
		{"PATCH", "/api/v1/subjects/orders/config", `{"level":"LEVEL_FULL"}`, "SetConfig", "orders", true},
		{"GET", "/api/v1/watch?domain=billing", ``, "Watch", ":.billing:", false},
	}
	for _, test := range tests {
		t.Run(test.method+" "+test.path, func(t *testing.T) {
			seen = rpc.Call{}
			r := w.send(t, test.method, test.path, []byte(test.body))
			if r.StatusCode != http.StatusForbidden {
				t.Fatalf("status %s: %s", r.Status, answer(t, r))
			}
			if seen.Method != test.call || seen.Subject == nil || seen.Subject.String() != test.subject || seen.Write != test.write {
				t.Errorf("call = %+v of %v, want %s of %q", seen, seen.Subject, test.call, test.subject)
			}
		})
	}
}

func TestGatewayGolden(t *testing.T) {
	w := open(t, rpc.Config{MaxBody: 1000})
	w.put(t, store.Subject{Name: "orders"}, 1, "")
	w.put(t, store.Subject{Domain: "billing", Name: "invoice"}, 1,
		`{"outcome":"accepted_with_warnings","findings":[{"rule":"SEM001","level":"warn","effective":"warn","path":"R.id","message":"want uuid","span":{"start":{"line":1,"column":2},"end":{"line":1,"column":3}}}],"revision":"r1","rules":{"loaded":3,"applicable":1}}`)
	tests := []struct{ name, method, path, body string }{
		{"unknown_path", "GET", "/api/v1/nothing", ""},
		{"wrong_method", "PUT", "/api/v1/status", "{}"},
		{"unknown_field", "POST", "/api/v1/subjects/orders/versions", `{"shema":{}}`},
		{"no_json", "POST", "/api/v1/subjects/orders/versions", `{`},
		{"too_large", "POST", "/api/v1/subjects/orders/versions", `{"schema":{"text":"` + strings.Repeat("x", 2000) + `"}}`},
		{"no_number", "GET", "/api/v1/schemas/ids/seven", ""},
		{"qualified_subject", "DELETE", "/api/v1/subjects/:.billing:invoice", ""},
		{"no_guid", "GET", "/api/v1/schemas/guids/1234", ""},
		{"no_level", "PATCH", "/api/v1/config", `{"level":77}`},
		{"no_mask", "PATCH", "/api/v1/config?updateMask=levels", `{}`},
		{"page_size", "GET", "/api/v1/subjects?pageSize=1001", ""},
		{"min_seq", "GET", "/api/v1/domains?minSeq=99", ""},
		{"decision_without_policy", "GET", "/api/v1/decisions/1", ""},
		{"decision", "GET", "/api/v1/decisions/2", ""},
		{"decision_to_come", "GET", "/api/v1/decisions/3", ""},
		{"watch_position", "GET", "/api/v1/watch?after=x", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := answer(t, w.send(t, test.method, test.path, []byte(test.body)))
			golden(t, test.name, masked(got))
		})
	}
}

// masked takes out what no two runs have in common. protojson varies the blanks of its errors from build to build.
func masked(text string) string {
	text = strings.ReplaceAll(text, "\u00a0", " ")
	var lines []string
	for line := range strings.Lines(text) {
		for _, name := range []string{`"time": "`, `"hash": "`, `"previous": "`} {
			if before, value, ok := strings.Cut(line, name); ok && !strings.HasPrefix(value, `"`) {
				line = before + name + "…\",\n"
			}
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "")
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// TestOpenAPI holds that every method of the service has its place in the document.
func TestOpenAPI(t *testing.T) {
	w := open(t, rpc.Config{Release: "v9"})
	r := w.get(t, "/openapi.yaml")
	text, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") != "application/yaml" {
		t.Fatalf("%s %v %v", r.Status, r.Header, err)
	}
	var document struct {
		OpenAPI string
		Info    struct{ Title, Version string }
		Paths   map[string]map[string]struct {
			OperationID string `yaml:"operationId"`
		}
	}
	if err := yaml.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(document.OpenAPI, "3.1") || document.Info.Title != "Concord" || document.Info.Version != "v9" {
		t.Errorf("head = %q %+v", document.OpenAPI, document.Info)
	}
	described := map[string]bool{}
	for _, operations := range document.Paths {
		for _, o := range operations {
			described[o.OperationID] = true
		}
	}
	service := concordv1.RegistryService_ServiceDesc
	for _, m := range service.Methods {
		if !described["RegistryService_"+m.MethodName] {
			t.Errorf("the document does not have %s", m.MethodName)
		}
	}
	for _, s := range service.Streams {
		if !described["RegistryService_"+s.StreamName] {
			t.Errorf("the document does not have %s", s.StreamName)
		}
	}
}
