package position

import "testing"

func TestPosition(t *testing.T) {
	for _, p := range []Position{{}, {1, 4711}, {12, 1<<64 - 1}} {
		if got, err := Parse("after", p.String()); err != nil || got != p {
			t.Errorf("%v reads back as %v, %v", p, got, err)
		}
	}
	for _, text := range []string{"", "1", "1.", ".1", "a.1", "1.a", "1.-1", "1.1.1"} {
		if p, err := Parse("after", text); err == nil {
			t.Errorf("%q is read as %v", text, p)
		}
	}
}
