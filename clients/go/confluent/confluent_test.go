package confluent_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/clients/go/confluent"
)

// registry answers requests in order, and remembers them: method, address and body.
type registry struct {
	answers []answer
	asked   []string
}

type answer struct {
	status int
	body   string
}

func (r *registry) ServeHTTP(w http.ResponseWriter, asked *http.Request) {
	body, _ := io.ReadAll(asked.Body)
	r.asked = append(r.asked, strings.TrimSpace(fmt.Sprintf("%s %s %s", asked.Method, asked.RequestURI, body)))
	next := answer{http.StatusTeapot, ""}
	if len(r.answers) > 0 {
		next, r.answers = r.answers[0], r.answers[1:]
	}
	w.WriteHeader(next.status)
	io.WriteString(w, next.body)
}

// serve returns a client of a registry that gives these answers, one to each request.
func serve(t *testing.T, answers ...answer) (*confluent.Client, *registry) {
	t.Helper()
	r := &registry{answers: answers}
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	c, err := concord.New(concord.Config{URLs: []string{server.URL}, Retries: -1})
	if err != nil {
		t.Fatal(err)
	}
	return confluent.New(c), r
}

// TestRequests holds what each method sends, and that it tells a failure.
func TestRequests(t *testing.T) {
	id := int32(7)
	dek := confluent.Dek{Kek: "k/1", Subject: ":.billing:s", Algorithm: "AES256_GCM", Version: 2, Encrypted: "AAAA"}
	tests := []struct {
		name string
		call func(context.Context, *confluent.Client) error
		want string
	}{
		{"register", func(ctx context.Context, c *confluent.Client) error {
			return second(c.Register(ctx, confluent.Registration{Subject: "a/b", Schema: confluent.Schema{Text: `"int"`}}))
		}, `POST /subjects/a%2Fb/versions?normalize=false {"schema":"\"int\""}`},
		{"import", func(ctx context.Context, c *confluent.Client) error {
			return second(c.Register(ctx, confluent.Registration{
				Subject: ":.billing:s", Version: 3, ID: &id, SkipCompatibility: true,
				Schema: confluent.Schema{Type: concord.JSON, Text: "{}", Metadata: &confluent.Metadata{Tags: map[string][]string{"p": {"PII"}}}},
			}))
		}, `POST /subjects/:.billing:s/versions?force=true&normalize=false {"version":3,"id":7,"schemaType":"JSON","schema":"{}","metadata":{"tags":{"p":["PII"]}}}`},
		{"look up", func(ctx context.Context, c *confluent.Client) error {
			return second(c.LookUp(ctx, "s", confluent.Schema{Text: "{}"}, confluent.LookUpOptions{Normalize: true}))
		}, `POST /subjects/s?deleted=false&normalize=true {"schema":"{}"}`},
		{"subjects", func(ctx context.Context, c *confluent.Client) error {
			return second(c.Subjects(ctx, "", confluent.GetOptions{}))
		}, `GET /subjects?deleted=false&subjectPrefix=`},
		{"versions", func(ctx context.Context, c *confluent.Client) error {
			return second(c.Versions(ctx, "s", confluent.GetOptions{ShowDeleted: true}))
		}, `GET /subjects/s/versions?deleted=true`},
		{"latest", func(ctx context.Context, c *confluent.Client) error {
			return second(c.Version(ctx, "s", confluent.Latest, confluent.GetOptions{}))
		}, `GET /subjects/s/versions/latest?deleted=false`},
		{"by id", func(ctx context.Context, c *confluent.Client) error { return second(c.SchemaByID(ctx, "billing", 7)) },
			`GET /schemas/ids/7?subject=%3A.billing%3A`},
		{"by guid", func(ctx context.Context, c *confluent.Client) error { return second(c.SchemaByGUID(ctx, "09-5d")) }, `GET /schemas/guids/09-5d`},
		{"delete a version", func(ctx context.Context, c *confluent.Client) error {
			return second(c.DeleteVersion(ctx, "s", 2, confluent.DeleteOptions{}))
		}, `DELETE /subjects/s/versions/2?permanent=false`},
		{"delete a subject", func(ctx context.Context, c *confluent.Client) error {
			return second(c.DeleteSubject(ctx, "s", confluent.DeleteOptions{Permanent: true}))
		}, `DELETE /subjects/s?permanent=true`},
		{"mode", func(ctx context.Context, c *confluent.Client) error { return second(c.Mode(ctx, confluent.Everywhere)) }, `GET /mode/:.__GLOBAL:`},
		{"set a mode", func(ctx context.Context, c *confluent.Client) error { return c.SetMode(ctx, "", "IMPORT") }, `PUT /mode?force=true {"mode":"IMPORT"}`},
		{"unset a mode", func(ctx context.Context, c *confluent.Client) error { return c.UnsetMode(ctx, "s") }, `DELETE /mode/s`},
		{"config", func(ctx context.Context, c *confluent.Client) error { return second(c.StoredConfig(ctx, "s")) }, `GET /config/s`},
		{"set a config", func(ctx context.Context, c *confluent.Client) error {
			return c.StoreConfig(ctx, "s", confluent.StoredConfig{"alias": []byte("null")})
		}, `PUT /config/s {"alias":null}`},
		{"associations", func(ctx context.Context, c *confluent.Client) error { return second(c.Associations(ctx)) }, `GET /associations/resources/-/-`},
		{"associations of a subject", func(ctx context.Context, c *confluent.Client) error { return second(c.AssociationsOf(ctx, "a/b")) }, `GET /associations/subjects/a%2Fb`},
		{"keys", func(ctx context.Context, c *confluent.Client) error { return second(c.KekNames(ctx)) }, `GET /dek-registry/v1/keks?deleted=true`},
		{"update a key", func(ctx context.Context, c *confluent.Client) error {
			return c.UpdateKek(ctx, confluent.Kek{Name: "k"}, confluent.Kek{Name: "k", Doc: "d"})
		}, `PUT /dek-registry/v1/keks/k {"doc":"d"}`},
		{"create a data key", func(ctx context.Context, c *confluent.Client) error { return c.CreateDek(ctx, dek) },
			`POST /dek-registry/v1/keks/k%2F1/deks/:.billing:s {"kekName":"k/1","subject":":.billing:s","algorithm":"AES256_GCM","version":2,"encryptedKeyMaterial":"AAAA"}`},
		{"undelete a data key", func(ctx context.Context, c *confluent.Client) error { return c.UndeleteDek(ctx, dek) },
			`POST /dek-registry/v1/keks/k%2F1/deks/:.billing:s/versions/2/undelete?algorithm=AES256_GCM {}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c, r := serve(t, answer{422, `{"error_code":42201,"message":"no"}`})
			err := test.call(t.Context(), c)
			if !errors.Is(err, concord.Refused) || confluent.CodeOf(err) != 42201 || err.Error() != "no" {
				t.Errorf("error = %#v, want kind REFUSED, code 42201", err)
			}
			if !slices.Equal(r.asked, []string{test.want}) {
				t.Errorf("asked %q\nwant  %q", r.asked, test.want)
			}
		})
	}
}

func second[T any](_ T, err error) error { return err }

func TestErrors(t *testing.T) {
	tests := []struct {
		status int
		body   string
		kind   concord.Kind
		code   int
	}{
		{404, `{"error_code":40401,"message":"Subject not found."}`, concord.NotFound, 40401},
		{409, `{"error_code":40901,"message":"incompatible"}`, concord.Refused, 40901},
		{422, `{"error_code":42205,"message":"read-only"}`, concord.Conflict, 42205},
		{422, `{"error_code":42202,"message":"no version"}`, concord.Invalid, 42202},
		{422, `{"error_code":42290,"message":"policy"}`, concord.Refused, 42290},
		{401, `{"error_code":401,"message":"Unauthorized"}`, concord.Unauthenticated, 401},
		{403, `{"error_code":40301,"message":"no"}`, concord.Denied, 40301},
		{429, ``, concord.Exhausted, 0},
		{503, `<html>`, concord.Unavailable, 0},
		{500, `{"error_code":50001,"message":"store"}`, concord.Internal, 50001},
		{200, `<html>`, concord.Internal, 0},
	}
	for _, test := range tests {
		c, _ := serve(t, answer{test.status, test.body})
		_, err := c.Mode(t.Context(), "s")
		var e *concord.Error
		if !errors.As(err, &e) || e.Kind != test.kind || e.Status != test.status || e.Message == "" || confluent.CodeOf(err) != test.code {
			t.Errorf("%d %s: %#v, want kind %s", test.status, test.body, err, test.kind)
		}
	}
}

func TestContextEnds(t *testing.T) {
	c, _ := serve(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Mode(ctx, "s"); !errors.Is(err, context.Canceled) || concord.KindOf(err) != "" {
		t.Errorf("error = %v, want that of the context", err)
	}
}

// TestStored holds that pages are walked to the end, whether or not the registry knows pages.
func TestStored(t *testing.T) {
	one, two := `{"subject":":.x:s","version":1,"id":5,"schema":"a"}`, `{"subject":":.x:s","version":2,"id":6,"schemaType":"JSON","schema":"b","deleted":true}`
	tests := []struct {
		name    string
		answers []answer
		offsets []string
	}{
		{"pages", []answer{{200, "[" + one + "]"}, {200, "[" + two + "]"}, {200, "[]"}}, []string{"0", "1", "2"}},
		{"everything each time", []answer{{200, "[" + one + "," + two + "]"}, {200, "[" + one + "," + two + "]"}}, []string{"0", "2"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c, r := serve(t, test.answers...)
			var found []confluent.Version
			for v, err := range c.Stored(t.Context(), "x", confluent.GetOptions{ShowDeleted: true}) {
				if err != nil {
					t.Fatal(err)
				}
				found = append(found, v)
			}
			if len(found) != 2 || found[0].Scope() != ":.x:s" || found[0].Schema.Type != concord.Avro || found[1].ID != 6 || !found[1].Deleted {
				t.Errorf("found %+v", found)
			}
			for i, offset := range test.offsets {
				if want := "GET /schemas?deleted=true&limit=500&offset=" + offset + "&subjectPrefix=%3A.x%3A"; r.asked[i] != want {
					t.Errorf("asked %s, want %s", r.asked[i], want)
				}
			}
		})
	}
}

func TestContexts(t *testing.T) {
	tests := []struct {
		answer answer
		want   []string
	}{
		{answer{200, `[".",".billing"]`}, []string{"", "billing"}},
		{answer{404, `{"error_code":404,"message":"HTTP 404 Not Found"}`}, []string{""}},
	}
	for _, test := range tests {
		c, _ := serve(t, test.answer)
		if got, err := c.Contexts(t.Context()); err != nil || !slices.Equal(got, test.want) {
			t.Errorf("Contexts = %q, %v, want %q", got, err, test.want)
		}
	}
}

func TestScope(t *testing.T) {
	tests := []struct {
		scope                   confluent.Scope
		context, subject, plain string
	}{
		{"s", "", "s", "s"}, {":.x:s", "x", "s", ":.x:s"}, {":.x:", "x", "", ":.x:"}, {":.:s", "", "s", "s"}, {"", "", "", ""},
		{":.x:a:b", "x", "a:b", ":.x:a:b"}, {":x", "", ":x", ":x"},
	}
	for _, test := range tests {
		if s := test.scope; s.Context() != test.context || s.Subject() != test.subject || string(s.Plain()) != test.plain {
			t.Errorf("%q: context %q, subject %q, plain %q", s, s.Context(), s.Subject(), s.Plain())
		}
	}
}

func Example() {
	server := httptest.NewServer(&registry{answers: []answer{{200, `{"subject":"orders-value","version":3,"id":7,"schema":"\"int\""}`}}})
	defer server.Close()
	client, err := concord.New(concord.Config{URLs: []string{server.URL}})
	if err != nil {
		fmt.Println(err)
		return
	}
	v, err := confluent.New(client).Version(context.Background(), "orders-value", confluent.Latest, confluent.GetOptions{})
	fmt.Println(v.Version, v.ID, v.Schema.Type, v.Schema.Text, err)
	// Output: 3 7 AVRO "int" <nil>
}
