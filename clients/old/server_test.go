package concord_test

import (
	"net/http/httptest"
	"slices"
	"testing"

	concord "github.com/concord-registry/concord/clients/old"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/rpc"
	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

// TestServer asks the native API as the server really serves it.
func TestServer(t *testing.T) {
	memory := &storetest.Memory{}
	cases, err := registry.New(registry.Config{Store: memory})
	if err != nil {
		t.Fatal(err)
	}
	native := rpc.New(rpc.Config{Registry: cases, Store: memory, Release: "v9"})
	gateway, err := native.Gateway()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gateway)
	defer server.Close()
	defer native.Drain()
	client, err := concord.New(concord.Config{URLs: []string{server.URL}})
	if err != nil {
		t.Fatal(err)
	}
	commit(t, memory, store.Subject{Name: "orders"})
	commit(t, memory, store.Subject{Domain: "billing", Name: "a/b.proto"})

	t.Run("status", func(t *testing.T) {
		if got, err := client.Status(t.Context()); err != nil || got.Release != "v9" || got.Seq != 2 || got.Fresh.IsZero() {
			t.Errorf("Status = %+v, %v", got, err)
		}
	})
	t.Run("decision", func(t *testing.T) {
		entry, decision, err := client.Decision(t.Context(), 2)
		if err != nil || entry.Subject.Subject != "a/b.proto" || decision.Outcome != "accepted" {
			t.Errorf("Decision = %+v, %+v, %v", entry, decision, err)
		}
		if _, _, err := client.Decision(t.Context(), 3); concord.KindOf(err) != concord.NotFound {
			t.Errorf("Decision of a position to come: %v", err)
		}
	})
	t.Run("rules", func(t *testing.T) {
		if got, err := client.Rules(t.Context(), concord.Avro); err != nil || len(got) == 0 || got[0].Type != concord.Avro {
			t.Errorf("Rules = %v, %v", got, err)
		}
	})
	t.Run("watch", func(t *testing.T) {
		var seen []uint64
		for event, err := range client.WatchAll(t.Context(), 0) {
			if err != nil {
				t.Fatal(err)
			}
			if event.Entry == nil {
				break
			}
			seen = append(seen, event.Seq)
		}
		if !slices.Equal(seen, []uint64{1, 2}) {
			t.Errorf("seen %v, want 1, 2", seen)
		}
	})
	t.Run("refusal of a name", func(t *testing.T) {
		_, err := client.Versions(t.Context(), ":.billing:x", "")
		if concord.KindOf(err) != concord.Invalid || err.(*concord.Error).Hint == "" {
			t.Errorf("Versions of a qualified name: %#v", err)
		}
	})
}

// commit puts a version past all rules.
func commit(t *testing.T, memory *storetest.Memory, s store.Subject) {
	t.Helper()
	content := &store.Content{GUID: schema.Identify(`"int"`, nil, nil, nil), Type: schema.Avro, Text: `"int"`}
	_, err := memory.Update(t.Context(), func(tx *store.Tx) error {
		tx.Put(content, &store.Version{Subject: s, Number: 1, ID: 7, Created: tx.Now, Changed: tx.Now, Seq: tx.Seq()})
		tx.Log(store.Entry{Changes: []store.EntryChange{{Action: "register", Scope: s, Version: 1, ID: 7, Decision: []byte(`{"outcome":"accepted"}`)}}})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
