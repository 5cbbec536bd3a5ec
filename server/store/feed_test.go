package store

import (
	"fmt"
	"testing"
)

// moved is an empty view at a position.
func moved(seq uint64) *View {
	v := *Empty()
	v.seq = seq
	return &v
}

func mode(i int) Change {
	m := &Mode{Scope: Subject{Name: fmt.Sprint(i)}}
	return Change{m.Key(), m}
}

func TestFeed(t *testing.T) {
	var f Feed
	if _, _, ok := f.Since(0); ok {
		t.Error("a feed that was told nothing knows the changes since 0")
	}
	f.Add(moved(7), []Change{mode(0)})
	f.Add(moved(8), []Change{mode(1)})
	f.Add(moved(10), []Change{mode(2), mode(3)})
	tests := []struct {
		since uint64
		want  int
		ok    bool
	}{{6, 0, false}, {7, 3, true}, {8, 2, true}, {9, 2, true}, {10, 0, true}, {11, 0, false}}
	for _, test := range tests {
		changes, now, ok := f.Since(test.since)
		if len(changes) != test.want || ok != test.ok || now.Seq() != 10 {
			t.Errorf("Since(%d) = %d changes, position %d, %t; want %d, 10, %t", test.since, len(changes), now.Seq(), ok, test.want, test.ok)
		}
	}
	f.Reset(moved(20))
	if _, now, ok := f.Since(10); ok || now.Seq() != 20 {
		t.Errorf("after a reset Since(10) = position %d, %t; want 20, false", now.Seq(), ok)
	}
}

// TestFeedIsBounded: what is forgotten is told.
func TestFeedIsBounded(t *testing.T) {
	var f Feed
	f.Add(moved(0), nil)
	for i := range 3 * feedLimit {
		f.Add(moved(uint64(i+1)), []Change{mode(i)})
	}
	if f.size > feedLimit || len(f.steps) != f.size {
		t.Errorf("%d changes in %d steps, want at most %d", f.size, len(f.steps), feedLimit)
	}
	if _, _, ok := f.Since(1); ok {
		t.Error("the oldest changes are still told")
	}
	changes, _, ok := f.Since(3*feedLimit - 5)
	if len(changes) != 5 || !ok {
		t.Errorf("the newest five = %d, %t", len(changes), ok)
	}
}
