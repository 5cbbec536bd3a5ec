package registry

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/fault"
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

// TestTooLarge: what is over a limit is refused, whichever part of a schema it is.
func TestTooLarge(t *testing.T) {
	r := open(t, Config{Limits: schema.Limits{Bytes: 200, Total: 250}})
	if _, err := r.Register(context.Background(), avro(orders, record("a"))); err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("x", 210)
	tests := []struct {
		name string
		edit func(*RegisterRequest)
	}{
		{"text", func(q *RegisterRequest) { q.Text = record(long) }},
		{"text with references", func(q *RegisterRequest) {
			q.Text = record(long[:140])
			q.References = []schema.Reference{{Name: "R", Subject: "orders", Version: 1}}
		}},
		{"metadata", func(q *RegisterRequest) { q.Metadata = &schema.Metadata{Properties: map[string]string{"p": long}} }},
		{"rules", func(q *RegisterRequest) {
			q.RuleSet = &schema.RuleSet{DomainRules: []schema.Rule{{Name: "r", Type: "CEL", Expr: long}}}
		}},
		{"references", func(q *RegisterRequest) {
			q.References = []schema.Reference{{Name: long, Subject: "orders", Version: 1}}
		}},
	}
	for _, test := range tests {
		req := avro(store.Subject{Name: "new"}, record("a"))
		test.edit(&req)
		if _, err := r.Register(context.Background(), req); fault.ReasonOf(err) != fault.SchemaTooLarge || !fault.Is(err, fault.TooLarge) {
			t.Errorf("%s: %v; want SCHEMA_TOO_LARGE", test.name, err)
		}
	}
}

// TestHighestVersion: behind the highest number that the wire has, nothing is registered.
func TestHighestVersion(t *testing.T) {
	r, ctx := open(t, Config{}), context.Background()
	if err := r.SetMode(ctx, SetMode{Scope: orders, Mode: Import, Force: false}); err != nil {
		t.Fatal(err)
	}
	req := avro(orders, record("a"))
	req.Version, req.ID = math.MaxInt32, new(store.ID(1))
	if _, err := r.Register(ctx, req); err != nil {
		t.Fatal(err)
	}
	if err := r.SetMode(ctx, SetMode{Scope: orders, Mode: "", Force: false}); err != nil {
		t.Fatal(err)
	}
	if got, err := r.Register(ctx, avro(orders, record())); fault.ReasonOf(err) != fault.VersionsExhausted {
		t.Errorf("%+v, %v; want a refusal", got.Version, err)
	}
}

// TestImportOverAVersion: a version may be imported once more under another id, and both ids lead to it.
func TestImportOverAVersion(t *testing.T) {
	r, ctx := open(t, Config{}), context.Background()
	if err := r.SetMode(ctx, SetMode{Scope: orders, Mode: Import, Force: false}); err != nil {
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
		if uses, err := r.Uses(id, store.Subject{}, false); err != nil || len(slices.Collect(uses)) != 1 {
			t.Errorf("uses of id %d: %v; want 1", id, err)
		}
	}
	if v, err := r.ByID(10, store.Subject{}); fault.ReasonOf(err) != fault.SchemaNotFound {
		t.Errorf("an id that nobody gave: %v, %v", v, err)
	}
}
