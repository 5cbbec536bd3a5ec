package confluent

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestNothingBreaks sends made-up requests, with bits of proper ones among them, to one registry. Whatever they are, no
// answer is a 5xx, a redirect or without the type of the dialect, and every error has the two members.
func TestNothingBreaks(t *testing.T) {
	h := newHandler(t, nil)
	words := rapid.OneOf(
		rapid.SampledFrom([]string{"subjects", "versions", "schemas", "ids", "guids", "config", "mode", "contexts", "compatibility", "associations", "resources",
			"latest", "-1", "0", "1", "2", ":.x:", ":.x:s", ":.:s", ":*:", ":.__GLOBAL:", "__EMPTY", "s", "r", ".", "..", "", "schema", "tags", "metadata", "referencedby", stringGUID}),
		rapid.String(),
	)
	names := rapid.SampledFrom([]string{"deleted", "permanent", "limit", "offset", "subjectPrefix", "subject", "format", "findTags", "key", "value", "recursive", "force", "normalize", "verbose", "defaultToGlobal"})
	values := rapid.OneOf(rapid.SampledFrom([]string{"true", "1", "-1", "99999999999", ":.x:", ":*:", "serialized", "resolved", "*"}), rapid.String())
	bodies := rapid.OneOf(
		rapid.SampledFrom([]string{postString, postInt, `{"schema":"\"s\"","references":[null,{"name":"s","subject":"s","version":1}]}`, `{"mode":"IMPORT"}`, `{"mode":null}`,
			`{"compatibility":"FULL_TRANSITIVE","alias":"s"}`, `{"compatibility":null}`, `{"tagsToAdd":[{}],"newVersion":-7}`, `{"schema":"message M {}","schemaType":"PROTOBUF","id":0}`,
			`{"schema":"{\"$ref\":\"#\"}","schemaType":"JSON","metadata":{"properties":{"confluent:version":"x"}},"version":-1}`, ""}),
		rapid.String(),
	)
	rapid.Check(t, func(t *rapid.T) {
		for range rapid.IntRange(1, 12).Draw(t, "requests") {
			method := rapid.SampledFrom([]string{"GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"}).Draw(t, "method")
			u := &url.URL{Scheme: "http", Host: "registry", RawQuery: url.Values{names.Draw(t, "name"): {values.Draw(t, "value")}}.Encode()}
			for _, segment := range rapid.SliceOfN(words, 0, 6).Draw(t, "path") {
				u.RawPath += "/" + url.PathEscape(segment)
				u.Path += "/" + segment
			}
			r := httptest.NewRequest(method, "http://registry/", strings.NewReader(bodies.Draw(t, "body")))
			r.URL = u
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code >= 500 || w.Code >= 300 && w.Code < 400 {
				t.Fatalf("%s %s: %d %s", method, u, w.Code, w.Body)
			}
			if w.Code >= 400 && method != "HEAD" && !strings.HasPrefix(w.Body.String(), `{"error_code":`) {
				t.Fatalf("%s %s: %d %s", method, u, w.Code, w.Body)
			}
		}
	})
}
