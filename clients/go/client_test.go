package concord_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"sync"
	"testing"
	"time"

	concord "github.com/concord-registry/concord/clients/go"
)

const (
	byID     = "GET /api/v1/domains/billing/schemas/7"
	byGUID   = "GET /api/v1/schemas/cf9f6cbd-0000-0000-0000-000000000000"
	latest   = "GET /api/v1/domains/billing/subjects/order/versions/latest"
	settings = "PATCH /api/v1/domains/billing/settings"

	rich = `{"schema":{"type":"AVRO","text":"\"string\"","references":[{"name":"a","subject":"b","version":1}],
		"metadata":{"tags":{"x":{"values":["PII"]}},"properties":{"owner":"ada"},"sensitive":["key"]},
		"ruleSet":{"domainRules":[{"name":"r","tags":["PII"],"parameters":{"a":"b"}}],"migrationRules":[{"name":"m"}],"encodingRules":[{"name":"e"}]}}}`
)

// TestImmutable asks for schemas by id and GUID, which is done once, and changes what it got, which changes nothing.
func TestImmutable(t *testing.T) {
	s := play(t, map[string][]string{byID: {rich}, byGUID: {rich}})
	c := s.client(t, nil)
	for name, ask := range map[string]func() (concord.Schema, error){
		byID:   func() (concord.Schema, error) { return c.Domain("billing").Schema(t.Context(), 7) },
		byGUID: func() (concord.Schema, error) { return c.Schema(t.Context(), "CF9F6CBD-0000-0000-0000-000000000000") },
	} {
		t.Run(name, func(t *testing.T) {
			if name == byGUID {
				if _, err := c.Schema(t.Context(), "cf9f6cbd-0000-0000-0000-000000000000"); err != nil {
					t.Fatal(err)
				}
			}
			first, err := ask()
			if err != nil {
				t.Fatal(err)
			}
			first.References[0].Name = "changed"
			first.Metadata.Tags["x"].Values[0] = "changed"
			first.Metadata.Properties["owner"] = "changed"
			first.Metadata.Sensitive[0] = "changed"
			first.RuleSet.DomainRules[0].Tags[0] = "changed"
			first.RuleSet.DomainRules[0].Parameters["a"] = "changed"
			first.RuleSet.EncodingRules[0].Name = "changed"
			first.RuleSet.MigrationRules[0].Name = "changed"
			second, err := ask()
			if err != nil || shares(reflect.ValueOf(second)) {
				t.Errorf("the cached schema was changed: %+v, %v", second, err)
			}
			if n := s.count(name); n != 1 {
				t.Errorf("asked %d times, want once", n)
			}
		})
	}
}

// shares reports whether a value holds the word that the test wrote.
func shares(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.String:
		return v.String() == "changed"
	case reflect.Pointer:
		return !v.IsNil() && shares(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if shares(v.Field(i)) {
				return true
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			if shares(v.Index(i)) {
				return true
			}
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			if shares(v.MapIndex(key)) {
				return true
			}
		}
	}
	return false
}

// TestOneFlight asks for the same at the same time.
func TestOneFlight(t *testing.T) {
	s := play(t, map[string][]string{byID: {rich}})
	c := s.client(t, nil)
	s.mu.Lock() // nothing is answered
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if got, err := c.Domain("billing").Schema(t.Context(), 7); err != nil || got.Text != `"string"` {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
	time.Sleep(20 * time.Millisecond)
	s.mu.Unlock()
	all.Wait()
	if n := s.count(byID); n != 1 {
		t.Errorf("asked %d times, want once", n)
	}
}

// TestLatest asks for a latest version, which is believed for a while, but not over a write.
func TestLatest(t *testing.T) {
	version := func(n string) string { return `{"version":{"version":` + n + `,"schema":{"text":"x"}}}` }
	s := play(t, map[string][]string{latest: {version("1"), version("2"), version("3")}, settings: {`{"settings":{}}`}})
	c := s.client(t, func(c *concord.Config) { c.LatestTTL = 100 * time.Millisecond })
	billing := c.Domain("billing")
	ask := func(want int) {
		t.Helper()
		if v, err := billing.Version(t.Context(), "order", concord.Latest); err != nil || v.Version != want {
			t.Errorf("version %d, %v, want %d", v.Version, err, want)
		}
	}
	ask(1)
	ask(1)
	if _, err := billing.UpdateSettings(t.Context(), "", concord.Settings{Level: concord.Full}); err != nil {
		t.Fatal(err)
	}
	ask(2)
	time.Sleep(120 * time.Millisecond)
	ask(3)
}

// TestLists walks pages, stops when nobody wants more, and at an error.
func TestLists(t *testing.T) {
	const list = "GET /api/v1/domains"
	s := play(t, map[string][]string{list: {`{"domains":[{"domain":"a"},{"domain":"b"}],"nextPageToken":"next"}`, `{"domains":[],"nextPageToken":"more"}`, `!403{"code":7,"message":"no"}`}})
	var got []string
	var last error
	for d, err := range s.client(t, nil).Domains(t.Context(), concord.ListOptions{PageSize: 2, Filter: "domain:*"}) {
		if last = err; err == nil {
			got = append(got, d.Domain)
		}
	}
	if len(got) != 2 || !errors.Is(last, concord.Denied) {
		t.Errorf("listed %v, then %v", got, last)
	}
	second := s.asked[list][1].URL.Query()
	if second.Get("pageToken") != "next" || second.Get("pageSize") != "2" || second.Get("filter") != "domain:*" {
		t.Errorf("the second page was asked for with %v", second)
	}
	for range s.client(t, nil).Domains(t.Context()) {
		break
	}
	if n := s.count(list); n != 4 {
		t.Errorf("asked for %d pages, want 4", n)
	}
}

// TestPartial ends with the error that says so.
func TestPartial(t *testing.T) {
	s := play(t, map[string][]string{"POST /api/v1/domains/default/subjects/a/check-dependents": {
		`{"dependents":[{"direct":true}],"nextPageToken":"next","partial":true}`, `{"dependents":[{"direct":false}]}`,
	}})
	var got []bool
	var last error
	for d, err := range s.client(t, nil).Domain("").CheckDependents(t.Context(), "a", concord.Schema{}) {
		if last = err; err == nil {
			got = append(got, d.Direct)
		}
	}
	if len(got) != 2 || last != concord.ErrPartial {
		t.Errorf("got %v, %v", got, last)
	}
}

// TestKinds holds what answers become, also those of others than the registry.
func TestKinds(t *testing.T) {
	for answer, want := range map[string]concord.Kind{
		`!400{"code":3,"message":"m"}`:  concord.Invalid,
		`!415{"code":3,"message":"m"}`:  concord.Invalid,
		`!422{"code":9,"message":"m"}`:  concord.Refused,
		`!404{"code":5,"message":"m"}`:  concord.NotFound,
		`!409{"code":6,"message":"m"}`:  concord.Exists,
		`!409{"code":9,"message":"m"}`:  concord.Conflict,
		`!409{"code":10,"message":"m"}`: concord.Stale,
		`!410{"code":11,"message":"m"}`: concord.Stale,
		`!413{"code":8,"message":"m"}`:  concord.TooLarge,
		`!429{"code":8,"message":"m"}`:  concord.Exhausted,
		`!401{"code":16,"message":"m"}`: concord.Unauthenticated,
		`!403<html>`:                    concord.Denied,
		`!502<html>`:                    concord.Unavailable,
		`!504{"code":4,"message":"m"}`:  concord.Unavailable,
		`!500<html>`:                    concord.Internal,
		`no JSON`:                       concord.Internal,
	} {
		t.Run(answer, func(t *testing.T) {
			s := play(t, map[string][]string{"GET /api/v1/status": {answer}})
			_, err := s.client(t, func(c *concord.Config) { c.Retries = -1 }).Status(t.Context())
			if concord.KindOf(err) != want || !errors.Is(err, want) || err.Error() == "" {
				t.Errorf("%v of kind %q, want %s", err, concord.KindOf(err), want)
			}
		})
	}
	c, err := concord.New(concord.Config{URLs: []string{"http://127.0.0.1:1"}, Retries: -1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Status(t.Context()); !errors.Is(err, concord.Unavailable) {
		t.Errorf("nobody there: %v", err)
	}
}

// TestSilence watches a server that says nothing.
func TestSilence(t *testing.T) {
	s := play(t, nil)
	c := s.client(t, func(c *concord.Config) { c.Timeout, c.Retries = 20*time.Millisecond, -1 })
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, err := range c.Watch(t.Context()) {
		if !errors.Is(err, concord.Unavailable) {
			t.Errorf("%v, want that it is unavailable", err)
		}
	}
}

// TestCall sends what has no method.
func TestCall(t *testing.T) {
	s := play(t, map[string][]string{"POST /api/v1/later": {`{"a":1}`}, "GET /api/v1/later": {`{"b":2}`}})
	c := s.client(t, nil)
	if got, err := c.Call(t.Context(), "POST", "/api/v1/later?x=y", []byte(`{}`)); err != nil || string(got) != `{"a":1}` {
		t.Errorf("%s, %v", got, err)
	}
	if got, err := c.Call(t.Context(), "GET", "/api/v1/later", nil); err != nil || string(got) != `{"b":2}` {
		t.Errorf("%s, %v", got, err)
	}
	post, get := s.asked["POST /api/v1/later"][0], s.asked["GET /api/v1/later"][0]
	if post.URL.RawQuery != "x=y" || post.Header.Get("Idempotency-Key") == "" || get.Header.Get("Concord-Min-Position") != "1.1" {
		t.Errorf("sent %s %v, then %v", post.URL, post.Header, get.Header)
	}
}

func TestEnvironment(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	names := []string{
		"CONCORD_URL", "CONCORD_DOMAIN", "CONCORD_TOKEN", "CONCORD_TOKEN_FILE", "CONCORD_USER", "CONCORD_PASSWORD", "CONCORD_PASSWORD_FILE",
		"SCHEMA_REGISTRY_URL", "SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO",
	}
	for _, test := range []struct {
		name string
		set  map[string]string
		want concord.Config
	}{
		{"nothing", nil, concord.Config{}},
		{"ours", map[string]string{"CONCORD_URL": "http://a,http://b", "CONCORD_DOMAIN": "crm", "CONCORD_TOKEN_FILE": file, "SCHEMA_REGISTRY_URL": "http://c"},
			concord.Config{URLs: []string{"http://a", "http://b"}, Domain: "crm", Token: "secret"}},
		{"a user", map[string]string{"CONCORD_USER": "ada", "CONCORD_PASSWORD": "p"}, concord.Config{User: "ada", Password: "p"}},
		{"theirs", map[string]string{"SCHEMA_REGISTRY_URL": "http://c", "SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO": "ada:a:b"},
			concord.Config{URLs: []string{"http://c"}, User: "ada", Password: "a:b"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, name := range names {
				t.Setenv(name, test.set[name])
			}
			if got, err := concord.Environment(); err != nil || !reflect.DeepEqual(got, test.want) {
				t.Errorf("%+v, %v, want %+v", got, err, test.want)
			}
		})
	}
	t.Setenv("CONCORD_TOKEN", "")
	t.Setenv("CONCORD_TOKEN_FILE", file+".none")
	if _, err := concord.Environment(); err == nil {
		t.Error("a file that is not there is an error")
	}
}

// TestArguments finds no argument that is a bare truth value: a reader of a call would not know what it says.
func TestArguments(t *testing.T) {
	for _, of := range []any{
		&concord.Client{}, concord.DomainClient{}, &concord.PolicyClient{}, &concord.AccessClient{}, &concord.AuditClient{},
		&concord.CompatibilityClient{},
	} {
		methods := reflect.TypeOf(of)
		if methods.NumMethod() == 0 {
			t.Errorf("%s has no methods", methods)
		}
		for i := range methods.NumMethod() {
			for j := range methods.Method(i).Type.NumIn() {
				if methods.Method(i).Type.In(j).Kind() == reflect.Bool {
					t.Errorf("%s.%s takes a bool: put it into its options", methods, methods.Method(i).Name)
				}
			}
		}
	}
}
