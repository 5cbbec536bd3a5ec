package server

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// ask sends a request and returns status and body.
func ask(t *testing.T, s *Server, method, path, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.URL()+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/vnd.schemaregistry.v1+json")
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

// refusal is the error body of the Confluent API.
type refusal struct {
	Code    int    `json:"error_code"`
	Message string `json:"message"`
}

func request(t *testing.T, fields map[string]any) string {
	t.Helper()
	text, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestBadInput: whatever is sent gets a clear answer, nothing is lost and the process lives.
func TestBadInput(t *testing.T) {
	s := startServer(t, Config{})
	registerText(t, s, "before", recordText("Before", 2))
	deep := func(open, close string) string {
		return strings.Repeat(open, 100_000) + strings.Repeat(close, 100_000)
	}
	tests := []struct {
		name, path, body string
		status, code     int
		message          string
	}{
		{"no body", "/subjects/a/versions", "", 422, 422, "no body"},
		{"not JSON", "/subjects/a/versions", "schema=1", 400, 400, ""},
		{"cut off", "/subjects/a/versions", `{"schema": "\"str`, 400, 400, ""},
		{"a list", "/subjects/a/versions", `[]`, 400, 400, ""},
		{"a list for a text", "/subjects/a/versions", `{"schema": ["string"]}`, 400, 400, "an array at 1:12 where a string is expected"},
		{"an object for a list", "/subjects/a/versions", `{"schema": "\"int\"", "references": {}}`, 400, 400, "an object at 1:37 where an array is expected"},
		{"a huge version", "/subjects/a/versions", `{"schema": "\"int\"", "version": 99999999999}`, 400, 400, "at 1:34"},
		{"an empty schema", "/subjects/a/versions", `{"schema": ""}`, 422, 42201, "Empty schema"},
		{"no schema", "/subjects/a/versions", request(t, map[string]any{"schema": "not a schema"}), 422, 42201, "Invalid schema of type AVRO"},
		{"unknown type", "/subjects/a/versions", request(t, map[string]any{"schema": "<a/>", "schemaType": "XML"}), 422, 42201, "Invalid schema type XML"},
		{"unknown reference", "/subjects/a/versions", request(t, map[string]any{"schema": `"int"`, "references": []any{map[string]any{"name": "x", "subject": "nobody", "version": 1}}}), 422, 42201, `No schema reference found for subject "nobody" and version 1`},
		{"Avro nested 100 000 deep", "/subjects/a/versions", request(t, map[string]any{"schema": deep("[", "]")}), 422, 42201, "nested more than 100 deep"},
		{"JSON Schema nested 100 000 deep", "/subjects/a/versions", request(t, map[string]any{"schema": deep("[", "]"), "schemaType": "JSON"}), 422, 42201, "nested more than 100 deep"},
		{"Protobuf nested 100 000 deep", "/subjects/a/versions", request(t, map[string]any{"schema": deep("{", "}"), "schemaType": "PROTOBUF"}), 422, 42201, "nested more than 100 deep"},
		{"a body nested 100 000 deep", "/subjects/a/versions", deep("[", "]"), 400, 400, ""},
		{"a schema of 2 MB", "/subjects/a/versions", request(t, map[string]any{"schema": strings.Repeat("x", 2<<20)}), 422, 42209, "it has 2097152 bytes; at most 1048576 are read"},
		{"a body of 11 MB", "/subjects/a/versions", request(t, map[string]any{"schema": strings.Repeat(" ", 11<<20)}), 413, 413, ""},
		{"an illegal subject", "/subjects/__GLOBAL/versions", `{"schema": "\"int\""}`, 422, 42208, "__GLOBAL"},
		{"a subject with a control character", "/subjects/a%C2%85/versions", `{"schema": "\"int\""}`, 422, 42208, ""},
		{"an unknown path", "/nothing/here", `{}`, 404, 404, "HTTP 404 Not Found"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			status, body := ask(t, s, http.MethodPost, test.path, test.body)
			var got refusal
			if err := json.Unmarshal([]byte(body), &got); err != nil {
				t.Fatalf("%d %.200s: %v", status, body, err)
			}
			if status != test.status || got.Code != test.code || !strings.Contains(got.Message, test.message) {
				t.Errorf("got %d/%d %.300q, want %d/%d %q", status, got.Code, got.Message, test.status, test.code, test.message)
			}
		})
	}
	if status, body := ask(t, s, http.MethodGet, "/subjects", ""); status != http.StatusOK || body != `["before"]` {
		t.Errorf("afterwards: %d %s", status, body)
	}
}

// TestBrokenPolicies: a repository that does not compile is reported, stops new schemas and nothing else.
func TestBrokenPolicies(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{
		"policy.yaml": "apiVersion: policy.concord/v1\n",
		"rules/x/rule.rego": "# METADATA\n# title: Broken\n# custom:\n#   id: BRK001\n#   severity: low\n#   match: all\n" +
			"package policy.council.brk001\n\nimport rego.v2\n\nviolation contains v if { v := input.schema.nope }\n",
		"rollout.yaml": "rules:\n  BRK001: {level: enforce}\n",
	}
	for name, text := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s, err := Start(t.Context(), Config{DataDir: t.TempDir(), Policy: dir, PolicyPoll: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if status, body := ask(t, s, http.MethodGet, "/readyz", ""); status != http.StatusServiceUnavailable || !strings.Contains(body, "[-] policy: ") || !strings.Contains(body, "rule.rego") {
		t.Errorf("readiness = %d %s", status, body)
	}
	status, body := ask(t, s, http.MethodPost, "/subjects/a/versions", `{"schema": "\"int\""}`)
	if status != http.StatusServiceUnavailable {
		t.Errorf("register = %d %s", status, body)
	}
	if status, _ := ask(t, s, http.MethodGet, "/subjects", ""); status != http.StatusOK {
		t.Errorf("reads answer %d", status)
	}
}

// TestEtcdAwayAtStart: without storage and without a snapshot the server runs, is not ready, and says so.
func TestEtcdAwayAtStart(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	s, err := Start(ctx, Config{DataDir: filepath.Join(t.TempDir(), "made"), EtcdEndpoints: []string{"http://127.0.0.1:1"}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	if status, body := ask(t, s, http.MethodGet, "/readyz", ""); status != http.StatusServiceUnavailable || !strings.Contains(body, "[-] storage: ") {
		t.Errorf("readiness = %d %s", status, body)
	}
	if status, _ := ask(t, s, http.MethodGet, "/livez", ""); status != http.StatusOK {
		t.Errorf("liveness = %d", status)
	}
	if status, body := ask(t, s, http.MethodGet, "/", ""); status != http.StatusOK || body != "{}" {
		t.Errorf("root = %d %s", status, body)
	}
}

// TestEtcdAwayLater: reads go on while etcd is away, registering again what is there still works, and what was
// acknowledged is there when it is back.
func TestEtcdAwayLater(t *testing.T) {
	s := startServer(t, Config{})
	id := registerText(t, s, "kept", recordText("Kept", 2))
	if err := syscall.Kill(s.child.Process(), syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	stopped := s.child.Process()
	if status, body := ask(t, s, http.MethodGet, fmt.Sprintf("/schemas/ids/%d", id), ""); status != http.StatusOK {
		t.Errorf("by id while etcd hangs = %d %s", status, body)
	}
	if again := registerText(t, s, "kept", recordText("Kept", 2)); again != id {
		t.Errorf("registered again as %d, want %d", again, id)
	}
	if err := syscall.Kill(stopped, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if status, body := ask(t, s, http.MethodGet, "/subjects/kept/versions/latest", ""); status != http.StatusOK {
		t.Errorf("latest while etcd is dead = %d %s", status, body)
	}
	// The child comes back by itself, and with it new registrations.
	registerText(t, s, "new", recordText("New", 2))
	awaitReady(t, s)
	if status, body := ask(t, s, http.MethodGet, "/subjects", ""); status != http.StatusOK || body != `["kept","new"]` {
		t.Errorf("afterwards: %d %s", status, body)
	}
}

// TestRestart: an orderly stop and a start on the same folder give the same registry.
func TestRestart(t *testing.T) {
	dir := t.TempDir()
	first, err := Start(t.Context(), Config{DataDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	awaitReady(t, first)
	id := registerText(t, first, "kept", recordText("Kept", 2))
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := startServer(t, Config{DataDir: dir})
	if status, body := ask(t, second, http.MethodGet, fmt.Sprintf("/schemas/ids/%d", id), ""); status != http.StatusOK || !strings.Contains(body, `"subject":"kept","version":1`) {
		t.Errorf("by id after a restart = %d %s", status, body)
	}
}
