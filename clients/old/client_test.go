package concord_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	concord "github.com/concord-registry/concord/clients/old"
)

const byID = `{"subject":"s","version":2,"guid":"095d71cf-1255-6b9d-5e33-0ad575b3df5d","schemaType":"AVRO","schema":"\"string\"","ts":1000,"deleted":false}`

var guid = concord.GUID{0x09, 0x5d, 0x71, 0xcf, 0x12, 0x55, 0x6b, 0x9d, 0x5e, 0x33, 0x0a, 0xd5, 0x75, 0xb3, 0xdf, 0x5d}

func TestNewRefuses(t *testing.T) {
	_, err := concord.New(concord.Config{URLs: []string{"registry:8081"}, Token: "t", User: "u", RetryWait: -1})
	if err == nil {
		t.Fatal("New accepts a config that contradicts itself")
	}
	for _, complaint := range []string{"registry:8081", "Token", "negative"} {
		if !strings.Contains(err.Error(), complaint) {
			t.Errorf("New: %v, want it to speak of %s too", err, complaint)
		}
	}
}

// TestRequests holds what each method sends and makes of the answer's failure.
func TestRequests(t *testing.T) {
	registration := concord.Registration{Subject: "a/b", Schema: concord.Schema{Text: `"int"`}}
	tests := []struct {
		name   string
		domain string
		call   func(context.Context, *concord.Client) error
		want   string
	}{
		{"register", "", func(ctx context.Context, c *concord.Client) error {
			_, err := c.Register(ctx, registration)
			return err
		}, `POST http://one/subjects/a%2Fb/versions?normalize=false {"schema":"\"int\""}`},
		{"register in a domain", "billing", func(ctx context.Context, c *concord.Client) error {
			_, err := c.Register(ctx, registration)
			return err
		}, `POST http://one/subjects/:.billing:a%2Fb/versions?normalize=false {"schema":"\"int\""}`},
		{"look up", "", func(ctx context.Context, c *concord.Client) error {
			_, err := c.LookUp(ctx, "s", concord.Schema{Type: concord.JSON, Text: "{}", Metadata: &concord.Metadata{Tags: map[string]concord.Tags{"p": {"PII"}}}}, true)
			return err
		}, `POST http://one/subjects/s?deleted=false&normalize=true {"schemaType":"JSON","metadata":{"tags":{"p":["PII"]}},"schema":"{}"}`},
		{"by id", "billing", func(ctx context.Context, c *concord.Client) error { _, err := c.ByID(ctx, 7); return err },
			`GET http://one/schemas/ids/7?subject=%3A.billing%3A`},
		{"by guid", "", func(ctx context.Context, c *concord.Client) error { _, err := c.ByGUID(ctx, guid); return err },
			`GET http://one/schemas/guids/095d71cf-1255-6b9d-5e33-0ad575b3df5d`},
		{"latest", "", func(ctx context.Context, c *concord.Client) error { _, err := c.Latest(ctx, "s"); return err },
			`GET http://one/subjects/s/versions/latest`},
		{"version", "", func(ctx context.Context, c *concord.Client) error { _, err := c.Version(ctx, "s", 3, true); return err },
			`GET http://one/subjects/s/versions/3?deleted=true`},
		{"check", "billing", func(ctx context.Context, c *concord.Client) error { _, err := c.Check(ctx, registration); return err },
			`POST http://one/api/v1/domains/billing/subjects/a%2Fb/check {"domain":"","subject":"a/b","schema":{"text":"\"int\""}}`},
		{"compare", "", func(ctx context.Context, c *concord.Client) error {
			_, err := c.Compare(ctx, registration, -1)
			return err
		}, `POST http://one/api/v1/subjects/a%2Fb/check?against=-1 {"domain":"","subject":"a/b","schema":{"text":"\"int\""}}`},
		{"apply", "billing", func(ctx context.Context, c *concord.Client) error {
			_, err := c.Apply(ctx, concord.ChangeSet{Registrations: []concord.Registration{registration}, If: 9, DryRun: true})
			return err
		}, `POST http://one/api/v1/changesets {"registrations":[{"domain":"billing","subject":"a/b","schema":{"text":"\"int\""}}],"ifSeq":"9","dryRun":true}`},
		{"domains", "", func(ctx context.Context, c *concord.Client) error { _, err := c.Domains(ctx); return err },
			`GET http://one/api/v1/domains`},
		{"subjects", "billing", func(ctx context.Context, c *concord.Client) error {
			for _, err := range c.Subjects(ctx, "inv", concord.WithDeleted) {
				return err
			}
			return nil
		}, `GET http://one/api/v1/subjects?deletion=DELETION_ANY&domain=billing&prefix=inv`},
		{"versions", "", func(ctx context.Context, c *concord.Client) error { _, err := c.Versions(ctx, "s", ""); return err },
			`GET http://one/api/v1/subjects/s/versions?deletion=DELETION_LIVE`},
		{"delete subject", "", func(ctx context.Context, c *concord.Client) error {
			_, err := c.DeleteSubject(ctx, "s", true)
			return err
		}, `DELETE http://one/api/v1/subjects/s?permanent=true`},
		{"delete version", "", func(ctx context.Context, c *concord.Client) error {
			_, err := c.DeleteVersion(ctx, "s", 2, false)
			return err
		}, `DELETE http://one/api/v1/subjects/s/versions/2?permanent=false`},
		{"settings", "", func(ctx context.Context, c *concord.Client) error { _, err := c.Settings(ctx, ""); return err },
			`GET http://one/api/v1/config`},
		{"effective settings", "billing", func(ctx context.Context, c *concord.Client) error {
			_, err := c.EffectiveSettings(ctx, "s")
			return err
		}, `GET http://one/api/v1/domains/billing/subjects/s/config?effective=true`},
		{"configure", "", func(ctx context.Context, c *concord.Client) error {
			_, err := c.Configure(ctx, "s", concord.Settings{Level: concord.Full}, concord.SetLevel, concord.SetAlias)
			return err
		}, `PATCH http://one/api/v1/subjects/s/config?updateMask=level%2Calias {"level":"LEVEL_FULL","judge":"JUDGE_UNSPECIFIED","policy":"","group":"","normalize":null,"validateNewSchemas":null,"validateFields":null,"validateRules":null,"alias":""}`},
		{"decision", "", func(ctx context.Context, c *concord.Client) error { _, _, err := c.Decision(ctx, 5); return err },
			`GET http://one/api/v1/decisions/5`},
		{"rules", "", func(ctx context.Context, c *concord.Client) error { _, err := c.Rules(ctx, concord.Avro); return err },
			`GET http://one/api/v1/rules?type=SCHEMA_TYPE_AVRO`},
		{"status", "", func(ctx context.Context, c *concord.Client) error { _, err := c.Status(ctx); return err },
			`GET http://one/api/v1/status`},
		{"watch", "", func(ctx context.Context, c *concord.Client) error {
			for _, err := range c.Watch(ctx, 4) {
				return err
			}
			return nil
		}, `GET http://one/api/v1/watch?after=4&domain=`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			client, s := play(t, concord.Config{Domain: test.domain}, step{status: http.StatusUnprocessableEntity, body: `{"error_code":42201,"message":"no"}`})
			err := test.call(t.Context(), client)
			var known *concord.Error
			if !errors.As(err, &known) || known.Kind != concord.Invalid || known.Code != 42201 || known.Message != "no" {
				t.Errorf("error = %#v, want kind INVALID, code 42201", err)
			}
			if diff := cmp.Diff([]string{test.want}, s.asked); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
		})
	}
}

func TestHeaders(t *testing.T) {
	tests := []struct {
		name   string
		config concord.Config
		want   map[string]string
	}{
		{"bearer", concord.Config{Token: "t"}, map[string]string{"Authorization": "Bearer t", "User-Agent": "concord-go"}},
		{"basic", concord.Config{User: "u", Password: "p", UserAgent: "mine"}, map[string]string{"Authorization": "Basic dTpw", "User-Agent": "mine"}},
		{"nobody", concord.Config{}, map[string]string{"Authorization": "", "Confluent-Accept-Unknown-Properties": "true"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			client, s := play(t, test.config, ok("{}"))
			if _, err := client.Status(t.Context()); err != nil {
				t.Fatal(err)
			}
			for name, want := range test.want {
				if got := s.heads[0].Get(name); got != want {
					t.Errorf("%s = %q, want %q", name, got, want)
				}
			}
		})
	}
}

func TestRetries(t *testing.T) {
	late := step{status: http.StatusServiceUnavailable, header: http.Header{"Retry-After": {"7"}}}
	tests := []struct {
		name        string
		config      concord.Config
		steps       []step
		kind        concord.Kind // empty when it succeeds in the end
		least, most time.Duration
	}{
		{"each status worth it", concord.Config{Retries: 6},
			[]step{{status: 408}, {status: 429}, {status: 500}, {status: 502}, {status: 503}, {status: 504}, ok("{}")},
			"", 500*time.Millisecond + 1*time.Second + 2*time.Second + 4*time.Second + 8*time.Second + 10*time.Second, 1*time.Second + 2*time.Second + 4*time.Second + 8*time.Second + 16*time.Second + 20*time.Second + time.Millisecond},
		{"three times", concord.Config{}, []step{{status: 503}, {status: 503}, {status: 503}, {status: 503}}, concord.Unavailable, 3500 * time.Millisecond, 7*time.Second + time.Millisecond},
		{"as the server says", concord.Config{}, []step{late, ok("{}")}, "", 7 * time.Second, 7 * time.Second},
		{"not longer than RetryMax", concord.Config{RetryMax: 2 * time.Second}, []step{late, ok("{}")}, "", 2 * time.Second, 2 * time.Second},
		{"never a refusal", concord.Config{}, []step{{status: 409, body: `{"error_code":409,"message":"no"}`}}, concord.Incompatible, 0, 0},
		{"never a missing thing", concord.Config{}, []step{{status: 404}}, concord.NotFound, 0, 0},
		{"not when told so", concord.Config{Retries: -1}, []step{{status: 503}}, concord.Unavailable, 0, 0},
		{"the next URL at once", concord.Config{URLs: []string{"http://one", "http://two"}}, []step{{}, ok("{}")}, "", 0, 0},
		{"a status is an answer", concord.Config{URLs: []string{"http://one", "http://two"}}, []step{{status: 404}}, concord.NotFound, 0, 0},
		{"nobody answers", concord.Config{Retries: 1}, []step{{}, {}}, concord.Unavailable, 500 * time.Millisecond, time.Second + time.Millisecond},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client, s := play(t, test.config, test.steps...)
				begun := time.Now()
				_, err := client.Status(t.Context())
				if got := concord.KindOf(err); got != test.kind {
					t.Errorf("error = %v, want kind %q", err, test.kind)
				}
				if took := time.Since(begun); took < test.least || took > test.most {
					t.Errorf("took %v, want between %v and %v", took, test.least, test.most)
				}
				s.done()
			})
		})
	}
}

func TestRetryEndsWithContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, s := play(t, concord.Config{RetryWait: time.Minute, RetryMax: time.Minute}, step{status: 503})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		begun := time.Now()
		if _, err := client.Status(ctx); concord.KindOf(err) != concord.Unavailable {
			t.Errorf("error = %v, want the last one", err)
		}
		if took := time.Since(begun); took != time.Second {
			t.Errorf("took %v, want as long as the context", took)
		}
		s.done()
	})
}

func TestByIDIsCached(t *testing.T) {
	client, s := play(t, concord.Config{}, ok(byID), ok(byID))
	for range 3 {
		got, err := client.ByID(t.Context(), 7)
		if err != nil {
			t.Fatal(err)
		}
		if got.ID != 7 || got.Subject != "s" || got.Number != 2 || got.GUID != guid || got.Schema.Text != `"string"` || !got.Created.Equal(time.Unix(1, 0)) {
			t.Errorf("ByID = %+v", got)
		}
	}
	if _, err := client.In("billing").ByID(t.Context(), 7); err != nil {
		t.Fatal(err)
	}
	s.done()
}

// TestFailuresAreNotCached asks again for an id that another replica may register in this moment.
func TestFailuresAreNotCached(t *testing.T) {
	client, s := play(t, concord.Config{}, step{status: 404}, ok(byID))
	if _, err := client.ByID(t.Context(), 7); concord.KindOf(err) != concord.NotFound {
		t.Fatalf("error = %v, want kind NOT_FOUND", err)
	}
	if _, err := client.ByID(t.Context(), 7); err != nil {
		t.Error(err)
	}
	s.done()
}

func TestLatestIsBelievedForAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, s := play(t, concord.Config{LatestTTL: time.Minute}, ok(byID), ok(byID), ok("{}"), ok(byID))
		latest := func(requests int) {
			t.Helper()
			if _, err := client.Latest(t.Context(), "s"); err != nil {
				t.Fatal(err)
			}
			if len(s.asked) != requests {
				t.Errorf("%d requests, want %d: %v", len(s.asked), requests, s.asked)
			}
		}
		latest(1)
		time.Sleep(59 * time.Second)
		latest(1)
		time.Sleep(time.Second)
		latest(2)
		if _, err := client.Register(t.Context(), concord.Registration{Subject: "s"}); err != nil {
			t.Fatal(err)
		}
		latest(4)
		s.done()
	})
}

// TestLateLatest has a write overtake a question for the latest version: its answer is of before, and not kept.
func TestLateLatest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hold := make(chan struct{})
		old := step{status: 200, body: byID, hold: hold}
		client, s := play(t, concord.Config{}, old, ok("{}"), ok(strings.Replace(byID, `"version":2`, `"version":3`, 1)))
		var asked sync.WaitGroup
		asked.Go(func() { client.Latest(t.Context(), "s") })
		synctest.Wait()
		if _, err := client.Register(t.Context(), concord.Registration{Subject: "s"}); err != nil {
			t.Fatal(err)
		}
		close(hold)
		asked.Wait()
		got, err := client.Latest(t.Context(), "s")
		if err != nil || got.Number != 3 {
			t.Errorf("Latest after the write = %+v, %v, want version 3", got, err)
		}
		s.done()
	})
}

func TestSingleFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hold := make(chan struct{})
		client, s := play(t, concord.Config{}, step{status: 200, body: byID, hold: hold})
		impatient, leave := context.WithCancel(t.Context())
		var all sync.WaitGroup
		all.Go(func() {
			if _, err := client.ByID(impatient, 7); !errors.Is(err, context.Canceled) {
				t.Errorf("the one who left: %v, want context.Canceled", err)
			}
		})
		synctest.Wait()
		for range 9 {
			all.Go(func() {
				if _, err := client.ByID(t.Context(), 7); err != nil {
					t.Error(err)
				}
			})
		}
		synctest.Wait()
		leave()
		synctest.Wait()
		close(hold)
		all.Wait()
		s.done()
	})
}

func TestNativeError(t *testing.T) {
	client, _ := play(t, concord.Config{}, step{status: 409, body: `{"code":9,"message":"no","details":[
		{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"INCOMPATIBLE","domain":"concord","metadata":{"code":"40901","hint":"add a default"}},
		{"@type":"type.googleapis.com/concord.v1.Refusal","level":"LEVEL_FULL","findings":[{"code":"AvroX","direction":"DIRECTION_FORWARD","breaks":["AXIS_WIRE"],"refuses":true}]},
		{"@type":"type.googleapis.com/of.tomorrow"}]}`})
	_, err := client.Apply(t.Context(), concord.ChangeSet{})
	var got *concord.Error
	if !errors.As(err, &got) {
		t.Fatal(err)
	}
	if got.Kind != concord.Incompatible || got.Code != 40901 || got.Hint != "add a default" || got.Status != 409 {
		t.Errorf("error = %+v", got)
	}
	want := &concord.Refusal{Level: concord.Full, Findings: []concord.Finding{{Code: "AvroX", Direction: "FORWARD", Breaks: []concord.Axis{"WIRE"}, Refuses: true}}}
	if diff := cmp.Diff(want, got.Refusal); diff != "" {
		t.Errorf("refusal (-want +got):\n%s", diff)
	}
}

// TestOwnWrites holds that reads ask for what the client wrote, and that a position that no replica reaches is forgotten.
func TestOwnWrites(t *testing.T) {
	client, s := play(t, concord.Config{Retries: -1},
		ok(`{"versions":[1],"seq":"12"}`), ok(`{}`), step{status: 503}, ok(`{}`))
	if _, err := client.DeleteSubject(t.Context(), "s", false); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		client.Domains(t.Context())
	}
	var paths []string
	for _, asked := range s.asked[1:] {
		paths = append(paths, strings.TrimPrefix(asked, "GET http://one/api/v1/domains"))
	}
	if want := []string{"?minSeq=12", "?minSeq=12", ""}; !slices.Equal(paths, want) {
		t.Errorf("queries = %q, want %q", paths, want)
	}
}

func TestSubjectsArePaged(t *testing.T) {
	client, s := play(t, concord.Config{},
		ok(`{"subjects":[{"domain":"","subject":"a"},{"domain":"","subject":"b"}],"nextPageToken":"b"}`),
		ok(`{"subjects":[{"domain":"x","subject":"c"}]}`))
	var got []concord.SubjectName
	for name, err := range client.AllSubjects(t.Context(), "") {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, name)
	}
	if diff := cmp.Diff([]concord.SubjectName{{Subject: "a"}, {Subject: "b"}, {Domain: "x", Subject: "c"}}, got); diff != "" {
		t.Errorf("subjects (-want +got):\n%s", diff)
	}
	if !strings.Contains(s.asked[1], "pageToken=b") {
		t.Errorf("the second request is %s, want it to go on after b", s.asked[1])
	}
}

func TestWatchResumes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, s := play(t, concord.Config{},
			ok(`{"result":{"seq":"5","entry":{"seq":"5","action":"register"}}}`+"\n"+`{"result":{"seq":"6","entry":null}}`+"\n"),
			step{}, step{status: 503},
			ok(`{"result":{"seq":"7","entry":{"seq":"7"}}}`+"\n"+`{"result":{"se`),
			ok(`{"error":{"code":10,"message":"gone","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"STALE"}]}}`+"\n"))
		var seen []uint64
		var last error
		for event, err := range client.WatchAll(t.Context(), 4) {
			if last = err; err == nil {
				seen = append(seen, event.Seq)
			}
		}
		if !slices.Equal(seen, []uint64{5, 6, 7}) {
			t.Errorf("seen %v, want 5, 6, 7", seen)
		}
		if concord.KindOf(last) != concord.Stale {
			t.Errorf("the watch ends with %v, want kind STALE", last)
		}
		want := []string{"after=4", "after=6", "after=6", "after=6", "after=7"}
		for i, asked := range s.asked {
			if !strings.HasSuffix(asked, want[i]) {
				t.Errorf("request %d is %s, want %s", i, asked, want[i])
			}
		}
		s.done()
	})
}
