package reading

import (
	"testing"

	"github.com/concord-registry/concord/server/store"
)

func TestByteSum(t *testing.T) {
	if byteSum(`{"a":1,"b":2}`) != byteSum(`{"b":2,"a":1}`) {
		t.Error("a text in another order has another sum")
	}
	if byteSum(`{"type":"error","name":"E"}`) != byteSum(`{"name":"E","type":"record"}`) {
		t.Error("an error, which is a record to a look-up, has another sum")
	}
	for _, other := range []string{`{"a":1,"b":3}`, `{"a":1,"c":1}`, `{"a":1}`, ""} {
		if byteSum(`{"a":1,"b":2}`) == byteSum(other) {
			t.Errorf("%s has the same sum", other)
		}
	}
}

// TestSums: two contents that share a slot get their own sums, however often they are asked for in turn.
func TestSums(t *testing.T) {
	var s sums
	a, b := &store.Content{Digest: store.Digest{1, 2, 3}, Text: "a"}, &store.Content{Digest: store.Digest{1, 2, 4}, Text: "b"}
	for range 2 {
		for _, c := range []*store.Content{a, b, b, a} {
			if got := s.of(c); got != byteSum(c.Text) {
				t.Errorf("sum of %q = %d, want %d", c.Text, got, byteSum(c.Text))
			}
		}
	}
}
