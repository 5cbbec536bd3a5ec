package confluent

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsontree"
	"github.com/concord-registry/concord/server/confluent/problem"
	"github.com/concord-registry/concord/server/store"
)

func TestEdit(t *testing.T) {
	stored := store.Config{Level: "FULL", Policy: "LENIENT", Group: "g", Normalize: new(true), Alias: "a", DefaultMetadata: &schema.Metadata{}}
	tests := []struct {
		name, body string
		want       store.Config
		code       int
	}{
		{name: "nothing", body: `{"compatibilityLevel":"NONE","other":1}`, want: stored},
		{name: "clear", body: `{"compatibility":null,"compatibilityPolicy":null,"compatibilityGroup":null,"normalize":null,"alias":null,"defaultMetadata":null}`},
		{name: "level", body: `{"compatibility":"none"}`, want: func() store.Config { c := stored; c.Level = "none"; return c }()},
		{name: "empty level", body: `{"compatibility":""}`, code: 42203},
		{name: "level is an object", body: `{"compatibility":{}}`, code: 400},
		{name: "flag is a word", body: `{"normalize":"yes"}`, code: 400},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			body, err := jsontree.Parse(test.body, jsontree.Options{})
			if err != nil {
				t.Fatal(err)
			}
			got := stored
			err = edit(&got, body)
			if test.code != 0 {
				if known, ok := problem.Of(err); !ok || known.Code != test.code {
					t.Errorf("got %v, want %d", err, test.code)
				}
				return
			}
			if diff := cmp.Diff(got, test.want); diff != "" || err != nil {
				t.Errorf("%v, got -, want +:\n%s", err, diff)
			}
		})
	}
}
