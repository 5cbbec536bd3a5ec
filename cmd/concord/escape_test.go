package main

import (
	"bytes"
	"errors"
	"testing"
)

// TestClean holds what reaches a terminal of a text that a server or a file says.
func TestClean(t *testing.T) {
	tests := []struct{ text, want string }{
		{"customer", "customer"},
		{"tab\tand\nline, é, 漢", "tab\tand\nline, é, 漢"},
		{"\x1b[31mred", `\u001b[31mred`},
		{"a\rb\x7f\u009b", `a\u000db\u007f\u009b`},
		{"\u202egnp.exe", `\u202egnp.exe`},
	}
	for _, c := range tests {
		if got := clean(c.text); got != c.want {
			t.Errorf("clean(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

// TestPrintfCleans holds that arguments are cleaned, whatever they are, and colours are not.
func TestPrintfCleans(t *testing.T) {
	var out, remarks bytes.Buffer
	term := &terminal{out: &out, err: &remarks, colour: true, screen: true}
	term.printf("%s %v %s\n", "\x1b]0;title\a", errors.New("\x1b[2J"), term.paint(red, "\x1bc"))
	term.text("\x1b[1mschema")
	term.table([][]string{{"a\nb", "\x1b"}})
	term.remark("%s", "\x1b[0m")
	term.report(failure{Message: "\x1bm", Hint: "\x1bh"})
	got := out.String() + remarks.String()
	want := `\u001b]0;title\u0007 \u001b[2J ` + "\x1b[31m" + `\u001bc` + "\x1b[0m\n" + `\u001b[1mschema` + "\na b  " + `\u001b` + "\n" +
		"concord: " + `\u001b[0m` + "\nconcord: " + `\u001bm` + "\nhint: " + `\u001bh` + "\n"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestEncodeCleans holds that JSON on a terminal says the same without control characters.
func TestEncodeCleans(t *testing.T) {
	var out bytes.Buffer
	term := &terminal{out: &out, screen: true, output: output{format: "jsonl"}}
	if err := term.encode(map[string]string{"a": "\u009b\u202e"}); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), `{"a":"\u009b\u202e"}`+"\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
