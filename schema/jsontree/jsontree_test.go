package jsontree

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	tests := []struct {
		name    string
		text    string
		options Options
		want    string // the compact print, or the reason with a leading "!"
	}{
		{"order and numbers stay", `{"b": 1.10, "a":[1e3, -0, null ,true]}`, Options{}, `{"b":1.10,"a":[1e3,-0,null,true]}`},
		{"a repeated name keeps its place and the last value", `{"a":1,"b":2,"a":3}`, Options{}, `{"a":3,"b":2}`},
		{"escapes", `"\u00e9\ud83d\ude00\/\n"`, Options{}, `"é😀/\n"`},
		{"lone surrogate", `"\ud83dx"`, Options{}, `"` + "\uFFFD" + `x"`},
		{"control character", "\"a\x01\"", Options{}, "!1:3: a string holds the control character"},
		{"trailing", `{} x`, Options{}, "!1:4: unexpected text after the value"},
		{"trailing allowed", `{} x`, Options{Trailing: true}, `{}`},
		{"comments", "// a\n{ /* b\n */ }", Options{Comments: true}, `{}`},
		{"comments refused", "{} // a", Options{}, "!1:4"},
		{"NaN refused", "NaN", Options{}, "!1:1: expected a value"},
		{"NaN", "[NaN,-Infinity]", Options{NonFinite: true}, "[NaN,-Infinity]"},
		{"leading zero", "01", Options{}, "!1:2"},
		{"trailing comma", "[1,]", Options{}, "!1:4: expected a value"},
		{"empty", " ", Options{}, "!1:2: expected a value, found the end of the text"},
		{"depth", "[[[1]]]", Options{Depth: 2}, "!1:4: values are nested more than 2 deep"},
		{"items", "[1,2,3]", Options{Items: 3}, "!1:6: there are more than 3 values"},
		{"place", "{\n  \"a\": tru}", Options{File: "f"}, "!f:2:8: expected a value"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			v, err := Parse(test.text, test.options)
			if reason, refused := strings.CutPrefix(test.want, "!"); refused {
				if err == nil || !strings.HasPrefix(err.Error(), reason) {
					t.Fatalf("err = %v, want %s", err, reason)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := string(Append(nil, v, nil)); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// FuzzParse: what encoding/json accepts is accepted, and printing is stable.
func FuzzParse(f *testing.F) {
	for _, s := range []string{`{"a":[1,2,{"b":"\u0000"}]}`, `"\ud800"`, `-1.5e+7`, `[`, `{"a":1,"a":2}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v, err := Parse(text, Options{})
		if err != nil {
			if json.Valid([]byte(text)) && !strings.Contains(err.Error(), "more than") {
				t.Fatalf("refused %q: %v", text, err)
			}
			return
		}
		first := Append(nil, v, nil)
		again, err := Parse(string(first), Options{})
		if err != nil || string(Append(nil, again, nil)) != string(first) {
			t.Fatalf("%q prints as %q, which does not print as itself: %v", text, first, err)
		}
	})
}
