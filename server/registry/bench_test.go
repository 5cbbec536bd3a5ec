package registry

import (
	"context"
	"fmt"
	"testing"

	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/server/store"
)

// BenchmarkRegister registers a new subject among many: the cost must not depend on how many there are.
func BenchmarkRegister(b *testing.B) {
	for _, subjects := range []int{1_000, 100_000} {
		r, ctx, n := open(b, Config{IDs: ContentIDs}), context.Background(), 0
		for i := range subjects {
			register(b, r, store.Subject{Name: fmt.Sprint("s", i)}, record(fmt.Sprint("f", i)))
		}
		b.Run(fmt.Sprint(subjects), func(b *testing.B) {
			for range b.N {
				n++
				if _, err := r.Register(ctx, avro(store.Subject{Name: fmt.Sprint("n", n)}, record(fmt.Sprint("g", n)))); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkTransitive registers and forgets a version after a thousand others under a transitive level.
func BenchmarkTransitive(b *testing.B) {
	r, ctx := open(b, Config{Level: word.None}), context.Background()
	for i := range 1_000 {
		register(b, r, orders, record(fmt.Sprint("f", i)))
	}
	level := func(c *store.Config) error { c.Level = "BACKWARD_TRANSITIVE"; return nil }
	if _, err := r.UpdateSettings(ctx, UpdateSettings{Scope: orders, Edit: level}); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for i := range b.N {
		req := avro(orders, record())
		req.Text = fmt.Sprintf(`{"type":"record","name":"R","doc":"%d","fields":[]}`, i)
		if _, _, err := r.Rehearse(ctx, req.Change()); err != nil {
			b.Fatal(err)
		}
	}
}
