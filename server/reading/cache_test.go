package reading

import (
	"fmt"
	"testing"
)

// TestCacheIsBounded fills a cache beyond its weight.
func TestCacheIsBounded(t *testing.T) {
	c := newCache[int, string](100, 10)
	for i := range 5 {
		c.put(i, fmt.Sprint(i), 4)
	}
	c.put(9, "too heavy", 11)
	for i, want := range map[int]bool{0: false, 2: false, 3: true, 4: true, 9: false} {
		if _, ok := c.get(i); ok != want {
			t.Errorf("entry %d is kept: %v, want %v", i, ok, want)
		}
	}
}
