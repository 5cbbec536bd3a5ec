package policy

import (
	"regexp"
	"strings"
)

// Pattern is a text in which * stands for any text and ? for any character. The zero value matches everything.
type Pattern struct {
	text     string
	compiled *regexp.Regexp
}

// NewPattern is the pattern of a text.
func NewPattern(text string) Pattern {
	if text == "" {
		return Pattern{}
	}
	quoted := regexp.QuoteMeta(text)
	quoted = strings.ReplaceAll(quoted, `\*`, `.*`)
	quoted = strings.ReplaceAll(quoted, `\?`, `.`)
	return Pattern{text, regexp.MustCompile(`(?s)^` + quoted + `$`)}
}

// UnmarshalText reads a pattern.
func (p *Pattern) UnmarshalText(text []byte) error {
	*p = NewPattern(string(text))
	return nil
}

// String is the pattern as it was written.
func (p Pattern) String() string { return p.text }

// Matches reports whether the whole of s fits.
func (p Pattern) Matches(s string) bool { return p.compiled == nil || p.compiled.MatchString(s) }
