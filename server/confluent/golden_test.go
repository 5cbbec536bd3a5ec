package confluent_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The golden transcripts are random walks over the API and what the reference answered. Names, ids and GUIDs are
// tokens in them, which a run binds to the values it meets: `{p}` is a name part, `i3` an id, `g1` a GUID.

type transcript struct {
	Case   string
	Global bool
	Steps  []step
}

type step struct {
	Op, Method, Path string
	Query            [][2]string
	Headers          map[string]string
	Body             json.RawMessage
	Raw              *string
	Want             struct {
		Status int
		Body   any
	}
	// Loose are members that the reference takes from any of several owners, Unstable answers that differ every time.
	Loose    []string
	Unstable bool
}

// agreement is the least share of answers that must equal the reference's in the whole body. What is missing to 1 are
// faults of the reference that are answered better (contract §0a.3).
const agreement = 0.995

func TestGoldenTranscripts(t *testing.T) {
	h := newHandler(t, nil)
	pad(t, h)
	judged, equal, shown := 0, 0, 0
	for i, tr := range readGolden[transcript](t, "rest/transcripts.jsonl.gz") {
		w := &walk{t: t, h: h, name: fmt.Sprintf("g%08dx", i), value: map[string]any{}, token: map[string]string{}}
		for n, s := range tr.Steps {
			got, same := w.take(s)
			if s.Want.Status >= 500 || s.Unstable {
				continue
			}
			judged++
			if same {
				equal++
			} else if shown++; shown <= 20 {
				t.Logf("%s step %d: %s %s %v %s\n want %d %s\n got  %s", tr.Case, n, s.Method, s.Path, s.Query, s.Body, s.Want.Status, encode(s.Want.Body), got)
			}
		}
		if tr.Global {
			tidy(t, h)
		}
	}
	share := float64(equal) / float64(judged)
	t.Logf("%d of %d answers equal the reference's: %.2f%%", equal, judged, 100*share)
	if share < agreement {
		t.Errorf("want at least %.2f%%", 100*agreement)
	}
}

// readGolden reads a packed file with one JSON object a line.
func readGolden[T any](t *testing.T, name string) []T {
	t.Helper()
	file, err := os.Open("../../testdata/golden/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var read []T
	lines := bufio.NewScanner(unpacked)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var line T
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		read = append(read, line)
	}
	if err := lines.Err(); err != nil || len(read) == 0 {
		t.Fatalf("%s: %d lines, %v", name, len(read), err)
	}
	return read
}

// pad gives out ids of the default context, so that they differ from those of the transcripts' own contexts.
func pad(t *testing.T, h http.Handler) {
	for i := range 60 {
		body := fmt.Sprintf(`{"schema":"{\"type\":\"enum\",\"name\":\"Pad\",\"symbols\":[\"S%d\"]}"}`, i)
		if got := do(t, h, exchange{method: "POST", path: fmt.Sprintf("/subjects/pad%d/versions", i), body: body}); got.StatusCode != 200 {
			t.Fatalf("registering a schema: %d", got.StatusCode)
		}
	}
}

// tidy puts back what transcripts set for the whole registry.
func tidy(t *testing.T, h http.Handler) {
	for _, path := range []string{"/config", "/mode", "/config/:.__GLOBAL:", "/mode/:.__GLOBAL:"} {
		do(t, h, exchange{method: "DELETE", path: path})
	}
}

// walk is one transcript under way.
type walk struct {
	t    *testing.T
	h    http.Handler
	name string
	// value is what a token stands for, token the reverse, by kind, context and value.
	value map[string]any
	token map[string]string
}

// take sends a step; it reports the answer and whether it is the reference's.
func (w *walk) take(s step) (string, bool) {
	status, body := w.send(s)
	var got any
	switch {
	case strings.HasSuffix(s.Path, "/schema") && status == 200:
		got = map[string]any{"text": strings.ReplaceAll(body, w.name, "{p}")}
	case body != "":
		if err := json.Unmarshal([]byte(strings.ReplaceAll(body, w.name, "{p}")), &got); err != nil {
			w.t.Errorf("%s %s: no JSON: %s", s.Method, s.Path, body)
		}
		got = normal(got, home(s), keyOf(s))
	}
	if unsorted.MatchString(s.Path) {
		if list, ok := got.([]any); ok {
			slices.SortFunc(list, func(a, b any) int { return strings.Compare(string(encode(a)), string(encode(b))) })
		}
	}
	if object, ok := got.(map[string]any); ok {
		for _, name := range s.Loose {
			if _, there := object[name]; there {
				object[name] = "*"
			}
		}
	}
	return fmt.Sprintf("%d %s", status, body), w.same(s.Want.Body, got) && status == s.Want.Status
}

var (
	unsorted  = regexp.MustCompile(`/schemas/types|/schemas/ids/[^/]+/(subjects|versions)`)
	tokens    = regexp.MustCompile(`\{([ig]\d+)\}`)
	numbers   = regexp.MustCompile(`\{"\$id": ?"(i\d+)"\}`)
	errorType = regexp.MustCompile(`errorType:\s*['"]([A-Z_0-9]+)`)
	prefixed  = regexp.MustCompile(`^/contexts/:?(\.?)([^/:]+):?(/|$)`)
	qualified = regexp.MustCompile(`/(?:subjects|config|mode)/(:\.[^/]*)`)
	spelled   = regexp.MustCompile(`^:(\.[^:]*):`)
)

func (w *walk) send(s step) (int, string) {
	query := url.Values{}
	for _, pair := range s.Query {
		query.Add(pair[0], w.fill(pair[1]))
	}
	body := string(s.Body)
	if s.Raw != nil {
		body = *s.Raw
	}
	body = numbers.ReplaceAllStringFunc(body, func(m string) string { return fmt.Sprint(w.bound(numbers.FindStringSubmatch(m)[1])) })
	r := httptest.NewRequest(s.Method, "http://registry"+w.fill(s.Path)+"?"+query.Encode(), strings.NewReader(w.fill(body)))
	if body != "" {
		r.Header.Set("Content-Type", mediaType)
	}
	for name, value := range s.Headers {
		r.Header.Set(name, value)
	}
	recorder := httptest.NewRecorder()
	w.h.ServeHTTP(recorder, r)
	answer, err := io.ReadAll(recorder.Result().Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return recorder.Code, string(answer)
}

// fill puts the values of this run in place of names and tokens.
func (w *walk) fill(s string) string {
	s = strings.ReplaceAll(s, "{p}", w.name)
	return tokens.ReplaceAllStringFunc(s, func(m string) string { return fmt.Sprint(w.bound(m[1 : len(m)-1])) })
}

// bound is what a token stands for; one that no answer gave stands for something that nobody has.
func (w *walk) bound(token string) any {
	if v, ok := w.value[token]; ok {
		return v
	}
	if token[0] == 'g' {
		return "00000000-0000-0000-0000-000000000000"
	}
	return 2147483000
}

// boxed is an id or a GUID of this run, waiting to be compared with a token.
type boxed struct {
	kind, context string
	value         any
}

// normal takes messages out of an answer and boxes ids and GUIDs.
func normal(v any, in, key string) any {
	switch v := v.(type) {
	case map[string]any:
		if code, ok := v["error_code"]; ok {
			return map[string]any{"error_code": code}
		}
		in = contextOf(v, in)
		for name, member := range v {
			v[name] = normal(member, in, name)
		}
		return v
	case []any:
		return normalList(v, in, key)
	case float64:
		if key == "id" || key == "maxId" || key == "referencedby" {
			return boxed{"i", in, int(v)}
		}
	case string:
		if key == "guid" && len(v) == 36 {
			return boxed{"g", "", v}
		}
	}
	if key == "ts" {
		return "*"
	}
	return v
}

func normalList(list []any, in, key string) any {
	if key == "messages" {
		return types(list)
	}
	for i := range list {
		list[i] = normal(list[i], in, key)
	}
	return list
}

// types is the sorted set of the types of differences, `*` for other texts alone.
func types(messages []any) []any {
	names := map[string]bool{}
	for _, m := range messages {
		for _, found := range errorType.FindAllStringSubmatch(fmt.Sprint(m), -1) {
			names[found[1]] = true
		}
	}
	if len(names) == 0 && len(messages) > 0 {
		return []any{"*"}
	}
	list := []any{}
	for name := range names {
		list = append(list, name)
	}
	slices.SortFunc(list, func(a, b any) int { return strings.Compare(a.(string), b.(string)) })
	return list
}

// keyOf is the member that the answer would be if it had one: a list of referrers holds ids.
func keyOf(s step) string {
	if strings.HasSuffix(s.Path, "/referencedby") {
		return "referencedby"
	}
	return ""
}

// home is the context that a request speaks about; ids belong to it unless an answer says otherwise.
func home(s step) string {
	path := strings.ReplaceAll(s.Path, "%3A", ":")
	if m := prefixed.FindStringSubmatch(path); m != nil {
		return strings.TrimPrefix("."+m[2], "..")
	}
	if m := qualified.FindStringSubmatch(path); m != nil {
		return contextName(m[1])
	}
	for _, pair := range s.Query {
		if pair[0] == "subject" {
			return contextName(pair[1])
		}
	}
	return ""
}

// contextName is the context of a qualified subject, empty for the default one.
func contextName(subject string) string {
	if m := spelled.FindStringSubmatch(subject); m != nil && m[1] != "." {
		return m[1]
	}
	return ""
}

// contextOf is the context that the ids in an object belong to.
func contextOf(object map[string]any, in string) string {
	subject, _ := object["subject"].(string)
	if name, ok := object["context"].(string); ok && object["id"] != nil {
		return strings.TrimSuffix(name, ".")
	}
	if strings.HasPrefix(subject, ":.") {
		return contextName(subject)
	}
	if subject != "" && object["version"] != nil && object["schema"] != nil {
		return ""
	}
	return in
}

// same compares an answer with what the reference said, and binds tokens on the way.
func (w *walk) same(want, got any) bool {
	switch got := got.(type) {
	case boxed:
		return w.sameBox(want, got)
	case map[string]any:
		object, ok := want.(map[string]any)
		same := ok && len(object) == len(got)
		for _, name := range slices.Sorted(maps.Keys(object)) {
			member, there := got[name]
			same = w.same(object[name], member) && there && same
		}
		return same
	case []any:
		list, ok := want.([]any)
		same := ok && len(list) == len(got)
		for i := 0; same && i < len(list); i++ {
			same = w.same(list[i], got[i])
		}
		return same
	}
	return want == got
}

func (w *walk) sameBox(want any, got boxed) bool {
	token, ok := want.(string)
	if !ok || token == "" || token[:1] != got.kind {
		return false
	}
	key := fmt.Sprint(got)
	if known, ok := w.token[key]; ok {
		return known == token
	}
	if _, taken := w.value[token]; taken {
		return false
	}
	w.token[key], w.value[token] = token, got.value
	return true
}
