package confluent_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/servertest"
)

// newRegistry is a registry for one run, whose log nobody reads; runs take both ways to give ids in turn.
func newRegistry(t *testing.T, run int) http.Handler {
	t.Helper()
	c := Config{Registry: registry.Config{IDs: []registry.IDs{registry.SequenceIDs, registry.ContentIDs}[run%2]}}
	c.Confluent.MaxBody, c.Confluent.Logger = 1<<20, slog.New(slog.DiscardHandler)
	return servertest.New(t, c).Confluent()
}

// begin puts something of each kind into an empty registry, so that requests find what they are about.
func begin(t *testing.T, h http.Handler) {
	t.Helper()
	runAll(t, h, []exchange{
		{"", "POST", "/subjects/s/versions", nil, postString, 200, `{"id":…`},
		{"", "POST", "/subjects/:.x:s/versions", nil, postInt, 200, `{"id":…`},
		{"", "POST", "/subjects/r/versions", nil, `{"schema":"{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}","metadata":{"properties":{"owner":"x"}}}`, 200, `{"id":…`},
		{"", "POST", "/subjects/p/versions", nil, `{"schema":"syntax = \"proto3\"; message R { int32 a = 1; }","schemaType":"PROTOBUF"}`, 200, `{"id":…`},
		{"", "POST", "/subjects/j/versions", nil, `{"schema":"{\"type\":\"object\",\"additionalProperties\":false}","schemaType":"JSON"}`, 200, `{"id":…`},
		{"", "POST", "/associations", nil, postStrong, 200, `{"resourceName":…`},
		{"", "POST", keks, nil, postKek, 200, `{"name":…`},
		{"", "POST", keks + "/k/deks/s", nil, postDek, 200, `{"kekName":…`},
	})
}

// listed is what answers say about a version.
type listed struct {
	Subject string
	Version int
	ID      int
	GUID    string
	Schema  string
}

// readAll reads a registry from end to end: each version that is listed is there under its id and its GUID and says the
// same everywhere. It says what is wrong, nothing if all is well.
func readAll(h http.Handler) string {
	var all []listed
	var subjects []string
	for path, value := range map[string]any{
		"/schemas?subjectPrefix=:*:&deleted=true": &all, "/subjects?deleted=true": &subjects, "/contexts": new([]string),
		"/config": new(map[string]any), "/mode": new(map[string]any), keks + "?deleted=true": new([]string), "/associations/resources/-/-": new([]any),
	} {
		if wrong := read(h, path, value); wrong != "" {
			return wrong
		}
	}
	for _, v := range all {
		if !slices.Contains(subjects, v.Subject) || v.Version < 1 {
			return fmt.Sprintf("version %d of %q belongs to no subject of %q", v.Version, v.Subject, subjects)
		}
		for _, path := range []string{
			"/schemas/guids/" + v.GUID,
			fmt.Sprintf("/schemas/ids/%d?subject=%s", v.ID, url.QueryEscape(spelled.FindString(v.Subject))),
		} {
			var got listed
			if wrong := read(h, path, &got); wrong != "" || got.Schema != v.Schema || got.GUID != v.GUID {
				return fmt.Sprintf("%+v is %+v at %s %s", v, got, path, wrong)
			}
		}
	}
	return ""
}

// read reads what must be there.
func read(h http.Handler, path string, value any) string {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "http://registry"+path, strings.NewReader("")))
	if err := json.Unmarshal(w.Body.Bytes(), value); err != nil || w.Code != http.StatusOK {
		return fmt.Sprintf("GET %s: %d %s, %v", path, w.Code, w.Body, err)
	}
	return ""
}
