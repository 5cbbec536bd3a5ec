package confluent_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/concord-registry/concord/server/registry"
)

// recorded is one request of an unchanged client, and what the reference answered.
type recorded struct {
	Client, Method, Path string
	Headers              map[string]string
	Body                 json.RawMessage
	Want                 struct {
		Status      int
		ContentType string `json:"content_type"`
		Body        json.RawMessage
	}
}

// TestRecordedClients sends everything that 25 unchanged clients sent, in order, to one registry, and compares every
// answer with the reference's: status, media type and the whole body. Only what no two servers share may differ: times,
// words of messages, GUIDs of associations, the order of sets, and which owner is named of a schema that was asked for by
// id alone. Java clients that may refuse unknown members are owed the shapes of release 7.x.
func TestRecordedClients(t *testing.T) {
	requests := readGolden[recorded](t, "clients/traffic.jsonl.gz")
	for _, ids := range []registry.IDs{registry.SequenceIDs, registry.ContentIDs} {
		t.Run(string(ids), func(t *testing.T) {
			p := newReplay(t, ids)
			for rest := requests; len(rest) > 0; {
				n := 1
				for n < len(rest) && rest[n].Client == rest[0].Client {
					n++
				}
				t.Run(rest[0].Client, func(t *testing.T) { p.send(t, rest[:n]) })
				rest = rest[n:]
			}
			for theirs, ours := range p.ours {
				if ids == registry.SequenceIDs && theirs != ours {
					t.Errorf("got id %v, want %v", ours, theirs)
				}
			}
		})
	}
}

// replay asks a registry what another one was asked.
type replay struct {
	h http.Handler
	// ours are the ids of this registry by those of the recording.
	ours map[float64]float64
}

func newReplay(t *testing.T, ids registry.IDs) *replay {
	t.Helper()
	h := newHandler(t, func(c *Config) { c.Registry.IDs = ids })
	return &replay{h, map[float64]float64{}}
}

func (p *replay) send(t *testing.T, requests []recorded) {
	for _, r := range requests {
		request := httptest.NewRequest(r.Method, "http://registry"+p.path(r.Path), bytes.NewReader(r.Body))
		for name, value := range r.Headers {
			request.Header.Set(name, value)
		}
		w := httptest.NewRecorder()
		p.h.ServeHTTP(w, request)
		want, got := r.comparable(t, r.Want.Body), r.comparable(t, w.Body.Bytes())
		if r.mayRefuseMembers() {
			want = release7(want)
		}
		if diff := cmp.Diff(p.renumbered(want, got, lastSegment(r.Path)), got); w.Code != r.Want.Status || diff != "" {
			t.Errorf("%s %s %s: got %d, want %d, -want +got:\n%s", r.Method, r.Path, r.Body, w.Code, r.Want.Status, diff)
		}
		if media := w.Header().Get("Content-Type"); media != r.Want.ContentType {
			t.Errorf("%s %s: got %q, want %q", r.Method, r.Path, media, r.Want.ContentType)
		}
	}
}

var numbered = regexp.MustCompile(`^(/schemas/ids/)(\d+)`)

// path is a recorded path that asks for this registry's id.
func (p *replay) path(path string) string {
	return numbered.ReplaceAllStringFunc(path, func(match string) string {
		parts := numbered.FindStringSubmatch(match)
		theirs, err := strconv.ParseFloat(parts[2], 64)
		if ours, known := p.ours[theirs]; err == nil && known {
			return parts[1] + fmt.Sprint(int(ours))
		}
		return match
	})
}

// renumbered is what was recorded, with this registry's ids. An id that comes up for the first time is learned from the
// answer that was got. The name is that of the member.
func (p *replay) renumbered(want, got any, name string) any {
	switch want := want.(type) {
	case map[string]any:
		other, _ := got.(map[string]any)
		for name := range want {
			want[name] = p.renumbered(want[name], other[name], name)
		}
	case []any:
		other, _ := got.([]any)
		for i := range min(len(want), len(other)) {
			want[i] = p.renumbered(want[i], other[i], name)
		}
	case float64:
		if name == "id" || name == "maxId" || name == "referencedby" {
			return p.id(want, got)
		}
	}
	return want
}

func (p *replay) id(theirs float64, got any) float64 {
	if ours, known := p.ours[theirs]; known {
		return ours
	}
	if ours, ok := got.(float64); ok {
		p.ours[theirs] = ours
		return ours
	}
	return theirs
}

// comparable is an answer without what no recording can know.
func (r recorded) comparable(t *testing.T, body []byte) any {
	t.Helper()
	answer := r.decoded(t, body)
	switch list, ok := answer.([]any); {
	case ok && numbered.MatchString(r.Path):
		slices.SortFunc(list, func(a, b any) int { return bytes.Compare(encode(a), encode(b)) })
	case ok:
		for _, element := range list {
			r.mask(element)
		}
	default:
		r.mask(answer)
	}
	return answer
}

// decoded reads an answer; the recording has plain text as a JSON string.
func (r recorded) decoded(t *testing.T, body []byte) (answer any) {
	t.Helper()
	if len(body) == 0 {
		return nil
	}
	if lastSegment(r.Path) == "schema" && !json.Valid(body) {
		return string(body)
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatalf("%s %s: %v: %s", r.Method, r.Path, err, body)
	}
	return answer
}

// mask hides what differs between any two servers, but not whether it is there; messages were not recorded.
func (r recorded) mask(element any) {
	object, ok := element.(map[string]any)
	if !ok {
		return
	}
	delete(object, "message")
	if messages, ok := object["messages"].([]any); ok {
		object["messages"] = float64(len(messages))
	}
	names := []string{"ts", "createTs", "updateTs"}
	if strings.HasPrefix(r.Path, "/associations") {
		names = append(names, "guid")
	}
	if r.asksForAnyOwner() {
		names = append(names, "subject", "version")
	}
	for _, name := range names {
		if _, there := object[name]; there {
			object[name] = "*"
		}
	}
}

// asksForAnyOwner reports whether a schema is asked for by its id alone; the reference names any of its owners then.
func (r recorded) asksForAnyOwner() bool {
	u, err := url.Parse(r.Path)
	return err == nil && numbered.FindString(u.Path) == u.Path && u.Path != "" && u.Query().Get("subject") == ""
}

func lastSegment(path string) string {
	path, _, _ = strings.Cut(path, "?")
	return path[strings.LastIndexByte(path, '/')+1:]
}

// mayRefuseMembers reports whether a client is Java's and does not say that it takes members that it does not know.
func (r recorded) mayRefuseMembers() bool {
	return strings.HasPrefix(r.Headers["User-Agent"], "Java/") && r.Headers["Confluent-Accept-Unknown-Properties"] == ""
}

// release7 is how release 7.x would have said what was recorded of release 8.5.
func release7(answer any) any {
	if list, ok := answer.([]any); ok {
		for i := range list {
			list[i] = release7(list[i])
		}
	}
	object, ok := answer.(map[string]any)
	if !ok || object["guid"] == nil {
		return answer
	}
	id, subject := object["id"], object["subject"]
	if subject == nil {
		return map[string]any{"id": id}
	}
	for _, name := range []string{"guid", "ts", "deleted"} {
		delete(object, name)
	}
	if id == nil {
		delete(object, "subject")
		delete(object, "version")
	}
	if object["schemaType"] == "AVRO" {
		delete(object, "schemaType")
	}
	return object
}
