package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"golang.org/x/term"
)

// terminal is where a command's results and remarks go, and how they look. Results go to out, all else to err.
type terminal struct {
	out, err io.Writer
	in       io.Reader
	getenv   func(string) string
	// colour is set when out is a terminal that wants it; screen when out is one, interactive when err is one.
	colour, screen, interactive bool
	output                      output
}

func newTerminal() *terminal {
	screen := term.IsTerminal(int(os.Stdout.Fd()))
	return &terminal{
		out: os.Stdout, err: os.Stderr, in: os.Stdin, getenv: os.Getenv,
		colour:      wantsColour(os.Getenv, screen),
		screen:      screen,
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

// The colours, used with words and never instead of them.
const (
	red    = "31"
	green  = "32"
	yellow = "33"
	bold   = "1"
	faint  = "2"
)

func (t *terminal) paint(colour, text string) painted {
	if !t.colour {
		return painted(clean(text))
	}
	return painted("\x1b[" + colour + "m" + clean(text) + "\x1b[0m")
}

// printf prints a result for people.
func (t *terminal) printf(format string, args ...any) {
	fmt.Fprintf(t.out, format, cleanArguments(args)...)
}

// remark says something on err that is no result, unless --quiet.
func (t *terminal) remark(format string, args ...any) {
	if !t.output.quiet {
		fmt.Fprintf(t.err, "concord: "+format+"\n", cleanArguments(args)...)
	}
}

// text prints a schema, ended by a newline: byte by byte where nobody looks.
func (t *terminal) text(s string) {
	if t.screen {
		s = clean(s)
	}
	fmt.Fprintf(t.out, "%s\n", strings.TrimRight(s, "\n"))
}

// table prints rows in columns.
func (t *terminal) table(rows [][]string) error {
	w := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = strings.NewReplacer("\n", " ", "\t", " ").Replace(clean(cell))
		}
		fmt.Fprintln(w, strings.TrimRight(strings.Join(cells, "\t"), "\t"))
	}
	return w.Flush()
}

// count prints a number of things.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// first is the first text that is not empty.
func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
