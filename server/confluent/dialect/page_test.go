package dialect

import (
	"fmt"
	"testing"
)

func TestTake(t *testing.T) {
	tests := []struct {
		page Page
		want string
	}{
		{Page{0, 9}, "[1 2 3]"}, {Page{1, 1}, "[2]"}, {Page{3, 9}, "[]"}, {Page{50, 9}, "[]"}, {Page{2, Unlimited}, "[3]"},
	}
	for _, test := range tests {
		asked := 0
		got := Take(func(yield func(int) bool) {
			for asked = 1; asked <= 3 && yield(asked); asked++ {
			}
		}, test.page)
		if fmt.Sprint(got) != test.want || len(got) == test.page.limit && asked > got[len(got)-1] {
			t.Errorf("%v: got %v in %d steps, want %s", test.page, got, asked, test.want)
		}
	}
}
