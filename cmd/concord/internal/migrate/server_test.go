package migrate_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/clients/go/confluent"
	"github.com/concord-registry/concord/cmd/concord/internal/migrate"
	"github.com/concord-registry/concord/server/kms"
	"github.com/concord-registry/concord/server/servertest"
)

// serve runs a registry in memory, with both of its APIs and a key service, and returns its address.
func serve(t *testing.T) string {
	t.Helper()
	local, err := kms.NewLocal("secret")
	check(t, err)
	return serveWith(t, kms.Services{kms.LocalType: local})
}

func serveWith(t *testing.T, services kms.Services) string {
	t.Helper()
	var c servertest.Config
	c.Keys.KMS = services
	return servertest.New(t, c).URL()
}

// faulty fails writes: from the n-th one on it calls fail, whose error is the answer if it is not nil.
type faulty struct {
	n    atomic.Int64
	dead atomic.Bool
	fail func(*http.Request) error
}

var errKilled = errors.New("killed")

func (f *faulty) RoundTrip(r *http.Request) (*http.Response, error) {
	if f.fail != nil && (r.Method != http.MethodGet && f.n.Add(-1) < 0 || f.dead.Load()) {
		f.dead.Store(true)
		if err := f.fail(r); err != nil {
			return nil, err
		}
	}
	return http.DefaultTransport.RoundTrip(r)
}

func connect(t *testing.T, address string, transport http.RoundTripper) migrate.Registry {
	t.Helper()
	client, err := concord.New(concord.Config{URLs: []string{address}, HTTP: &http.Client{Transport: transport}, Retries: -1})
	if err != nil {
		t.Fatal(err)
	}
	return migrate.NewRegistry(client)
}

// native is a client of Concord's own API.
func native(t *testing.T, address string) *concord.Client {
	t.Helper()
	client, err := concord.New(concord.Config{URLs: []string{address}})
	check(t, err)
	return client
}

// served is a registry of a test, with a client of it.
type served struct {
	migrate.Registry
	address string
}

// source is a registry with some of everything.
func source(t *testing.T) served {
	t.Helper()
	address := serve(t)
	c := connect(t, address, http.DefaultTransport)
	register(t, c, "", "money", confluent.Schema{Text: `{"type":"record","name":"Money","fields":[{"name":"amount","type":"long"}]}`})
	register(t, c, "billing", "invoice/a b", confluent.Schema{
		Text:       `{"type":"record","name":"Invoice","fields":[{"name":"total","type":"Money"}]}`,
		References: []confluent.Reference{{Name: "Money", Subject: ":.:money", Version: 1}},
		Metadata:   &confluent.Metadata{Properties: map[string]string{"owner": "team-a"}, Tags: map[string][]string{"Invoice.total": {"PII"}}},
		RuleSet: &confluent.RuleSet{DomainRules: []confluent.DataRule{
			{Name: "positive", Kind: "CONDITION", Mode: "WRITE", Type: "CEL", Expr: "message.total > 0"},
		}},
	})
	register(t, c, "", "a-first", confluent.Schema{
		Type: concord.Protobuf, Text: "syntax = \"proto3\";\nimport \"z.proto\";\nmessage A { Z z = 1; }",
		References: []confluent.Reference{{Name: "z.proto", Subject: "z-last", Version: 1}},
	}, "z-last", confluent.Schema{Type: concord.Protobuf, Text: "syntax = \"proto3\";\nmessage Z {}"})
	register(t, c, "crm", "customer", confluent.Schema{Type: concord.JSON, Text: `{"type":"object","properties":{"a":{"type":"string"}}}`})
	configure(t, c, "", `{"compatibility":"NONE"}`)
	register(t, c, "", "money", confluent.Schema{Text: `"string"`})
	register(t, c, "", "money", confluent.Schema{Text: `"int"`})
	register(t, c, "", "gone", confluent.Schema{Text: `"long"`})
	check(t, second(c.DeleteVersion(t.Context(), "money", 2, confluent.DeleteOptions{})))
	check(t, second(c.DeleteSubject(t.Context(), "gone", confluent.DeleteOptions{})))
	settle(t, c)
	return served{c, address}
}

// settle gives scopes of every kind settings and modes.
func settle(t *testing.T, c migrate.Registry) {
	t.Helper()
	configure(t, c, confluent.Everywhere, `{"compatibility":"FULL"}`)
	configure(t, c, ":.billing:", `{"compatibility":"FULL_TRANSITIVE","normalize":true,"defaultMetadata":{"properties":{"a":"b"}}}`)
	configure(t, c, ":.crm:customer", `{"validateFields":true}`)
	configure(t, c, "gone", `{"alias":"money"}`)
	for scope, mode := range map[confluent.Scope]string{":.crm:": "READONLY", "money": "READONLY", ":.billing:invoice/a b": "READWRITE"} {
		check(t, c.SetMode(t.Context(), scope, mode))
	}
}

// register registers a schema, after those that come behind it: more are pairs of a subject and a schema.
func register(t *testing.T, c migrate.Registry, domain, subject string, s confluent.Schema, more ...any) {
	t.Helper()
	for i := 0; i < len(more); i += 2 {
		register(t, c, domain, more[i].(string), more[i+1].(confluent.Schema))
	}
	check(t, second(c.Register(t.Context(), confluent.Registration{Subject: confluent.SubjectScope(domain, subject), Schema: s})))
}

func configure(t *testing.T, c migrate.Registry, scope confluent.Scope, body string) {
	t.Helper()
	var change confluent.StoredConfig
	check(t, json.Unmarshal([]byte(body), &change))
	check(t, c.StoreConfig(t.Context(), scope, change))
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func second[T any](_ T, err error) error { return err }

// read reads a whole registry.
func read(t *testing.T, c migrate.Registry, also ...confluent.Scope) *migrate.Snapshot {
	t.Helper()
	s, err := c.Read(context.WithoutCancel(t.Context()), migrate.Selection{All: true, Also: also})
	check(t, err)
	return s
}
