package confluent

import (
	"fmt"
	"slices"
	"testing"

	"github.com/concord-registry/concord/server/store"
)

func TestNewest(t *testing.T) {
	a, b := store.Subject{Name: "a"}, store.Subject{Name: "b"}
	var got []string
	versions := slices.Values([]*store.Version{{Subject: a, Number: 1}, {Subject: a, Number: 3}, {Subject: b, Number: 2}})
	for v := range newest(versions) {
		got = append(got, fmt.Sprint(v.Subject, v.Number))
	}
	for v := range newest(versions) {
		if v.Number != 3 {
			t.Errorf("the first is %d", v.Number)
		}
		break // the walk must bear that
	}
	for v := range newest(func(func(*store.Version) bool) {}) {
		t.Errorf("%v of none", v)
	}
	if want := []string{"a 3", "b 2"}; !slices.Equal(got, want) {
		t.Errorf("got %s, want %s", got, want)
	}
}
