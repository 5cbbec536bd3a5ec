package confluent_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/concord-registry/concord/server/confluent"
	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// TestActions: every operation of the table says what its caller has to be allowed, in words that there are.
func TestActions(t *testing.T) {
	for pattern, methods := range confluent.Routes() {
		for method, o := range methods {
			for _, action := range append([]store.Action{o.Action}, o.Others...) {
				if !slices.ContainsFunc(store.Actions, func(row store.ActionRow) bool { return row.Action == action }) {
					t.Errorf("%s %s has the action %q, which store.Actions does not list", method, pattern, action)
				}
			}
		}
	}
}

// recorder is an Access that remembers what it is asked, in order, and denies everything when it is told to.
type recorder struct {
	mu    sync.Mutex
	asked []store.Action
	deny  bool
}

func (r *recorder) May(_ *store.View, _ store.Caller, action store.Action, _ store.Subject) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked = append(r.asked, action)
	if r.deny {
		return fault.ActionDenied.With("action", action)
	}
	return nil
}

// watching forgets what was asked so far.
func (r *recorder) watching(deny bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked, r.deny = nil, deny
}

// asking has a request that succeeds for every operation of the table, in an order in which all do. Where a request is one
// of the operation's other actions, that stands there as well.
var asking = []struct {
	method, pattern, path, body string
	as                          store.Action
}{
	{method: "GET", pattern: "/v1/metadata/id"},
	{method: "GET", pattern: "/v1/metadata/version"},
	{method: "GET", pattern: "/v1/metadata/deployment"},
	{method: "GET", pattern: "/schemas/types"},

	{method: "POST", pattern: "/subjects/{subject}/versions", path: "/subjects/s/versions", body: postString},
	{method: "POST", pattern: "/subjects/{subject}/versions/{version}/tags", path: "/subjects/s/versions/1/tags", body: `{"metadata":{"properties":{"a":"b"}}}`},
	{method: "POST", pattern: "/subjects/{subject}/versions", path: "/subjects/s/versions?force=true", body: postInt, as: store.VersionForce},
	{method: "GET", pattern: "/subjects"},
	{method: "POST", pattern: "/subjects/{subject}", path: "/subjects/s", body: postString},
	{method: "GET", pattern: "/subjects/{subject}/metadata", path: "/subjects/s/metadata?key=a&value=b"},
	{method: "GET", pattern: "/subjects/{subject}/versions", path: "/subjects/s/versions"},
	{method: "GET", pattern: "/subjects/{subject}/versions/{version}", path: "/subjects/s/versions/1"},
	{method: "GET", pattern: "/subjects/{subject}/versions/{version}/schema", path: "/subjects/s/versions/1/schema"},
	{method: "GET", pattern: "/subjects/{subject}/versions/{version}/referencedby", path: "/subjects/s/versions/1/referencedby"},
	{method: "GET", pattern: "/schemas"},
	{method: "GET", pattern: "/schemas/ids/{id}", path: "/schemas/ids/1"},
	{method: "GET", pattern: "/schemas/ids/{id}/schema", path: "/schemas/ids/1/schema"},
	{method: "GET", pattern: "/schemas/ids/{id}/subjects", path: "/schemas/ids/1/subjects"},
	{method: "GET", pattern: "/schemas/ids/{id}/versions", path: "/schemas/ids/1/versions"},
	{method: "GET", pattern: "/schemas/guids/{guid}", path: "/schemas/guids/" + stringGUID},
	{method: "GET", pattern: "/schemas/guids/{guid}/ids", path: "/schemas/guids/" + stringGUID + "/ids"},
	{method: "POST", pattern: "/compatibility/subjects/{subject}/versions", path: "/compatibility/subjects/s/versions", body: postString},
	{method: "POST", pattern: "/compatibility/subjects/{subject}/versions/{version}", path: "/compatibility/subjects/s/versions/1", body: postString},

	{method: "GET", pattern: "/config"},
	{method: "PUT", pattern: "/config", body: `{"compatibility":"FULL"}`},
	{method: "DELETE", pattern: "/config"},
	{method: "PUT", pattern: "/config/{subject}", path: "/config/s", body: `{"compatibility":"FULL"}`},
	{method: "GET", pattern: "/config/{subject}", path: "/config/s"},
	{method: "DELETE", pattern: "/config/{subject}", path: "/config/s"},
	{method: "GET", pattern: "/mode"},
	{method: "PUT", pattern: "/mode", body: `{"mode":"READWRITE"}`},
	{method: "PUT", pattern: "/mode", path: "/mode?force=true", body: `{"mode":"IMPORT"}`, as: store.ModeImport},
	{method: "DELETE", pattern: "/mode"},
	{method: "PUT", pattern: "/mode/{subject}", path: "/mode/:.old:s", body: `{"mode":"READWRITE"}`},
	{method: "PUT", pattern: "/mode/{subject}", path: "/mode/:.old:s", body: `{"mode":"IMPORT"}`, as: store.ModeImport},
	{method: "POST", pattern: "/subjects/{subject}/versions", path: "/subjects/:.old:s/versions", body: `{"schema":"\"long\"","id":7,"version":3}`, as: store.VersionImport},
	{method: "GET", pattern: "/mode/{subject}", path: "/mode/:.old:s"},
	{method: "DELETE", pattern: "/mode/{subject}", path: "/mode/:.old:s"},

	{method: "DELETE", pattern: "/subjects/{subject}/versions/{version}", path: "/subjects/s/versions/1"},
	{method: "DELETE", pattern: "/subjects/{subject}/versions/{version}", path: "/subjects/s/versions/1?permanent=true", as: store.VersionPurge},
	{method: "DELETE", pattern: "/subjects/{subject}", path: "/subjects/:.old:s"},
	{method: "DELETE", pattern: "/subjects/{subject}", path: "/subjects/:.old:s?permanent=true", as: store.SubjectPurge},
	{method: "GET", pattern: "/contexts"},
	{method: "DELETE", pattern: "/contexts/{context}", path: "/contexts/.old"},

	{method: "POST", pattern: "/associations", body: tie("w", `"associationType":"value"`)},
	{method: "PUT", pattern: "/associations/resources/{id}", path: "/associations/resources/lkc:w", body: tie("w", `"associationType":"value"`)},
	{method: "PUT", pattern: "/associations/resources/{id}", path: "/associations/resources/lkc:w", body: tie("w", `"associationType":"key"`), as: store.AssociationCreate},
	{method: "GET", pattern: "/associations/subjects/{subject}", path: "/associations/subjects/s"},
	{method: "GET", pattern: "/associations/resources/{namespace}/{name}", path: "/associations/resources/lkc/w"},
	{method: "GET", pattern: "/associations/resources/{id}", path: "/associations/resources/lkc:w"},
	{method: "POST", pattern: "/associations:batchGet", body: `{"requests":[{"resourceId":"lkc:w"}]}`},
	{method: "POST", pattern: "/associations:batchMutate", body: batch("w", "UPSERT")},
	{method: "POST", pattern: "/associations:batchMutate", body: batch("v", "CREATE"), as: store.AssociationCreate},
	{method: "POST", pattern: "/associations:batchMutate", body: batch("v", "DELETE"), as: store.AssociationDelete},
	{method: "POST", pattern: "/associations:batch", body: batch("w", "UPSERT")},
	{method: "POST", pattern: "/associations:batch", body: batch("v", "CREATE"), as: store.AssociationCreate},
	{method: "POST", pattern: "/associations:batch", body: batch("v", "DELETE"), as: store.AssociationDelete},
	{method: "DELETE", pattern: "/associations/resources/{id}", path: "/associations/resources/lkc:w"},

	{method: "POST", pattern: keks, body: strings.Replace(postKek, "false", "true", 1)},
	{method: "GET", pattern: keks},
	{method: "GET", pattern: keks + "/{kek}", path: keks + "/k"},
	{method: "PUT", pattern: keks + "/{kek}", path: keks + "/k", body: `{"doc":"d"}`},
	{method: "POST", pattern: keks + "/{kek}/test", path: keks + "/k/test"},
	{method: "POST", pattern: keks + "/{kek}/deks", path: keks + "/k/deks", body: `{"subject":"s"}`},
	{method: "POST", pattern: keks + "/{kek}/deks/{subject}", path: keks + "/k/deks/t", body: `{}`},
	{method: "GET", pattern: keks + "/{kek}/deks", path: keks + "/k/deks"},
	{method: "GET", pattern: keks + "/{kek}/deks/{subject}", path: keks + "/k/deks/s"},
	{method: "GET", pattern: keks + "/{kek}/deks/{subject}/versions", path: keks + "/k/deks/s/versions"},
	{method: "GET", pattern: keks + "/{kek}/deks/{subject}/versions/{version}", path: keks + "/k/deks/s/versions/1"},
	{method: "DELETE", pattern: keks + "/{kek}/deks/{subject}/versions/{version}", path: keks + "/k/deks/s/versions/1"},
	{method: "POST", pattern: keks + "/{kek}/deks/{subject}/versions/{version}/undelete", path: keks + "/k/deks/s/versions/1/undelete"},
	{method: "DELETE", pattern: keks + "/{kek}/deks/{subject}", path: keks + "/k/deks/s"},
	{method: "POST", pattern: keks + "/{kek}/deks/{subject}/undelete", path: keks + "/k/deks/s/undelete"},
	{method: "DELETE", pattern: keks + "/{kek}/deks/{subject}", path: keks + "/k/deks/s"},
	{method: "DELETE", pattern: keks + "/{kek}/deks/{subject}", path: keks + "/k/deks/s?permanent=true", as: store.DekPurge},
	{method: "DELETE", pattern: keks + "/{kek}/deks/{subject}/versions/{version}", path: keks + "/k/deks/t/versions/1"},
	{method: "DELETE", pattern: keks + "/{kek}/deks/{subject}/versions/{version}", path: keks + "/k/deks/t/versions/1?permanent=true", as: store.DekPurge},
	{method: "DELETE", pattern: keks + "/{kek}", path: keks + "/k"},
	{method: "POST", pattern: keks + "/{kek}/undelete", path: keks + "/k/undelete"},
	{method: "DELETE", pattern: keks + "/{kek}", path: keks + "/k"},
	{method: "DELETE", pattern: keks + "/{kek}", path: keks + "/k?permanent=true", as: store.KekPurge},
}

// unasked are the operations that ask nobody: anybody may see that somebody is there.
var unasked = []string{"GET " + dialect.RootPattern, "POST " + dialect.RootPattern}

// tie is the body of a request that ties a resource to the subject s in one way.
func tie(resource, how string) string {
	return `{"resourceName":"` + resource + `","resourceNamespace":"lkc","resourceId":"lkc:` + resource + `","associations":[{"subject":"s",` + how + `,"lifecycle":"WEAK"}]}`
}

// batch is [tie] as one of a batch.
func batch(resource, op string) string {
	return `{"requests":[` + tie(resource, `"associationType":"value","opType":"`+op+`"`) + `]}`
}

// TestEveryRouteAsks: what an operation first asks about its caller is the action that the table has for it, and every
// action of the table is asked about. Who is denied everything sees nothing.
func TestEveryRouteAsks(t *testing.T) {
	access, routes := &recorder{}, confluent.Routes()
	h := newHandler(t, func(c *Config) {
		withSecret(t)(c)
		c.Registry.Access = access
	})
	tried := map[string]bool{}
	for _, a := range asking {
		o, ok := routes[a.pattern][a.method]
		if !ok {
			t.Errorf("there is no %s %s", a.method, a.pattern)
			continue
		}
		want := o.Action
		if a.as != "" {
			want = a.as
		}
		tried[a.method+" "+a.pattern+" "+string(want)] = true
		path := a.path
		if path == "" {
			path = a.pattern
		}
		access.watching(true)
		if status, body := answered(h, a.method, path, a.body); status == http.StatusOK && body != "[]" || status == http.StatusNoContent {
			t.Errorf("%s %s for somebody who may do nothing: %d %s", a.method, path, status, body)
		}
		access.watching(false)
		if status, body := answered(h, a.method, path, a.body); status >= 300 || strings.Contains(body, `"error_code"`) {
			t.Errorf("%s %s: %d %s", a.method, path, status, body)
		}
		switch asked := access.asked; {
		case !slices.Contains(asked, want):
			t.Errorf("%s %s asks about %v, not about %s", a.method, path, asked, want)
		case asked[0] != want && asked[0] != o.Action:
			t.Errorf("%s %s asks about %v, but first about %s", a.method, path, asked, want)
		}
	}
	for pattern, methods := range routes {
		for method, o := range methods {
			for _, action := range append([]store.Action{o.Action}, o.Others...) {
				if what := method + " " + pattern; !slices.Contains(unasked, what) && !tried[what+" "+string(action)] {
					t.Errorf("%s as %s is not tried: enter a request into the list", what, action)
				}
			}
		}
	}
}

func answered(h http.Handler, method, path, body string) (int, string) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, path, strings.NewReader(body)))
	read, _ := io.ReadAll(w.Body) // from memory
	return w.Code, string(read)
}
