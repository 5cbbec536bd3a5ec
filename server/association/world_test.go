package association

import (
	"context"
	"testing"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

var orders = store.Subject{Name: "orders"}

// world is a registry on an empty store, with its associations.
type world struct {
	*registry.Session
	ties *Associations
	log  store.Store
}

func open(t testing.TB, c registry.Config) world {
	t.Helper()
	c.Store, c.IDs = &storetest.Memory{}, registry.SequenceIDs
	r, err := registry.New(c)
	if err != nil {
		t.Fatal(err)
	}
	session := r.As(store.Caller{ID: "user:ada"})
	return world{session, Of(session), c.Store}
}

// register registers an Avro text and fails the test if that is refused.
func register(t testing.TB, r world, s store.Subject, text string) {
	t.Helper()
	if _, err := r.Register(context.Background(), avro(s, text)); err != nil {
		t.Fatalf("register %s: %v", s, err)
	}
}

func avro(s store.Subject, text string) registry.RegisterRequest {
	return registry.RegisterRequest{Subject: s, Draft: registry.Draft{Type: schema.Avro, Text: text}}
}

// record is a record R with int fields of those names.
func record(fields ...string) string {
	text := `{"type":"record","name":"R","fields":[`
	for i, f := range fields {
		if i > 0 {
			text += ","
		}
		text += `{"name":"` + f + `","type":"int"}`
	}
	return text + "]}"
}
