package dialect

import (
	"strings"
	"testing"
)

// TestMemo demands that a kept document is found again, and that a large one is not kept.
func TestMemo(t *testing.T) {
	m, made := NewMemo[string](), 0
	show := func(size int) func() any {
		return func() any { made++; return strings.Repeat("x", size) }
	}
	for range 3 {
		m.Get("a", true, show(10))
		m.Get("b", true, show(10))
		m.Get("large", true, show(memorable+1))
	}
	if made != 5 {
		t.Errorf("%d documents were made, want 2 kept ones and 3 times a large one", made)
	}
}

// TestMemoForgets demands that what is asked for again and again stays while many others pass, and that they go.
func TestMemoForgets(t *testing.T) {
	m, made := NewMemo[int](), 0
	show := func() any { made++; return nil }
	const first, steady = -1, -2
	m.Get(first, true, show)
	for other := range 5 * remembered {
		m.Get(other, true, func() any { return nil })
		m.Get(steady, true, show)
	}
	if made != 2 {
		t.Errorf("two documents were made %d times", made)
	}
	if m.Get(first, true, show); made != 3 {
		t.Error("a document that nobody asked for is still kept")
	}
}
