package registry

import (
	"context"
	"math"
	"testing"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/store"
)

// TestLookUpWithoutMetadata: what is found with the metadata that registering would add is found by its hash, whether the
// request names the type or leaves AVRO out.
func TestLookUpWithoutMetadata(t *testing.T) {
	r := open(t, Config{})
	req := avro(orders, record("a"))
	req.Metadata = &schema.Metadata{Properties: map[string]string{"owner": "x"}}
	if _, err := r.Register(context.Background(), req); err != nil {
		t.Fatal(err)
	}
	for _, named := range []schema.Type{schema.Avro, ""} {
		got, err := r.LookUp(LookUpRequest{Subject: orders, Draft: Draft{Type: named, Text: record("a")}})
		if err != nil || !got.Exact {
			t.Errorf("type %q: exact %v, %v; want a hit by hash", named, got.Exact, err)
		}
	}
}

// TestHighestVersion: behind the highest number that the wire has, nothing is registered.
func TestHighestVersion(t *testing.T) {
	r, ctx := open(t, Config{}), context.Background()
	if err := r.SetMode(ctx, orders, Import, false, ""); err != nil {
		t.Fatal(err)
	}
	req := avro(orders, record("a"))
	req.Version, req.ID = math.MaxInt32, new(store.ID(1))
	if _, err := r.Register(ctx, req); err != nil {
		t.Fatal(err)
	}
	if err := r.SetMode(ctx, orders, "", false, ""); err != nil {
		t.Fatal(err)
	}
	if got, err := r.Register(ctx, avro(orders, record())); code(err) != 42205 {
		t.Errorf("%+v, %v; want a refusal", got.Version, err)
	}
}

// TestImportOverAVersion: a version may be imported once more under another id, and both ids lead to it.
func TestImportOverAVersion(t *testing.T) {
	r, ctx := open(t, Config{}), context.Background()
	if err := r.SetMode(ctx, orders, Import, false, ""); err != nil {
		t.Fatal(err)
	}
	for _, id := range []store.ID{8, 9} {
		req := avro(orders, record("a"))
		req.Version, req.ID = 1, &id
		if _, err := r.Register(ctx, req); err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range []store.ID{8, 9} {
		for _, hint := range []store.Subject{{}, orders} {
			if v, err := r.ByID(id, hint); err != nil || v.Number != 1 {
				t.Errorf("id %d, hint %q: %v; want version 1", id, hint, err)
			}
		}
		if uses, err := r.Uses(id, store.Subject{}, false); err != nil || len(uses) != 1 {
			t.Errorf("uses of id %d: %d, %v; want 1", id, len(uses), err)
		}
	}
	if v, err := r.ByID(10, store.Subject{}); code(err) != 40403 {
		t.Errorf("an id that nobody gave: %v, %v", v, err)
	}
}
