package engine_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/concord-registry/concord/policy/engine"
	"github.com/concord-registry/concord/schema"
)

// TestHotSwap: a decision is made by one set, whole, while sets come and go.
func TestHotSwap(t *testing.T) {
	strict := load(t, badName, with("{level: enforce}", ""))
	lax := load(t, strings.ReplaceAll(badName, "is bad", "is not so good"), with("{level: warn}", ""))
	e := starting(strict)
	want := map[string]string{
		strict.Revision(): "rejected R1=enforce@R.bad bad is bad",
		lax.Revision():    "accepted_with_warnings R1=warn@R.bad bad is not so good",
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 50 {
				d := e.Evaluate(context.Background(), request(schema.Avro, document(field("bad", "string", "string"))))
				if got := summary(d) + " " + d.Findings[0].Message; got != want[d.Revision] {
					t.Errorf("%s: got %s, want %s", d.Revision, got, want[d.Revision])
				}
			}
		})
	}
	for i := range 50 {
		e.Activate([]*engine.Program{lax, strict}[i%2], noon)
		e.Status()
	}
	all.Wait()
}
