package main

import (
	"fmt"
	"strings"
	"unicode"
)

// painted is text for a terminal that holds colours and is safe otherwise.
type painted string

// controls reports whether a character could move the cursor, change the colours or reorder the text of a terminal.
func controls(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029'
}

// clean is text with its control characters, but for newlines and tabs, spelled out: what a server or a file says must not
// steer a terminal.
func clean(text string) string {
	if strings.IndexFunc(text, controls) < 0 {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if controls(r) && r != '\n' && r != '\t' {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// cleanArguments cleans what a format's verbs print. Numbers stay numbers.
func cleanArguments(args []any) []any {
	cleaned := make([]any, len(args))
	for i, a := range args {
		switch a := a.(type) {
		case painted:
			cleaned[i] = string(a)
		case string:
			cleaned[i] = clean(a)
		case error:
			cleaned[i] = clean(a.Error())
		case fmt.Stringer:
			cleaned[i] = clean(a.String())
		default:
			cleaned[i] = a
		}
	}
	return cleaned
}
