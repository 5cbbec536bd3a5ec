package registry

import (
	"context"
	"testing"

	"github.com/concord-registry/concord/schema"
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
