package dialect

import "testing"

// TestEncode prints what clients compare letter for letter.
func TestEncode(t *testing.T) {
	tests := []struct {
		name string
		give any
		want string
	}{
		{"no escapes for HTML", Text(`<a href="x">&amp;/ü`), `"<a href=\"x\">&amp;/ü"`},
		{"an empty page", Take(func(func(int) bool) {}, Page{0, 10}), `[]`},
		{"a batch", Batch{[]Result{{Result: 1}, {Error: &ErrUnknownPath}}}, `{"results":[{"result":1},{"error":{"error_code":404,"message":"HTTP 404 Not Found"}}]}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := string(Encode(test.give)); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}
