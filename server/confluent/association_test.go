package confluent_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/concord-registry/concord/server/confluent"
)

// unknowable are what no test can know: the GUIDs and times of associations.
var unknowable = regexp.MustCompile(`"guid":"[0-9a-f-]{36}"|"(?:createTs|updateTs)":[1-9][0-9]{12}\b`)

// hidden replaces what is unknowable, so that an exchange can be compared whole.
type hidden struct{ http.Handler }

func (h hidden) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	recorder := httptest.NewRecorder()
	h.Handler.ServeHTTP(recorder, r)
	for name, values := range recorder.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(recorder.Code)
	body := unknowable.ReplaceAllStringFunc(recorder.Body.String(), func(found string) string {
		name, _, _ := strings.Cut(found, ":")
		return name + ":0"
	})
	_, _ = io.WriteString(w, body)
}

const (
	postWeak   = `{"resourceName":"w","resourceNamespace":"lkc","resourceId":"lkc:w","resourceType":"topic","associations":[{"subject":"a","associationType":"value","lifecycle":"WEAK"}]}`
	postStrong = `{"resourceName":"s","resourceNamespace":"lkc","resourceId":"lkc:s","associations":[{"schema":` + postString + `}]}`

	answerStrong = `{"resourceName":"s","resourceNamespace":"lkc","resourceId":"lkc:s","resourceType":"topic","associations":[` +
		`{"subject":":.lkc:s-value","associationType":"value","lifecycle":"STRONG","schema":{"subject":":.lkc:s-value","version":1,"id":1,"guid":0,"schemaType":"AVRO","schema":"\"string\""}}]}`

	listedWeak = `{"subject":"a","guid":0,"resourceName":"w","resourceNamespace":"lkc","resourceId":"lkc:w","resourceType":"topic","associationType":"value","lifecycle":"WEAK","createTs":0,"updateTs":0}`
	listedKey  = `{"subject":":.x:a","guid":0,"resourceName":"w","resourceNamespace":"lkc","resourceId":"lkc:w","resourceType":"topic","associationType":"key","lifecycle":"WEAK","createTs":0,"updateTs":0}`
	listedTwin = `{"subject":"a","guid":0,"resourceName":"w","resourceNamespace":"-","resourceId":"-:w","resourceType":"topic","associationType":"value","lifecycle":"WEAK","createTs":0,"updateTs":0}`
	listedOwn  = `{"subject":":.lkc:s-value","guid":0,"resourceName":"s","resourceNamespace":"lkc","resourceId":"lkc:s","resourceType":"topic","associationType":"value","lifecycle":"STRONG","createTs":0,"updateTs":0}`
)

func TestAssociationEndpoints(t *testing.T) {
	runAll(t, hidden{newHandler(t, nil)}, []exchange{
		{"", "POST", "/subjects/a/versions", nil, postString, 200, `{"id":1,…`},
		{"", "POST", "/contexts/x/subjects/a/versions", nil, postString, 200, `{"id":1,…`},

		{"create", "POST", "/associations", nil, postWeak, 200, postWeak},
		{"create again", "POST", "/associations/", nil, postWeak, 200, postWeak},
		{"create with a schema, dry", "POST", "/associations?dryRun=true", nil, postStrong, 200, answerStrong},
		{"nothing was made", "GET", "/associations/resources/lkc:s", nil, "", 200, `[]`},
		{"create with a schema", "POST", "/associations", nil, postStrong, 200, answerStrong},
		{"create with a schema again", "POST", "/associations", nil, postStrong, 200, answerStrong},
		{"in a context by parameter", "PUT", "/associations/resources/lkc%3Aw?context=:.x:", nil, `{"resourceName":"w","resourceNamespace":"lkc","associations":[{"subject":"a","associationType":"key"}]}`, 200,
			`{"resourceName":"w","resourceNamespace":"lkc","resourceId":"lkc:w","resourceType":"topic","associations":[{"subject":":.x:a","associationType":"key","lifecycle":"WEAK"}]}`},
		{"in a context by path", "PUT", "/contexts/.x/associations/resources/lkc%3Aw", nil, `{"resourceName":"w","resourceNamespace":"lkc","resourceId":"lkc:w","associations":[{"subject":"a","associationType":"key"}]}`, 200, `{"resourceName":"w",…`},
		{"a namespace that is a dash", "POST", "/associations", nil, strings.ReplaceAll(postWeak, `"lkc`, `"-`), 200, strings.ReplaceAll(postWeak, `"lkc`, `"-`)},
		{"without an id, dry", "POST", "/associations?dryRun=True", nil, `{"resourceName":"n","resourceNamespace":"lkc","associations":[{"subject":"a"}]}`, 200,
			`{"resourceName":"n","resourceNamespace":"lkc","resourceType":"topic","associations":[{"subject":"a","associationType":"value","lifecycle":"WEAK"}]}`},

		{"of a topic", "GET", "/associations/resources/-/w?resourceType=topic&associationType=value", nil, "", 200, "[" + listedTwin + "," + listedWeak + "]"},
		{"of a topic, keys and values", "GET", "/associations/resources/-/w?associationType=key&associationType=value&limit=2", nil, "", 200, "[" + listedTwin + "," + listedKey + "]"},
		{"of a topic in a namespace", "GET", "/associations/resources/lkc/w?offset=1", nil, "", 200, "[" + listedWeak + "]"},
		{"of a topic in an empty namespace", "GET", "/associations/resources//w?offset=2", nil, "", 200, "[" + listedWeak + "]"},
		{"of a namespace", "GET", "/associations/resources/lkc/-?lifecycle=STRONG", nil, "", 200, "[" + listedOwn + "]"},
		{"of a resource", "GET", "/associations/resources/lkc%3As", nil, "", 200, "[" + listedOwn + "]"},
		{"of a subject", "GET", "/associations/subjects/a?offset=1", nil, "", 200, "[" + listedWeak + "]"},
		{"of a subject in a context", "GET", "/contexts/.x/associations/subjects/a", nil, "", 200, "[" + listedKey + "]"},
		{"of another type of resource", "GET", "/associations/resources/-/w?resourceType=table", nil, "", 200, `[]`},
		{"of an unknown lifecycle", "GET", "/associations/resources/-/w?lifecycle=NONE", nil, "", 404, `{"error_code":404,…`},
		{"schemas of a lifecycle", "GET", "/schemas?subjectPrefix=:*:&lifecycle=STRONG", nil, "", 200, `[{"subject":":.lkc:s-value","version":1,…`},
		{"schemas of no lifecycle", "GET", "/schemas?lifecycle=NONE", nil, "", 200, `[]`},
		{"schemas of an unknown lifecycle", "GET", "/schemas?lifecycle=NEVER", nil, "", 404, `{"error_code":404,…`},

		{"empty", "POST", "/associations", nil, `{}`, 422, `{"error_code":42212,"message":"The association specified an invalid value for property: 'resourceName', detail: cannot be null or empty"}`},
		{"no body", "POST", "/associations", nil, ``, 422, `{"error_code":422,…`},
		{"null in a list", "POST", "/associations", nil, `{"resourceName":"n","resourceNamespace":"lkc","resourceId":"i","associations":[null]}`, 422, `{"error_code":42212,…`},
		{"unknown lifecycle", "POST", "/associations", nil, `{"associations":[{"lifecycle":"SO-SO"}]}`, 400, `{"error_code":400,…`},
		{"the id of another", "PUT", "/associations/resources/lkc:w", nil, postStrong, 422, `{"error_code":42212,"message":"The association specified an invalid value for property: 'resourceId', detail: must be that of the path, 'lkc:w'"}`},
		{"bad context", "POST", "/associations?context=a:b", nil, postWeak, 400, `{"error_code":400,…`},
		{"conflict", "POST", "/associations", nil, strings.Replace(postWeak, `"a"`, `":.x:a"`, 1), 409, `{"error_code":40903,"message":"An association of type 'value' already exists for resource 'lkc:w'"}`},
		{"weak on an owned subject", "POST", "/associations", nil, `{"resourceName":"n","resourceNamespace":"lkc","resourceId":"i","associations":[{"subject":":.lkc:s-value"}]}`, 409, `{"error_code":40905,"message":"A strong association already exists for subject ':.lkc:s-value'"}`},
		{"weak on nothing", "POST", "/associations", nil, `{"resourceName":"n","resourceNamespace":"lkc","resourceId":"i","associations":[{"subject":"none"}]}`, 409, `{"error_code":40907,"message":"No active (non-deleted) version exists for subject 'none'"}`},
		{"incompatible", "POST", "/associations", nil, strings.Replace(postStrong, `\"string\"`, `\"int\"`, 1), 409, `{"error_code":40901,"message":"Schema being registered is incompatible with an earlier schema for subject \":.lkc:s-value\", details: [{errorType:'TYPE_MISMATCH', …`},
		{"a reference to an owned subject", "POST", "/subjects/b/versions", nil, `{"schema":"\"string\"","references":[{"name":"n","subject":":.lkc:s-value","version":1}]}`, 422, `{"error_code":42205,…`},

		{"delete an associated subject", "DELETE", "/subjects/a", nil, "", 409, `{"error_code":40904,"message":"An association already exists for subject 'a'"}`},
		{"delete the last version", "DELETE", "/subjects/a/versions/latest", nil, "", 409, `{"error_code":40907,…`},
		{"delete a frozen one", "DELETE", "/associations/resources/lkc:s", nil, "", 409, `{"error_code":40908,"message":"The association of type  'value' is frozen for subject ':.lkc:s-value'"}`},
		{"delete, dry", "DELETE", "/associations/resources/lkc:s?cascadeLifecycle=true&dryRun=true", nil, "", 204, ``},
		{"delete", "DELETE", "/associations/resources/lkc:s?cascadeLifecycle=True&resourceType=topic&associationType=value", nil, "", 204, ``},
		{"delete again", "DELETE", "/associations/resources/lkc:s", nil, "", 404, `{"error_code":40410,"message":"Association for 'lkc:s' not found."}`},
		{"its subject is gone", "GET", "/subjects/:.lkc:s-value/versions?deleted=true", nil, "", 404, `{"error_code":40401,…`},
		{"method", "DELETE", "/associations", nil, "", 405, `{"error_code":405,…`},
	})
}

func TestAssociationBatches(t *testing.T) {
	const (
		made   = `{"resourceName":"t","resourceNamespace":"lkc","resourceId":"lkc:t","resourceType":"topic","associations":[{"subject":"a","associationType":"value","lifecycle":"WEAK"}]}`
		create = `{"resourceName":"t","resourceNamespace":"lkc","resourceId":"lkc:t","associations":[{"opType":"CREATE","subject":"a"}]}`
		doomed = `{"resourceName":"t","resourceNamespace":"lkc","resourceId":"lkc:t","associations":[{"opType":"DELETE","associationType":"value"}]}`
		absent = `{"error":{"error_code":42212,"message":"The association specified an invalid value for property: 'resourceName', detail: cannot be null or empty"}}`
	)
	runAll(t, hidden{newHandler(t, nil)}, []exchange{
		{"", "POST", "/subjects/a/versions", nil, postString, 200, `{"id":1,…`},
		{"", "POST", "/contexts/.x/subjects/a/versions", nil, postString, 200, `{"id":1,…`},
		{"dry", "POST", "/associations:batchMutate?dryRun=true", nil, `{"requests":[` + create + `]}`, 207, `{"results":[{"result":` + made + `}]}`},
		{"one good, one bad", "POST", "/associations:batchMutate", nil, `{"requests":[null,` + create + `]}`, 207, `{"results":[` + absent + `,{"result":` + made + `}]}`},
		{"the name in 8.2, in a context", "POST", "/contexts/.x/associations:batch", nil, `{"requests":[{"resourceName":"u","resourceNamespace":"lkc","resourceId":"lkc:u","associations":[{"opType":"UPSERT","subject":"a"}]}]}`, 207,
			`{"results":[{"result":{"resourceName":"u","resourceNamespace":"lkc","resourceId":"lkc:u","resourceType":"topic","associations":[{"subject":":.x:a",…`},
		{"no operation", "POST", "/associations:batchMutate", nil, `{"requests":[` + strings.Replace(create, `"opType":"CREATE",`, ``, 1) + `]}`, 207, `{"results":[{"error":{"error_code":42212,"message":"The association specified an invalid value for property: 'opType', …`},
		{"unknown operation", "POST", "/associations:batchMutate", nil, `{"requests":[{"associations":[{"opType":"MERGE"}]}]}`, 400, `{"error_code":400,…`},
		{"no requests", "POST", "/associations:batchMutate", nil, `{}`, 422, `{"error_code":42212,"message":"The association specified an invalid value for property: 'requests', detail: cannot be null or empty"}`},
		{"too many requests", "POST", "/associations:batchGet", nil, `{"requests":[` + strings.Repeat("null,", confluent.MostRequests) + `null]}`, 422, `{"error_code":42212,"message":"The association specified an invalid value for property: 'requests', detail: has 1001 …`},

		{"get", "POST", "/associations:batchGet", nil, `{"requests":[{"resourceId":"lkc:t"},{"resourceName":"t","resourceNamespace":"lkc","associationTypes":["key"]},{"resourceName":"t"}]}`, 207,
			`{"results":[{"result":` + made + `},{"result":{"resourceName":"t","resourceNamespace":"lkc"}},{"error":{"error_code":42212,…`},
		{"get with schemas", "POST", "/associations:batchGet?includeSchemas=true", nil, `{"requests":[{"resourceName":"t","resourceNamespace":"lkc","lifecycle":"WEAK"}]}`, 207,
			`{"results":[{"result":{"resourceName":"t","resourceNamespace":"lkc","resourceId":"lkc:t","resourceType":"topic","associations":[{"subject":"a","associationType":"value","lifecycle":"WEAK",` +
				`"schema":{"subject":"a","version":1,"id":1,"guid":0,"schemaType":"AVRO","schema":"\"string\"","ts":…`},
		{"delete", "POST", "/associations:batchMutate", nil, `{"requests":[` + doomed + `,` + doomed + `]}`, 207,
			`{"results":[{"result":{"resourceName":"t","resourceNamespace":"lkc","resourceId":"lkc:t","resourceType":"topic"}},{"error":{"error_code":40410,"message":"Association for 'lkc:t' not found."}}]}`},
	})
}

// TestRecordedAssociations sends what clients sent about associations, and wants the reference's whole answers back.
func TestRecordedAssociations(t *testing.T) {
	h := newHandler(t, nil)
	judged := 0
	for _, r := range readGolden[recorded](t, "clients/traffic.jsonl.gz") {
		request := httptest.NewRequest(r.Method, "http://registry"+r.Path, strings.NewReader(string(r.Body)))
		for name, value := range r.Headers {
			request.Header.Set(name, value)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, request)
		if !strings.HasPrefix(r.Path, "/associations") {
			continue
		}
		judged++
		got, want := comparable(t, w.Body.Bytes()), comparable(t, r.Want.Body)
		if diff := cmp.Diff(want, got); w.Code != r.Want.Status || diff != "" {
			t.Errorf("%s: %s %s %s: %d, want %d\n%s", r.Client, r.Method, r.Path, r.Body, w.Code, r.Want.Status, diff)
		}
	}
	if judged < 70 {
		t.Errorf("only %d requests of the recording are about associations", judged)
	}
}

// comparable is a body without what differs from run to run, and without messages, which the recording lacks.
func comparable(t *testing.T, body []byte) any {
	t.Helper()
	if len(body) == 0 {
		return nil
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	list, _ := value.([]any)
	for _, item := range append(list, value) {
		if object, ok := item.(map[string]any); ok {
			for _, name := range []string{"guid", "createTs", "updateTs", "message"} {
				delete(object, name)
			}
		}
	}
	return value
}
