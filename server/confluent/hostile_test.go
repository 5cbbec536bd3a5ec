package confluent_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/concord-registry/concord/server/confluent"
)

var hostileRuns = flag.Int("hostile", 200, "how many runs of made-up requests to make")

// TestNothingBreaks sends made-up requests to every route of the table, in runs on one registry each. Whatever they are,
// no answer is a 5xx, a redirect or without the type of the dialect, every error has the two members and no other, and
// afterwards the registry can be read from end to end. A new route, member or parameter is tried as soon as it is there:
// routes come from the table, names from the sources. -hostile 20000 makes more runs.
func TestNothingBreaks(t *testing.T) {
	g := newHostile(t)
	for run := range *hostileRuns {
		g.Rand = rand.New(rand.NewPCG(uint64(run), 0))
		g.run(t, run)
	}
}

// run makes one run, and tells all its requests when something is wrong.
func (g hostile) run(t *testing.T, run int) {
	t.Helper()
	h, sent := newRegistry(t, run), []string(nil)
	begin(t, h)
	for range 30 {
		r, body := g.request()
		sent = append(sent, fmt.Sprintf("%s %s %v %q", r.Method, r.URL, r.Header, body))
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if wrong := wrongAnswer(w); wrong != "" {
			t.Fatalf("run %d:\n%s\n%s: %d %v %s", run, strings.Join(sent, "\n"), wrong, w.Code, w.Header(), w.Body)
		}
	}
	if wrong := readAll(h); wrong != "" {
		t.Fatalf("run %d:\n%s\n%s", run, strings.Join(sent, "\n"), wrong)
	}
}

// TestEveryRouteIsReached: the made-up paths match the route that they were made for, else nothing is tried.
func TestEveryRouteIsReached(t *testing.T) {
	g := newHostile(t)
	var got string
	h := newHandler(t, func(c *Config) {
		c.Confluent.Observe = func(route, _ string, _ int, _ time.Duration, _ string) { got = route }
	})
	for _, pattern := range g.patterns {
		want := strings.TrimSuffix(pattern, "{$}")
		path := placeholder.ReplaceAllString(want, "1")
		if h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("OPTIONS", path, nil)); got != want {
			t.Errorf("%s leads to %s, want %s", path, got, want)
		}
	}
}

// wrongAnswer says what is wrong with an answer, nothing for a good one.
func wrongAnswer(w *httptest.ResponseRecorder) string {
	var refused map[string]any
	isJSON := json.Unmarshal(w.Body.Bytes(), &refused) == nil
	switch {
	case w.Code >= 500 && !(w.Code == 500 && refused["error_code"] == 50070.0): // no key management service is there
		return "a failure of the server"
	case w.Code >= 300 && w.Code < 400 && w.Code != http.StatusNotModified:
		return "a redirect"
	case w.Code != http.StatusNoContent && w.Code != http.StatusNotModified && !ofDialect(w.Header().Get("Content-Type")):
		return "no type of the dialect"
	case w.Code < 400:
		return ""
	case !isJSON || len(refused) != 2:
		return "no error of the dialect"
	}
	code, message := refused["error_code"], refused["message"]
	if n, ok := code.(float64); !ok || int(n) != w.Code && int(n)/100 != w.Code || message == "" {
		return "an error without code or message"
	}
	return ""
}

// hostile makes requests.
type hostile struct {
	*rand.Rand
	patterns []string
	// members are the names that the package looks for in bodies, parameters those in queries.
	members, parameters []string
}

var (
	placeholder = regexp.MustCompile(`\{[a-z]+\}`)
	memberName  = regexp.MustCompile(`\.Get\("(\w+)"\)|\bcase "([a-z]\w+)":`)
	queryName   = regexp.MustCompile(`\.(?:Text|Texts|Flag|Integer)\("(\w+)"`)
)

func newHostile(t *testing.T) hostile {
	var sources []string
	for _, pattern := range []string{"*.go", "dialect/*.go"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, found...)
	}
	members, parameters := map[string]bool{}, map[string]bool{}
	for _, name := range sources {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, found := range memberName.FindAllStringSubmatch(string(text), -1) {
			members[found[1]+found[2]] = true
		}
		for _, found := range queryName.FindAllStringSubmatch(string(text), -1) {
			parameters[found[1]] = true
		}
	}
	g := hostile{nil, slices.Sorted(maps.Keys(confluent.Routes())), slices.Sorted(maps.Keys(members)), slices.Sorted(maps.Keys(parameters))}
	if !slices.Contains(g.members, "schema") || !slices.Contains(g.members, "compatibility") || !slices.Contains(g.parameters, "deleted") {
		t.Fatalf("names were not found in the sources: %q, %q", g.members, g.parameters)
	}
	return g
}

// Words that mean something somewhere, so that made-up requests get far.
var hostileWords = []string{
	"s", "t", "r", ":.x:s", ":.x:", ":.:s", ":*:", ":*:s", ":.__GLOBAL:", "__EMPTY", "contexts", ".x", "x", ".", "..", "-", "", " ", "k", "lkc:s", "lkc",
	"latest", "-1", "0", "1", "2", "2147483647", "2147483648", "1.0", "1e3", "true", "TRUE", "null", "topic", "key", "value", "STRONG", "WEAK",
	"AVRO", "PROTOBUF", "JSON", "READONLY", "IMPORT", "READWRITE", "FULL_TRANSITIVE", "none", "serialized", "resolved", "ignore_extensions", "logical",
	"qualified", "*", "PII", "sr_record", "R", "R.a", "WRITE", "UPGRADE", "TRANSFORM", "CEL", "AES256_SIV", "local-kms", "YQ==", stringGUID,
	`"string"`, `"int"`, `{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}`, `{"type":"object","properties":{"a":{"$ref":"#"}}}`,
	`syntax = "proto3"; message R { int32 a = 1; }`, "\u0000", "é", "a/b", "%", "a%2Fb", "\ud7ff\U0001F600", "\xff",
}

// likelyWords are what the names of patterns mostly stand for.
var likelyWords = map[string][]string{
	"{subject}": {"s", "t", "r", ":.x:s", "p", "j", ":.lkc:s-value"},
	"{version}": {"1", "latest", "2", "-1", "3"},
	"{id}":      {"1", "2", "3", "lkc:w", "lkc:s", "4"},
	"{guid}":    {stringGUID, intGUID, strings.ReplaceAll(stringGUID, "-", "")},
	"{kek}":     {"k", "shared"},
	"{context}": {".x", ".lkc", ".y"},
	"{name}":    {"w", "s", "-"},
}

// likelyBodies are what clients send to the routes whose pattern holds a text.
var likelyBodies = []struct{ in, body string }{
	{"subjects/{subject}", postString},
	{"subjects/{subject}", postInt},
	{"subjects/{subject}", `{"schema":"\"R\"","references":[{"name":"R","subject":"r","version":-1}]}`},
	{"subjects/{subject}", `{"schema":"{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}","metadata":{"tags":{"R":["PII"]},"properties":{"owner":"x"},"sensitive":["owner"]},"ruleSet":{"domainRules":[{"name":"d","type":"CEL","mode":"WRITE"}]}}`},
	{"subjects/{subject}", `{"schema":"message R { int32 a = 1; }","schemaType":"PROTOBUF","id":7,"version":3}`},
	{"subjects/{subject}", `{"schema":"syntax = \"proto3\"; message R { int32 a = 1; }","schemaType":"PROTOBUF"}`},
	{"subjects/{subject}", `{"schema":"{\"type\":\"object\"}","schemaType":"JSON","version":-1,"propagateSchemaTags":true}`},
	{"/mode", `{"mode":"IMPORT"}`}, {"/mode", `{"mode":"READWRITE"}`}, {"/mode", `{"mode":"READONLY"}`}, {"/mode", `{"mode":null}`},
	{"/config", `{"compatibility":"FULL_TRANSITIVE","alias":"t","normalize":true,"compatibilityGroup":"owner"}`},
	{"/config", `{"compatibility":"NONE","alias":null,"aliasForDeks":"s"}`},
	{"/config", `{"overrideMetadata":{"properties":{"o":"1"}},"defaultRuleSet":{"migrationRules":[{"name":"m","type":"CEL","mode":"UPGRADE"}]},"validateFields":true}`},
	{"/tags", `{"tagsToAdd":[{"schemaEntity":{"entityPath":"R","entityType":"sr_record"},"tags":["PII"]}],"rulesToRemove":["d"]}`},
	{"/associations", postWeak}, {"/associations", postStrong},
	{":batch", `{"requests":[` + postWeak + `,null,{"resourceId":"lkc:s","associations":[{"opType":"DELETE","cascadeLifecycle":true}]}]}`},
	{":batch", `{"requests":[{"resourceName":"w","resourceNamespace":"lkc","resourceId":"lkc:w","associations":[{"opType":"UPSERT","subject":"s"}]}]}`},
	{"/keks", postKek}, {"/keks", `{"name":"shared","kmsType":"local-kms","kmsKeyId":"id","shared":true}`}, {"/keks/{kek}", `{"doc":"d","kmsProps":null}`},
	{"/deks", postDek}, {"/deks", `{"subject":"s","version":2,"algorithm":"AES256_SIV","encryptedKeyMaterial":"YQ=="}`},
	{"/", `{}`}, {"/", ``}, {"/", `null`}, {"/", `[]`},
}

func (g hostile) pick(from ...string) string { return from[g.IntN(len(from))] }

// request is one request, and its body once more.
func (g hostile) request() (*http.Request, string) {
	pattern := g.pick(g.patterns...)
	method := g.pick(slices.Sorted(maps.Keys(confluent.Routes()[pattern]))...)
	if g.IntN(8) == 0 {
		method = g.pick("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "BREW")
	}
	body := g.body(pattern)
	r := httptest.NewRequest("GET", "http://registry/", strings.NewReader(body))
	r.Method, r.URL = method, g.url(pattern)
	if g.IntN(3) == 0 {
		name := g.pick("Accept", "Content-Type", "Content-Encoding", "Accept-Encoding", "If-None-Match", "User-Agent", "X-Request-Id", "Origin")
		r.Header.Set(name, g.pick("application/json", "text/html", "gzip", "*", "Java/17.0.1", "*/*;q=0", g.text()))
	}
	return r, body
}

// url fills the names of a pattern, and puts a context or a slash around it.
func (g hostile) url(pattern string) *url.URL {
	raw := placeholder.ReplaceAllStringFunc(strings.TrimSuffix(pattern, "{$}"), func(name string) string {
		if likely := likelyWords[name]; likely != nil && g.IntN(5) > 0 {
			return url.PathEscape(g.pick(likely...))
		}
		return url.PathEscape(g.word())
	})
	raw = g.pick("", "", "", "", "/contexts/.x", "/contexts/:.x:", "/contexts/.") + raw + g.pick("", "", "", "", "", "", "/", "//", "/more")
	query := url.Values{}
	for range g.IntN(4) {
		query.Add(g.pick(g.parameters...), g.pick("true", g.word()))
	}
	path, err := url.PathUnescape(raw)
	if err != nil {
		panic(err) // PathEscape made it
	}
	return &url.URL{Scheme: "http", Host: "registry", Path: path, RawPath: raw, RawQuery: query.Encode()}
}

// text is made of characters from everywhere, of some that mean something, and of bytes that are none.
func (g hostile) text() string {
	var b strings.Builder
	for range g.IntN(8) {
		switch g.IntN(4) {
		case 0:
			b.WriteRune(rune(g.IntN(0x110000)))
		case 1:
			b.WriteByte(byte(g.IntN(256)))
		default:
			b.WriteString(g.pick(`"`, `\`, "{", "}", "[", "]", ":", ",", ".", "/", "%", "\x00", "\n", "a", "1"))
		}
	}
	return b.String()
}

func (g hostile) word() string {
	if g.IntN(8) == 0 {
		return g.text()
	}
	return g.pick(hostileWords...)
}

// body is a likely one, a likely one with a member more, any JSON, or anything.
func (g hostile) body(pattern string) string {
	var fit []string
	for _, likely := range likelyBodies {
		if strings.Contains(pattern, likely.in) {
			fit = append(fit, likely.body)
		}
	}
	body := g.pick(fit...)
	switch g.IntN(10) {
	case 0:
		return g.text()
	case 1:
		return g.value(0)
	case 2:
		return body + g.pick("'", "x", "\xff", "\x00", "{}", "\ufeff")
	case 3, 4, 5:
		if rest, ok := strings.CutSuffix(body, "}"); ok && rest != "{" {
			return rest + fmt.Sprintf(",%q:%s}", g.pick(g.members...), g.value(0))
		}
	}
	return body
}

// value is some JSON.
func (g hostile) value(depth int) string {
	switch kind := g.IntN(6); {
	case kind < 2:
		return string(encode(g.word()))
	case kind == 2 || depth > 2:
		return g.pick("null", "true", "false", "0", "1", "-1", "2", "1.5", "1e3", "-0", "1e999", "2147483648", "99999999999999999999", "0.1e-7", `""`)
	case kind == 3:
		var items []string
		for range g.IntN(4) {
			items = append(items, g.value(depth+1))
		}
		return "[" + strings.Join(items, ",") + "]"
	}
	var members []string
	for range g.IntN(4) {
		members = append(members, fmt.Sprintf("%q:%s", g.pick(g.members...), g.value(depth+1)))
	}
	return "{" + strings.Join(members, ",") + "}"
}
