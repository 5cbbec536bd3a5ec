package serde_test

import (
	"context"
	"errors"
	"os"
	"testing"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/clients/go/concordtest"
	"github.com/concord-registry/concord/clients/go/serde"
)

// address is that of the registry that the example talks to.
var address string

func TestMain(m *testing.M) {
	end := func() {}
	address = concordtest.New(lasting{end: &end}).URL
	code := m.Run()
	end()
	os.Exit(code)
}

// lasting is for what all tests share.
type lasting struct {
	testing.TB
	end *func()
}

func (l lasting) Cleanup(do func()) { *l.end = do }

// counting counts what a serializer asks.
type counting struct {
	concord.DomainClient
	registered, lookedUp int
}

func (c *counting) Register(ctx context.Context, r concord.Registration) (concord.Registered, error) {
	c.registered++
	return c.DomainClient.Register(ctx, r)
}

func (c *counting) LookUp(ctx context.Context, subject string, s concord.Schema, options ...concord.LookUpOptions) (concord.LookedUp, error) {
	c.lookedUp++
	return c.DomainClient.LookUp(ctx, subject, s, options...)
}

func TestSchemaIsAskedForOnce(t *testing.T) {
	registry := &counting{DomainClient: concordtest.New(t).Client().Domain("")}
	for _, options := range []serde.Options{{}, {NeverRegister: true}} {
		s := serde.New(registry, serde.Topic("t"), jsonCodec{}, options)
		for range 3 {
			record, err := s.Encode(t.Context(), invoice{1})
			if err != nil {
				t.Fatal(err)
			}
			if got, err := s.Decode(t.Context(), record); err != nil || got != (invoice{1}) {
				t.Errorf("Decode = %v, %v", got, err)
			}
		}
	}
	if registry.registered != 1 || registry.lookedUp != 1 {
		t.Errorf("registered %d times, looked up %d times, want once each", registry.registered, registry.lookedUp)
	}
}

func TestSubjects(t *testing.T) {
	domain := concordtest.New(t).Client().Domain("")
	for _, subject := range []serde.Subject{serde.Topic("t"), serde.TopicKey("t"), "other"} {
		if _, err := serde.New(domain, subject, jsonCodec{}).Encode(t.Context(), invoice{}); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"t-value", "t-key", "other"} {
		if _, err := domain.Subject(t.Context(), name); err != nil {
			t.Errorf("subject %s: %v", name, err)
		}
	}
}

func TestRefusals(t *testing.T) {
	srv := concordtest.New(t)
	domain := srv.Client().Domain("")
	if _, err := serde.New(domain, "s", jsonCodec{}, serde.Options{NeverRegister: true}).Encode(t.Context(), invoice{}); !errors.Is(err, concord.NotFound) {
		t.Errorf("a schema that nobody registered: %v, want not found", err)
	}
	srv.Refuse("s", concord.Finding{})
	s := serde.New(domain, "s", jsonCodec{})
	if _, err := s.Encode(t.Context(), invoice{}); !errors.Is(err, concord.Refused) {
		t.Errorf("a schema that is refused: %v", err)
	}
	srv.Refuse("s")
	if _, err := s.Encode(t.Context(), invoice{}); err != nil {
		t.Errorf("a refusal is remembered: %v", err)
	}
	for _, record := range [][]byte{nil, {1, 2, 3, 4, 5}} {
		if _, err := s.Decode(t.Context(), record); err == nil {
			t.Errorf("Decode(% x) succeeds", record)
		}
	}
	if _, err := s.Decode(t.Context(), serde.Frame(nil, 99)); !errors.Is(err, concord.NotFound) {
		t.Errorf("an id that nobody has: %v, want not found", err)
	}
	if _, err := s.Decode(t.Context(), append(serde.Frame(nil, 1), '{')); err == nil {
		t.Error("half a datum is decoded")
	}
}

// TestOutage holds that what was written before is written and read without the registry.
func TestOutage(t *testing.T) {
	srv := concordtest.New(t)
	s := serde.New(srv.Client().Domain(""), "s", jsonCodec{})
	record, err := s.Encode(t.Context(), invoice{1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Decode(t.Context(), record); err != nil {
		t.Fatal(err)
	}
	defer srv.Outage()()
	if _, err := s.Encode(t.Context(), invoice{2}); err != nil {
		t.Errorf("Encode: %v", err)
	}
	if _, err := s.Decode(t.Context(), record); err != nil {
		t.Errorf("Decode: %v", err)
	}
}
