package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/pflag"
	"golang.org/x/term"
)

// terminal is where a command's results and remarks go, and how they look. Results go to out, all else to err.
type terminal struct {
	out, err io.Writer
	in       io.Reader
	getenv   func(string) string
	// colour is set when out is a terminal that wants it; interactive when err is one.
	colour, interactive bool
	json                bool
}

func newTerminal() *terminal {
	return &terminal{
		out: os.Stdout, err: os.Stderr, in: os.Stdin, getenv: os.Getenv,
		colour:      wantsColour(os.Getenv, term.IsTerminal(int(os.Stdout.Fd()))),
		interactive: term.IsTerminal(int(os.Stderr.Fd())),
	}
}

// wantsColour follows NO_COLOR, CLICOLOR_FORCE and TERM=dumb.
func wantsColour(getenv func(string) string, isTerminal bool) bool {
	switch {
	case getenv("NO_COLOR") != "":
		return false
	case getenv("CLICOLOR_FORCE") != "" && getenv("CLICOLOR_FORCE") != "0":
		return true
	}
	return isTerminal && getenv("TERM") != "dumb"
}

func (t *terminal) flags(f *pflag.FlagSet) {
	f.BoolVar(&t.json, "json", false, "print results as JSON")
}

// The colours, used with words and never instead of them.
const (
	red    = "31"
	green  = "32"
	yellow = "33"
	bold   = "1"
	faint  = "2"
)

func (t *terminal) paint(colour, text string) string {
	if !t.colour {
		return text
	}
	return "\x1b[" + colour + "m" + text + "\x1b[0m"
}

func (t *terminal) printf(format string, args ...any) { fmt.Fprintf(t.out, format, args...) }

// remark says something on err that is no result.
func (t *terminal) remark(format string, args ...any) {
	fmt.Fprintf(t.err, "concord: "+format+"\n", args...)
}

// encode prints v as indented JSON.
func (t *terminal) encode(v any) error {
	e := json.NewEncoder(t.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// report prints an error: the cause, then what to do next.
func (t *terminal) report(err error) {
	if err.Error() == "" {
		return
	}
	t.remark("%s", strings.ReplaceAll(err.Error(), "\n", "\n  "))
	var u *usage
	var h interface{ HintText() string }
	switch {
	case errors.As(err, &u):
		fmt.Fprintf(t.err, "hint: %s\n", u.help)
	case errors.As(err, &h) && h.HintText() != "":
		fmt.Fprintf(t.err, "hint: %s\n", h.HintText())
	}
}

// count prints a number of things.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
