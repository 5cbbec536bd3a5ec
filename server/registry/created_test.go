package registry

import (
	"testing"
	"time"

	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/server/store"
)

// TestCreated imports versions that were registered elsewhere: an import keeps the time, unless it is none or still to
// come, and nobody else can say one.
func TestCreated(t *testing.T) {
	past, future := time.UnixMilli(1_500_000_000_000).UTC(), time.Now().Add(time.Hour)
	for _, test := range []struct {
		name, mode string
		created    time.Time
		keeps      bool
	}{
		{"an import", Import, past, true},
		{"an import that does not say", Import, time.Time{}, false},
		{"an import from the future", Import, future, false},
		{"no import", ReadWrite, past, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := open(t, Config{Level: word.None})
			if err := r.SetMode(t.Context(), SetMode{Scope: orders, Mode: test.mode, Force: true}); err != nil {
				t.Fatal(err)
			}
			req := avro(orders, record("a"))
			req.Created = test.created
			if test.mode == Import {
				req.ID = new(store.ID(7))
			}
			before := time.Now().Add(-time.Second)
			done, err := r.Register(t.Context(), req)
			if err != nil {
				t.Fatal(err)
			}
			v := done.Version
			if kept := v.Created.Equal(past) && v.Changed.Equal(past); kept != test.keeps {
				t.Errorf("created %v, changed %v; want the past %v: %v", v.Created, v.Changed, past, test.keeps)
			}
			if !test.keeps && (v.Created.Before(before) || v.Created.After(time.Now())) {
				t.Errorf("created %v, want now", v.Created)
			}
		})
	}
}
